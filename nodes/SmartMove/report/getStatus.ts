import { defineOperation, type OperationContext } from '../../shared/operation';
import { read } from '../api';
import { echoed, which, whichApplication, type Which } from '../fields';
import { stageOfReport } from '../stages';

/**
 * How far the report has come, in SmartMove's own word.
 *
 * @throws NodeApiError when SmartMove refuses, or answers with no word
 */
export async function reportStatus(
	one: Which,
	{ send, unexpectedResponse }: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
): Promise<string> {
	const request = { ...read('application/report/status', which(one)), allowText: true };
	const answer = await send(request);
	const status = typeof answer.body === 'string' ? answer.body.trim() : '';
	// Half of a JSON text is a text as well, but begins with a quotation mark.
	if (!/^\w/.test(status)) throw unexpectedResponse(request, answer, 'a status');
	return status;
}

export const getStatus = defineOperation({
	name: 'Get Status',
	action: 'Get report status',
	description: 'Retrieve how far the report of an application has come',
	contract: 'getReportStatus',
	fields: whichApplication,
	async run(one, context) {
		const status = await reportStatus(one, context);
		return { ...echoed(one), reportStatus: status, stage: stageOfReport(status) };
	},
});
