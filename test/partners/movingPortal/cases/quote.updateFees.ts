import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { tmpReference: '={{ $json.tmpReference }}', yourFeeInclVAT: '={{ $json.fee }}' },
	items: ({ movingPortal }, count) =>
		movingPortal.addQuotes({ count }).map(({ tmpReference }, n) => ({ tmpReference, fee: 100 + n })),
	bad: { item: { tmpReference: 'TMP1', fee: -1 }, label: 'Your Fee Including VAT' },
	belongs: (output, input) => output.tmpReference === input.tmpReference && output.success === true,
	effect: ({ movingPortal }, { tmpReference, fee }) =>
		Number(
			movingPortal.quotes.find((one) => one.tmpReference === tmpReference)?.results[0]?.yourFeeInclVAT ===
				fee,
		),
	promises: ['success', 'tmpReference'],
	emptyIsFine: true,
};
