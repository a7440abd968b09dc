import { baseUrlOf, environmentOf } from '../shared/http';
import { isRecord, member } from '../shared/guards';
import type { ApiErrorInfo, Partner } from '../shared/operation';
import { readCommonError, errorLines, firstText } from '../shared/errors';
import { hosts } from './hosts';
import { isField, labelOf } from './referral/labels';

/** What says no more than that something is wrong with the fields that are named beside it. */
const SAYS_NOTHING = /validation errors? occurred/i;

/** Reads the title, detail and field errors of a ProblemDetails body (contract §3.4). Fields are named as in the panel. */
function readProblem(body: unknown): ApiErrorInfo {
	if (!isRecord(body)) return readCommonError(body);
	const parts = [firstText(body, ['title']), firstText(body, ['detail'])].filter(
		(text) => text !== undefined,
	);
	const message = parts.join(': ') || readCommonError(body).message;
	const errors = member(body, 'errors');
	const keys = isRecord(errors) ? Object.keys(errors) : [];
	const isEnough = keys.length === 1 && SAYS_NOTHING.test(message ?? '');
	return {
		message: isEnough ? errorLines(Object.values(errors as object).flat())?.join(' ') : message,
		details: errorLines(errors, labelOf),
		fields: firstLabels(keys.filter(isField)),
	};
}

/** The most fields that a message names. */
const MAX_FIELDS = 5;

function firstLabels(keys: string[]): string[] | undefined {
	if (keys.length === 0) return undefined;
	const labels = keys.slice(0, MAX_FIELDS).map(labelOf);
	const more = keys.length - MAX_FIELDS;
	return more > 0 ? [...labels, `${more} more`] : labels;
}

/** The Moving Portal, UK surveys. Basic authentication, or a Bearer token valid for thirty minutes (contract §2). */
export const movingPortal: Partner = {
	name: 'The Moving Portal',
	credential: 'movingPortalApi',
	secrets: ['password'],
	baseUrl: baseUrlOf(hosts),
	environment: environmentOf(hosts),
	readError: readProblem,
	session: ({ authentication }) =>
		authentication === 'bearer' ? { token: 'accessToken', expiredOn: [401] } : undefined,
	advice: {
		401: 'Check user name, password and environment in the credential. Web-service users are made in the portal and are not its logins.',
	},
};
