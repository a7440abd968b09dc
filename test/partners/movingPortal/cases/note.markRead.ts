import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { tmpReference: '={{ $json.tmpReference }}' },
	items: ({ movingPortal }, count) =>
		movingPortal.addInstructions({ count }).map(({ tmpReference }) => {
			movingPortal.addNote({ reference: tmpReference });
			return { tmpReference };
		}),
	bad: { item: { tmpReference: 'TMP 1' }, label: 'TMP Reference' },
	belongs: (output, input) => output.tmpReference === input.tmpReference && output.success === true,
	effect: ({ movingPortal }, { tmpReference }) =>
		Number(
			movingPortal.instructions
				.find((one) => one.tmpReference === tmpReference)
				?.notes.every(({ isRead }) => isRead) ?? false,
		),
	promises: ['success', 'tmpReference'],
	emptyIsFine: true,
};
