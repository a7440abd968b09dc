import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { tmpReference: '={{ $json.tmpReference }}' },
	operationId: 'getInstruction',
	items: ({ movingPortal }, count) => movingPortal.addInstructions({ count }).map((one) => ({ ...one })),
	bad: { item: { tmpReference: '../TMP1' }, label: 'TMP Reference' },
	belongs: (output, input) => output.tmpReference === input.tmpReference && output.stage === 'inProgress',
	promises: ['stage'],
};
