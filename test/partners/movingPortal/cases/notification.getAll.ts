import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { limit: '={{ $json.limit }}' },
	items: ({ movingPortal }, count) => {
		movingPortal.addInstructions({ count: 1 });
		movingPortal.notify({ kinds: ['CASEACCEPTED'] });
		return Array.from({ length: count }, (_, n) => ({ limit: 1, n }));
	},
	bad: { item: { limit: 0 }, label: 'Limit' },
	belongs: (output) => output.uniqueIntegrationReference === 'I-TMP900001',
	more: [{ returnAll: true }],
	promises: ['lastCreatedTimestamp'],
};
