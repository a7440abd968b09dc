import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: {
		propertyId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		updateFields: { name: '={{ "New name of " + $json.id }}' },
	},
	items: ({ sprove }, count) => sprove.addProperties({ count, checks: 1 }).map((id) => ({ id })),
	bad: { item: { id: 'a%b' }, label: 'Property' },
	belongs: (output, input) => output.name === `New name of ${String(input.id)}`,
	effect: ({ sprove }, { id }) =>
		sprove.properties.filter((one) => one.id === id && one.name === `New name of ${id}`).length,
	emptyIsFine: true,
};
