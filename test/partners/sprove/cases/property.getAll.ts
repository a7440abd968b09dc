import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { limit: '={{ $json.limit }}' },
	items: ({ sprove }, count) => {
		sprove.addProperties({ count: 1 });
		return Array.from({ length: count }, (_, n) => ({ limit: 1, n }));
	},
	bad: { item: { limit: 'some' }, label: 'Limit' },
	belongs: (output) => output.name === 'Leilighet 1',
	more: [{ returnAll: true, limit: 1 }],
};
