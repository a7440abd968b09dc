import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { tmpReference: '={{ $json.tmpReference }}' },
	items: ({ movingPortal }, count) => movingPortal.addQuotes({ count }),
	bad: { item: { tmpReference: '' }, label: 'TMP Reference' },
	belongs: (output, input) => output.tmpReference === input.tmpReference,
	promises: ['tmpReference'],
};
