import type { OperationCase } from '../../../operations/operationCase';
import { customers } from '../caseParts';

export const operationCase: OperationCase = {
	parameters: { customerReference: '={{ $json.customer }}' },
	items: customers,
	bad: { item: { customer: 'c'.repeat(101) }, label: 'Customer Reference' },
	belongs: (output, input) => output.customerReference === input.customer && /^http/.test(String(output.url)),
	effect: ({ smartMove }, { customer }) =>
		smartMove.hosted.filter(({ customerReference }) => customerReference === customer).length,
	more: [{ additionalFields: { referenceId: 'order-1' } }],
};
