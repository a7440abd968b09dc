import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { applicationId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
	operationId: 'getApplication',
	items: ({ movem }, count) => movem.addApplications({ count, status: 'COMPLETED' }).map((id) => ({ id })),
	bad: { item: { id: 'a/b' }, label: 'Application' },
	belongs: (output, input) => output.id === input.id && output.timedOut === false,
};
