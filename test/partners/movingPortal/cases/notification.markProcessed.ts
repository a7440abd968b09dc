import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { tmpReference: '={{ $json.tmpReference }}', upTo: '={{ $json.upTo }}' },
	items: ({ movingPortal }, count) =>
		movingPortal.addInstructions({ count }).map(({ tmpReference }) => {
			const [notification] = movingPortal.notify({ reference: tmpReference });
			return { tmpReference, upTo: notification!.createdTimestamp };
		}),
	bad: { item: { tmpReference: 'TMP1', upTo: '2025-02-19' }, label: 'Up To' },
	belongs: (output, input) => output.tmpReference === input.tmpReference && output.success === true,
	effect: ({ movingPortal }, { tmpReference }) =>
		movingPortal.instructions.find((one) => one.tmpReference === tmpReference)?.processedCalls ?? 0,
	promises: ['success', 'tmpReference'],
	emptyIsFine: true,
};
