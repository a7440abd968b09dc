import type { OperationCase } from '../../../operations/operationCase';
import { customers, orders } from '../caseParts';
import { NATIVE } from '../order';

const reportStatus = (body: string) =>
	({ kind: 'status', status: 200, body, operationId: 'getReportStatus' }) as const;

export const operationCase: OperationCase = {
	parameters: { ...NATIVE, howToWait: 'ask', customerReference: '={{ $json.customer }}' },
	operationId: 'createApplicationNative',
	items: (control, count) => {
		// The first tenant declines at once; the next one’s report is ready at once.
		control.faults.add(reportStatus('RequestDeclined'));
		control.faults.add({ ...reportStatus('Ready'), times: -1 });
		control.smartMove.setSwitches({ earlyReportUrl: true });
		return customers(control, count);
	},
	bad: { item: { customer: ' ' }, label: 'Customer Reference' },
	belongs: (output, input) => output.customerReference === input.customer && output.timedOut === false,
	effect: orders,
	more: [{ additionalFields: { referenceId: 'order-1' } }],
};
