import { defineOperation, type OperationContext } from '../../shared/operation';
import { read } from '../api';
import { keyInOutput, keyInRequest, applicationKeyFields, type ApplicationKey } from '../fields';
import { stageOfReport } from '../stages';

/**
 * Reads the status of a report, in SmartMove's own spelling.
 *
 * @throws NodeApiError when SmartMove refuses, or the response has no status
 */
export async function reportStatus(
	key: ApplicationKey,
	{ send, unexpectedResponse }: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
): Promise<string> {
	const request = { ...read('application/report/status', keyInRequest(key)), allowText: true };
	const response = await send(request);
	const status = typeof response.body === 'string' ? response.body.trim() : '';
	// Incomplete JSON is a text, too, but begins with a quotation mark.
	if (!/^\w/.test(status)) throw unexpectedResponse(request, response, 'a status');
	return status;
}

export const getStatus = defineOperation({
	name: 'Get Status',
	action: 'Get report status',
	description: 'Retrieve how far the report of an application has come',
	contract: 'getReportStatus',
	fields: applicationKeyFields,
	async run(key, context) {
		const status = await reportStatus(key, context);
		return { stage: stageOfReport(status), reportStatus: status, ...keyInOutput(key) };
	},
});
