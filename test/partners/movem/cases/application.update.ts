import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: {
		applicationId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		updateFields: { name: '={{ "New name of " + $json.id }}' },
	},
	items: ({ movem }, count) => movem.addApplications({ count }).map((id) => ({ id })),
	bad: { item: { id: '../credits' }, label: 'Application' },
	belongs: (output, input) => output.name === `New name of ${String(input.id)}`,
	effect: ({ movem }, { id }) =>
		movem.applications.filter((one) => one.id === id && one.name === `New name of ${id}`).length,
	emptyIsFine: true,
};
