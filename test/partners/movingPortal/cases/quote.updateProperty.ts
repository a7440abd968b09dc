import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { tmpReference: '={{ $json.tmpReference }}', property: '={{ $json.property }}' },
	items: ({ movingPortal }, count) =>
		movingPortal
			.addQuotes({ count })
			.map(({ tmpReference }) => ({ tmpReference, property: { propertyTypeCode: 'FLAT' } })),
	bad: { item: { tmpReference: 'TMP1', property: '[]' }, label: 'Property (JSON)' },
	belongs: (output, input) => output.tmpReference === input.tmpReference && output.success === true,
	effect: ({ movingPortal }, { tmpReference }) =>
		Number(movingPortal.quotes.find((one) => one.tmpReference === tmpReference)?.propertyTypeCode === 'FLAT'),
	promises: ['success', 'tmpReference'],
	emptyIsFine: true,
};
