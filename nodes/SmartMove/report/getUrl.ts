import { defineOperation, type OperationContext } from '../../shared/operation';
import { read } from '../api';
import { keyInOutput, keyInRequest, applicationKeyFields, type ApplicationKey } from '../fields';

/**
 * Reads the link at which the landlord opens the report.
 *
 * @throws NodeApiError when SmartMove refuses, as it does before the report is ready, or the response has no link
 */
export async function reportUrl(
	key: ApplicationKey,
	{ send, unexpectedResponse }: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
): Promise<string> {
	const request = { ...read('application/reportUrl', keyInRequest(key)), allowText: true };
	const response = await send(request);
	const url = typeof response.body === 'string' ? response.body.trim() : '';
	if (!/^https?:/i.test(url)) throw unexpectedResponse(request, response, 'a link to the report');
	return url;
}

export const getUrl = defineOperation({
	name: 'Get URL',
	action: 'Get report URL',
	description: 'Retrieve the link at which the landlord opens the report',
	contract: 'getReportUrl',
	fields: applicationKeyFields,
	async run(key, context) {
		return { reportUrl: await reportUrl(key, context), ...keyInOutput(key) };
	},
});
