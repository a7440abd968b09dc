import type { components } from '../../openapi/types/movem';
import { baseUrlOf, environmentOf } from '../shared/http';
import { requireEach } from '../shared/execution';
import { isId, isRecord } from '../shared/guards';
import type { Partner, RequestSpec, OperationContext } from '../shared/operation';
import { readCommonError } from '../shared/errors';
import { hosts } from './hosts';

/** Movem, UK tenant referencing. The key is static. The shape of errors is not documented (contract §3.5). */
export const movem: Partner = {
	name: 'Movem',
	credential: 'movemApi',
	secrets: ['apiKey'],
	baseUrl: baseUrlOf(hosts),
	environment: environmentOf(hosts),
	readError: readCommonError,
	advice: {
		403: 'Movem hides this application and its reference from your account. Check the environment in the credential.',
		404: 'Movem knows no such application, reference or file. Check the ID, the environment in the credential and how far the tenant is: there is a reference once they have finished, and a report once it has passed or failed.',
		410: 'Movem has removed this application. It has to be created anew.',
	},
};

/** An application as Movem returns it (contract §3.2). */
export type Application = components['schemas']['Application'];

/** Whether a value is an application: an object with an ID. */
export function isApplication(value: unknown): value is Application {
	return isRecord(value) && isId(value.id);
}

/**
 * Sends a request whose response is one application.
 *
 * @throws NodeApiError also for a 2xx response without an application's ID
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
 * All entries of the account's list, unchecked: the trigger skips those that are no application. Movem's list has no
 * pages and no filter (contract §4).
 */
export async function listApplications(context: Pick<OperationContext, 'list'>): Promise<Application[]> {
	return await context.list<Application>(LIST_REQUEST, ['applications', 'data']);
}

/**
 * All applications of the account, for operations.
 *
 * @throws NodeApiError when an entry has no ID
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
