import type { OperationCase } from '../../../operations/operationCase';
import { customers, orders } from '../caseParts';
import { NATIVE } from '../order';

export const operationCase: OperationCase = {
	parameters: { ...NATIVE, customerReference: '={{ $json.customer }}' },
	items: customers,
	bad: { item: { customer: ' ' }, label: 'Customer Reference' },
	belongs: (output, input) =>
		output.customerReference === input.customer && Number.isInteger(output.applicationId),
	effect: orders,
	more: [{ additionalFields: { referenceId: 'order-1' } }],
};
