import type { components } from '../../openapi/types/sprove';
import { baseUrlOf, environmentOf, collectPages, pagesFrom } from '../shared/http';
import { requireEach } from '../shared/execution';
import { isId, isRecord } from '../shared/guards';
import { path, type Partner, type RequestSpec, type OperationContext } from '../shared/operation';
import { readCommonError } from '../shared/errors';
import { hosts } from './hosts';

/**
 * sprove, Norwegian affordability checks. The lifetime of tokens is not documented; both 401 and 403 mean that one has
 * expired (contract §8 no. 3).
 */
export const sprove: Partner = {
	name: 'sprove',
	credential: 'sproveApi',
	secrets: ['secretKey'],
	baseUrl: baseUrlOf(hosts),
	environment: environmentOf(hosts),
	readError: readCommonError,
	session: () => ({ token: 'token', expiredOn: [401, 403] }),
	advice: {
		401: 'Check the client ID, the secret key and the environment in the credential: each environment has its own.',
		403: 'Check the client ID, the secret key and the environment in the credential: each environment has its own.',
		404: 'sprove knows no such property. Check the ID and the environment in the credential.',
	},
};

/** A property as the list returns it: amounts in cents, without its address (contract §3.2). */
export type ListedProperty = components['schemas']['ListedProperty'];

/** A property as reading it returns it: amounts in units, without `active` (contract §3.2). */
export type Property = components['schemas']['Property'];

/** The result of a tenant's verification (contract §3.2). */
export type Check = components['schemas']['Check'];

/** The most properties in one page. */
const MAX_PER_PAGE = 100;

/** The parts of the context that reading the list needs. */
type ListContext = Pick<OperationContext, 'send' | 'unexpectedResponse' | 'addHint'>;

interface ListOptions {
	limit: number;
	/** True for properties for which tenants can verify themselves, false for the others; absent for all. */
	active?: boolean;
}

const LIST_REQUEST = { method: 'GET', path: '/properties' } as const;

/**
 * Entries of the account's list, unchecked: the trigger skips those that are no property. sprove can only filter by
 * `active=true`; inactive ones are filtered here (contract §8 no. 11).
 *
 * @throws NodeApiError when the response has no list of properties
 */
export async function listProperties(
	context: ListContext,
	{ limit, active }: ListOptions,
): Promise<ListedProperty[]> {
	// Filtered entries do not count towards the limit, so small pages could mean a great many requests.
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
			// A server may return fewer than requested and have more (contract §8 no. 13). Its pages then have that size.
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
 * The properties of the account, for operations.
 *
 * @throws NodeApiError when an entry has no ID
 */
export async function everyProperty(context: ListContext, options: ListOptions): Promise<ListedProperty[]> {
	const properties = await listProperties(context, options);
	return requireEach(properties, LIST_REQUEST, 'a list of properties with an ID each', context, isProperty);
}

/**
 * Sends a request whose response is one property, with its address.
 *
 * @throws NodeApiError also for a 2xx response without a property's ID
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

/** Reads one property, with its address. @throws NodeApiError when sprove refuses, or answers without a property's ID */
export async function getProperty(
	context: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
	id: string,
): Promise<Property> {
	return await oneProperty(context, { method: 'GET', path: path`/properties/${id}` });
}
