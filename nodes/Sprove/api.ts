import type { components } from '../../openapi/types/sprove';
import { baseUrlOf, collectPages, pagesFrom } from '../shared/http';
import { requireEach } from '../shared/execution';
import { isId } from '../shared/guards';
import { path, type Partner, type RequestSpec, type OperationContext } from '../shared/operation';
import { readCommonError } from '../shared/errors';
import { hosts } from './hosts';
import { isRecord } from '../shared/guards';

/** sprove, Norwegian affordability checks. A token of unknown lifetime; both 401 and 403 say that it is over (contract §8 no. 3). */
export const sprove: Partner = {
	name: 'sprove',
	credential: 'sproveApi',
	secrets: ['secretKey'],
	baseUrl: baseUrlOf(hosts),
	readError: readCommonError,
	session: () => ({ token: 'token', expiredOn: [401, 403] }),
	advice: {
		401: 'Check the client ID, the secret key and the environment in the credential: each environment has its own.',
		403: 'Check the client ID, the secret key and the environment in the credential: each environment has its own.',
		404: 'sprove knows no such property. Check the ID and the environment in the credential.',
	},
};

/** A property in a list: amounts in cents, without its address (contract §3.2). */
export type ListedProperty = components['schemas']['ListedProperty'];

/** A property on its own: amounts in units, without whether it is active (contract §3.2). */
export type Property = components['schemas']['Property'];

/** What a tenant's verification came to (contract §3.2). */
export type Check = components['schemas']['Check'];

/** Most properties that a call returns. */
const MAX_PER_PAGE = 100;

/** What reading the partner's answers takes. */
type ListContext = Pick<OperationContext, 'send' | 'unexpectedResponse' | 'addHint'>;

interface ListOptions {
	limit: number;
	/** All of them, or only those for which tenants can (not) verify themselves. */
	active?: boolean;
}

const LIST_REQUEST = { method: 'GET', path: '/properties' } as const;

/**
 * Properties of the account, as they came: an entry may be no property, which the trigger passes over. Only "active"
 * can be asked for; what is not is sorted out here (contract §8 no. 11).
 */
export async function listProperties(
	context: ListContext,
	{ limit, active }: ListOptions,
): Promise<ListedProperty[]> {
	// What is sorted out does not count towards the limit: few at a time would be a great many requests.
	const requestedSize = active === false ? MAX_PER_PAGE : Math.min(MAX_PER_PAGE, limit);
	let pageSize = requestedSize;
	return await collectPages({
		cursors: pagesFrom(1),
		fetch: async (page) => {
			const query = { page, per_page: pageSize, ...(active && { active: 'true' }) };
			const response = await context.send({ ...LIST_REQUEST, query });
			const { properties } = isRecord(response.body) ? response.body : {};
			if (properties !== null && !Array.isArray(properties))
				throw context.unexpectedResponse(LIST_REQUEST, response, 'a list of properties');
			const entries = (properties ?? []) as ListedProperty[];
			// It may give fewer than it is asked for and have more (contract §8 no. 13); pages then go by what it gives.
			if (page === 1 && entries.length > 0) pageSize = Math.min(pageSize, entries.length);
			return entries;
		},
		identityOf: (property) => (isProperty(property) ? String(property.id) : JSON.stringify(property)),
		isWanted: (property) => active === undefined || !isProperty(property) || property.active === active,
		limit,
		onLastPage(repeated) {
			if (repeated && pageSize === requestedSize)
				context.addHint('sprove gave the same properties again when asked for more: it may have others.');
		},
	});
}

const isProperty = (property: unknown) => isRecord(property) && isId(property.id);

/**
 * The same for an operation, which does not go on without one.
 *
 * @throws NodeApiError when one of them has no ID
 */
export async function everyProperty(context: ListContext, options: ListOptions): Promise<ListedProperty[]> {
	const properties = await listProperties(context, options);
	return requireEach(properties, LIST_REQUEST, 'a list of properties with an ID each', context, isProperty);
}

/**
 * Sends a request that is answered with one property, with its address.
 *
 * @throws NodeApiError also for an answer without an ID: whatever its status says, there is no property in it
 */
export async function oneProperty(
	context: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
	request: RequestSpec,
): Promise<Property> {
	const response = await context.send(request);
	const property = isRecord(response.body) ? response.body.property : undefined;
	if (!isProperty(property)) throw context.unexpectedResponse(request, response, 'a property');
	return property as Property;
}

/** One property with its address. */
export async function getProperty(
	context: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
	id: string,
): Promise<Property> {
	return await oneProperty(context, { method: 'GET', path: path`/properties/${id}` });
}
