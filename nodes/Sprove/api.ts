import type { components } from '../../openapi/types/sprove';
import { baseUrlOf } from '../shared/environment';
import { path, type Provider, type RequestSpec, type Tools } from '../shared/operation';
import { collectPages, pagesFrom } from '../shared/paging';
import { commonWords, isRecord } from '../shared/words';
import { hosts } from './hosts';

/** sprove, Norwegian affordability checks. A token of unknown lifetime; both 401 and 403 say that it is over (contract §8 no. 3). */
export const sprove: Provider = {
	name: 'sprove',
	credential: 'sproveApi',
	secrets: ['secretKey'],
	baseUrl: baseUrlOf(hosts),
	readError: commonWords,
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
const MOST_PER_PAGE = 100;

/** What reading the partner's answers takes. */
type Sender = Pick<Tools, 'send' | 'unexpected'>;

interface Wanted {
	limit: number;
	/** All of them, or only those for which tenants can (not) verify themselves. */
	active?: boolean;
}

/** Properties of the account. Only "active" can be asked for; what is not is sorted out here (contract §8 no. 11). */
export async function listProperties(tools: Sender, { limit, active }: Wanted): Promise<ListedProperty[]> {
	// What is sorted out does not count towards the limit: few at a time would be a great many requests.
	let pageSize = active === false ? MOST_PER_PAGE : Math.min(MOST_PER_PAGE, limit);
	return await collectPages({
		cursors: pagesFrom(1),
		fetch: async (page) => {
			const query = { page, per_page: pageSize, ...(active && { active: 'true' }) };
			const request = { method: 'GET', path: '/properties', query } as const;
			const answer = await tools.send(request);
			const { properties, per_page: taken } = isRecord(answer.body) ? answer.body : {};
			if (properties !== null && !Array.isArray(properties))
				throw tools.unexpected(request, answer, 'a list of properties');
			// The partner may take less than it is asked for; what it says counts.
			if (typeof taken === 'number') pageSize = Math.min(pageSize, taken);
			return (properties ?? []) as ListedProperty[];
		},
		identity: (property) => (isProperty(property) ? String(property.id) : JSON.stringify(property)),
		wanted: (property) => active === undefined || !isProperty(property) || property.active === active,
		limit,
		mayGoOn: (properties) => properties.length >= pageSize,
	});
}

/** Whether an entry of the list is a property: it has an ID at least. */
const isProperty = (property: unknown) =>
	isRecord(property) && (typeof property.id === 'string' || typeof property.id === 'number');

/** Sends a request that is answered with one property, with its address. */
export async function oneProperty(tools: Sender, request: RequestSpec): Promise<Property> {
	const answer = await tools.send(request);
	const property = isRecord(answer.body) ? answer.body.property : undefined;
	if (!isRecord(property)) throw tools.unexpected(request, answer, 'a property');
	return property as unknown as Property;
}

/** One property with its address. */
export async function getProperty(tools: Sender, id: string): Promise<Property> {
	return await oneProperty(tools, { method: 'GET', path: path`/properties/${id}` });
}
