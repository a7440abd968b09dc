import { defineOperation, type Tools } from '../../shared/operation';
import { read } from '../api';
import { which, whichApplication } from '../fields';

/** The address at which the landlord opens the report. */
export async function reportUrl(one: { customerReference: string; applicationId: string }, { send, unexpected }: Pick<Tools, 'send' | 'unexpected'>): Promise<string> {
	const request = { ...read('application/reportUrl', which(one)), textIsFine: true };
	const answer = await send(request);
	const url = typeof answer.body === 'string' ? answer.body.trim() : '';
	if (!/^https?:/i.test(url)) throw unexpected(request, answer, 'a link to the report');
	return url;
}

export const getUrl = defineOperation({
	name: 'Get URL',
	action: 'Get the URL of a report',
	description: 'Retrieve the link at which the landlord opens the report',
	contract: 'getReportUrl',
	fields: whichApplication,
	async run(one, tools) {
		return { ...one, applicationId: which(one).applicationId, reportUrl: await reportUrl(one, tools) };
	},
});
