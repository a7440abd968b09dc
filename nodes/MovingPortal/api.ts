import { baseUrlOf } from '../shared/environment';
import { member } from '../shared/member';
import type { PartnerWords, Provider } from '../shared/operation';
import { commonWords, errorLines, firstText, isRecord } from '../shared/words';
import { hosts } from './hosts';

/** Reads a ProblemDetails: its title, its detail, and the fields it names (contract §3.4). */
function readProblem(body: unknown): PartnerWords {
	if (!isRecord(body)) return commonWords(body);
	const said = [firstText(body, ['title']), firstText(body, ['detail'])].filter((text) => text !== undefined);
	return {
		message: said.join(': ') || commonWords(body).message,
		details: errorLines(member(body, 'errors')),
	};
}

/** The Moving Portal, UK surveys. Basic, or a Bearer token of thirty minutes (contract §2). */
export const movingPortal: Provider = {
	name: 'The Moving Portal',
	credential: 'movingPortalApi',
	secrets: ['password'],
	baseUrl: baseUrlOf(hosts),
	readError: readProblem,
	session: ({ authentication }) =>
		authentication === 'bearer' ? { token: 'accessToken', expiredOn: [401] } : undefined,
	advice: {
		401: 'Check user name, password and environment in the credential. Web-service users are made in the portal and are not its logins.',
	},
};
