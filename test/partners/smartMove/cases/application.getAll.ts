import type { OperationCase } from '../../../operations/operationCase';
import { customers, isOf } from '../caseParts';

export const operationCase: OperationCase = {
	parameters: { customerReference: '={{ $json.customer }}', limit: 1 },
	items: (control, count) =>
		customers(control, count).map((item) => {
			const [id] = control.smartMove.addApplications({ count: 1, referenceId: String(item.customer) });
			return { ...item, id };
		}),
	bad: { item: { customer: '' }, label: 'Customer Reference' },
	belongs: isOf,
};
