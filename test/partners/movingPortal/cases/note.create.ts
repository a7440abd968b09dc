import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { tmpReference: '={{ $json.tmpReference }}', noteBody: '={{ $json.text }}' },
	items: ({ movingPortal }, count) =>
		movingPortal
			.addInstructions({ count })
			.map(({ tmpReference }, n) => ({ tmpReference, text: `Note ${n}` })),
	bad: { item: { tmpReference: 'TMP1', text: 'x'.repeat(1001) }, label: 'Note' },
	belongs: (output, input) => output.tmpReference === input.tmpReference && output.success === true,
	effect: ({ movingPortal }, { tmpReference, text }) =>
		movingPortal.instructions
			.find((one) => one.tmpReference === tmpReference)
			?.notes.filter(({ noteBody }) => noteBody === text).length ?? 0,
	promises: ['success', 'tmpReference'],
	emptyIsFine: true,
};
