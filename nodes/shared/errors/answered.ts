import type { ICredentialTestRequest } from 'n8n-workflow';

import type { ApiErrorInfo, Partner } from '../operation';
import { ADVICE, WRONG_HOST_ADVICE } from './advice';
import { kindOf } from './faults';

/**
 * What a partner's answer that is no success means, as a sentence without a full stop.
 *
 * @param said the partner's own words and the fields at fault, where it names any
 */
export function refusalOf(
	{ name }: Pick<Partner, 'name'>,
	status: number,
	{ message: said, fields }: Pick<ApiErrorInfo, 'message' | 'fields'> = {},
): string {
	const words = said ? `: ${said}` : '';
	const kind = kindOf({ status });
	if (status === 401) return `${name} does not accept the credential${words}`;
	if (kind === 'rateLimited') return `${name} asks to slow down${words}`;
	if (kind === 'temporary') return `${name} cannot answer at the moment (HTTP ${status})${words}`;
	return `${name} refuses ${fields?.join(', ') ?? 'the request'}${words || ` (HTTP ${status})`}`;
}

/** What the user can do when the partner answers with this status. */
export function adviceOn({ advice }: Pick<Partner, 'advice'>, status: number): string {
	const otherwise =
		kindOf({ status }) === 'temporary' ? 'Try again later.' : 'Check the values of this item.';
	return advice?.[status] ?? ADVICE[status] ?? otherwise;
}

/** The answers to the test of a credential that n8n would name by their number, or not at all. */
const TESTED = [401, 403, 404, 405, 406, 410, 429, 500, 501, 502, 503, 504];

/**
 * What n8n says of a credential whose test fails, in the words of the node. n8n takes fixed texts alone: the partner's
 * own words are not among them, and where there was no answer it says the code of the connection
 * (credentials-tester.service). n8n 2.8 and older do not find the status in the failure, and say their own sentence.
 *
 * @param ownAdvice the statuses at which the partner's advice is about the credential, and not about an item
 */
export function testRules(
	partner: Pick<Partner, 'name' | 'advice'>,
	ownAdvice: readonly number[] = [],
): NonNullable<ICredentialTestRequest['rules']> {
	const whatToDo = (status: number) => {
		if (ownAdvice.includes(status)) return adviceOn(partner, status);
		if (status === 401 || status === 403) return adviceOn({}, status);
		const kind = kindOf({ status });
		return kind === 'temporary' || kind === 'rateLimited' ? 'Try again later.' : WRONG_HOST_ADVICE;
	};
	return TESTED.map((status) => ({
		type: 'responseCode',
		properties: { value: status, message: `${refusalOf(partner, status)}. ${whatToDo(status)}` },
	}));
}
