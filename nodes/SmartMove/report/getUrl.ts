import { defineOperation, type OperationContext } from '../../shared/operation';
import { read } from '../api';
import { echoed, which, whichApplication, type Which } from '../fields';

/**
 * The address at which the landlord opens the report.
 *
 * @throws NodeApiError when SmartMove refuses, as it does before the report is ready, or answers with no link
 */
export async function reportUrl(
	one: Which,
	{ send, unexpectedResponse }: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
): Promise<string> {
	const request = { ...read('application/reportUrl', which(one)), allowText: true };
	const answer = await send(request);
	const url = typeof answer.body === 'string' ? answer.body.trim() : '';
	if (!/^https?:/i.test(url)) throw unexpectedResponse(request, answer, 'a link to the report');
	return url;
}

export const getUrl = defineOperation({
	name: 'Get URL',
	action: 'Get report URL',
	description: 'Retrieve the link at which the landlord opens the report',
	contract: 'getReportUrl',
	fields: whichApplication,
	async run(one, context) {
		return { ...echoed(one), reportUrl: await reportUrl(one, context) };
	},
});
