import type { components } from '../../openapi/types/movem';
import { baseUrlOf } from '../shared/environment';
import { everyOne } from '../shared/judge';
import { isId } from '../shared/member';
import type { Provider, RequestSpec, Tools } from '../shared/operation';
import { commonWords, isRecord } from '../shared/words';
import { hosts } from './hosts';

/** Movem, UK tenant referencing. A static key; errors in no documented shape (contract §3.5). */
export const movem: Provider = {
	name: 'Movem',
	credential: 'movemApi',
	secrets: ['apiKey'],
	baseUrl: baseUrlOf(hosts),
	readError: commonWords,
	advice: {
		403: 'Movem hides this application from your account. Check the environment in the credential.',
		404: 'Movem knows no such application. Check the ID and the environment in the credential.',
		410: 'Movem has removed this application. It has to be created anew.',
	},
};

/** An application as Movem returns it (contract §3.2). */
export type Application = components['schemas']['Application'];

/** Whether something is an application: it has an ID at least. */
export function isApplication(value: unknown): value is Application {
	return isRecord(value) && isId(value.id);
}

/**
 * Sends a request that is answered with one application.
 *
 * @throws NodeApiError also for an answer without an ID: whatever its status says, there is no application in it
 */
export async function oneApplication(
	request: RequestSpec,
	{ send, unexpected }: Pick<Tools, 'send' | 'unexpected'>,
): Promise<Application> {
	const answer = await send(request);
	if (!isApplication(answer.body)) throw unexpected(request, answer, 'an application with an ID');
	return answer.body;
}

const LIST = { method: 'GET', path: '/application/' } as const;

/**
 * Every application of the account, as they came: an entry may be no application, which the trigger passes over.
 * Movem's list has no pages and no filter (contract §4).
 */
export async function listApplications(tools: Pick<Tools, 'list'>): Promise<Application[]> {
	return await tools.list<Application>(LIST, ['applications', 'data']);
}

/**
 * The same for an operation, which does not go on without one.
 *
 * @throws NodeApiError when one of them has no ID
 */
export async function everyApplication(tools: Pick<Tools, 'list' | 'unexpected'>): Promise<Application[]> {
	const applications = await listApplications(tools);
	return everyOne(applications, LIST, 'a list of applications with an ID each', tools, isApplication);
}
