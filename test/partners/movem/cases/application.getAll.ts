import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { limit: '={{ $json.limit }}' },
	items: ({ movem }, count) => {
		movem.addApplications({ count: 1 });
		return Array.from({ length: count }, (_, n) => ({ limit: 1, n }));
	},
	bad: { item: { limit: 0 }, label: 'Limit' },
	belongs: (output) => output.name === 'Tenant 1',
	more: [{ returnAll: true }],
};
