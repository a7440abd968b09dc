import type { components } from '../../openapi/types/movem';
import { baseUrlOf } from '../shared/http';
import { requireEach } from '../shared/execution';
import { isId } from '../shared/guards';
import type { Partner, RequestSpec, OperationContext } from '../shared/operation';
import { readCommonError } from '../shared/errors';
import { hosts } from './hosts';
import { isRecord } from '../shared/guards';

/** Movem, UK tenant referencing. A static key; errors in no documented shape (contract §3.5). */
export const movem: Partner = {
	name: 'Movem',
	credential: 'movemApi',
	secrets: ['apiKey'],
	baseUrl: baseUrlOf(hosts),
	readError: readCommonError,
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
	{ send, unexpectedResponse }: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
): Promise<Application> {
	const response = await send(request);
	if (!isApplication(response.body)) throw unexpectedResponse(request, response, 'an application with an ID');
	return response.body;
}

const LIST_REQUEST = { method: 'GET', path: '/application/' } as const;

/**
 * Every application of the account, as they came: an entry may be no application, which the trigger passes over.
 * Movem's list has no pages and no filter (contract §4).
 */
export async function listApplications(context: Pick<OperationContext, 'list'>): Promise<Application[]> {
	return await context.list<Application>(LIST_REQUEST, ['applications', 'data']);
}

/**
 * The same for an operation, which does not go on without one.
 *
 * @throws NodeApiError when one of them has no ID
 */
export async function everyApplication(
	context: Pick<OperationContext, 'list' | 'unexpectedResponse'>,
): Promise<Application[]> {
	const applications = await listApplications(context);
	return requireEach(
		applications,
		LIST_REQUEST,
		'a list of applications with an ID each',
		context,
		isApplication,
	);
}
