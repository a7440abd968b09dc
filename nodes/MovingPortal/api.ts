import { baseUrlOf, environmentOf } from '../shared/http';
import { isRecord, member } from '../shared/guards';
import type { ApiErrorInfo, Partner } from '../shared/operation';
import { readCommonError, errorLines, firstText } from '../shared/errors';
import { hosts } from './hosts';

/** Reads the title, detail and field errors of a ProblemDetails body (contract §3.4). */
function readProblem(body: unknown): ApiErrorInfo {
	if (!isRecord(body)) return readCommonError(body);
	const parts = [firstText(body, ['title']), firstText(body, ['detail'])].filter(
		(text) => text !== undefined,
	);
	return {
		message: parts.join(': ') || readCommonError(body).message,
		details: errorLines(member(body, 'errors')),
	};
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
