import type { OperationCase } from '../../../operations/operationCase';
import { smallQuote } from '../smallQuote';

export const operationCase: OperationCase = {
	parameters: { ...smallQuote, additionalFields: { yourFeeInclVAT: '={{ $json.fee }}' } },
	items: (_, count) => Array.from({ length: count }, (__, i) => ({ fee: 60 + i })),
	bad: { item: { fee: -1 }, label: 'Additional Fields → Your Fee Including VAT' },
	belongs: (output, input) =>
		/^TMP\d+$/.test(String(output.tmpReference)) &&
		(output.cases as Array<{ yourFeeInclVAT: number }>)[0]?.yourFeeInclVAT === input.fee,
	effect: ({ movingPortal }, { fee }) =>
		movingPortal.quotes.filter(({ cases: [one] }) => one?.yourFeeInclVAT === fee).length,
	promises: ['tmpReference'],
};
