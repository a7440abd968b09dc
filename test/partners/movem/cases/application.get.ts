import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { applicationId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
	items: ({ movem }, count) => movem.addApplications({ count }).map((id) => ({ id })),
	bad: { item: { id: 'a/b' }, label: 'Application' },
	belongs: (output, input) => output.id === input.id,
};
