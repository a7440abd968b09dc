import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../simulator/http/server';
import { call, type Reply } from './client';

const { clientId, secretKey } = SIMULATED_CREDENTIALS.sprove;

/** The header every example of sprove carries, with a body or without. */
export const JSON_TYPE = { 'content-type': 'application/json' };
/** What opens the door. */
export const LOGIN = { ...JSON_TYPE, 'Client-ID': clientId, 'Secret-Key': secretKey };
/** The time the tests live in. */
export const NOW = '2025-03-01T09:30:00Z';
/** The least a property has. */
export const FLAT = {
	name: 'Loft 7',
	address: 'Prøveveien 1, 5013 Bergen',
	rent: 14500,
	rent_currency: 'NOK',
};

/** A property as create and read show it. */
export interface Property {
	id: string;
	name: string;
	rent: number;
	deposit: number;
}

/** A property as the list shows it. */
export interface Listed {
	id: string;
	active: boolean;
	rent_cents: number;
	deposit_cents: number;
}

/** A page of the list. */
export interface Page {
	properties: Listed[];
	page: number;
	per_page: number;
}

/** A landlord's system in front of the simulated sprove. */
export class Landlord {
	private token = '';

	private constructor(readonly simulator: Simulator) {}

	/** Start a simulator of one's own. */
	static async start(seed = 1): Promise<Landlord> {
		return new Landlord(await startSimulator({ seed, now: NOW }));
	}

	/** The levers. */
	get sprove() {
		return this.simulator.control.sprove;
	}

	/** What there is to know about the partner. */
	get state() {
		return this.simulator.control.state().partners.sprove;
	}

	/** Begin again, with a token or without. */
	async reset(withToken = true): Promise<void> {
		this.simulator.control.reset();
		this.token = withToken ? await this.newToken() : '';
	}

	/** Ask for a token, whatever the answer. */
	login(headers: Record<string, string> = LOGIN): Promise<Reply> {
		return call('POST', `${this.simulator.url}/sprove/auth`, { headers });
	}

	/** A token, from an answer of the plain shape. */
	async newToken(): Promise<string> {
		return ((await this.login()).body as { token: string }).token;
	}

	/** Send a request with the token. */
	send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
		const all = { ...JSON_TYPE, authorization: `Bearer ${this.token}`, ...headers };
		return call(method, `${this.simulator.url}/sprove${path}`, { headers: all, body });
	}

	/** Knock with an Authorization header of one's own; the status tells whether it opened. */
	async knock(authorization?: string): Promise<number> {
		const headers = authorization === undefined ? JSON_TYPE : { ...JSON_TYPE, authorization };
		return (await call('GET', `${this.simulator.url}/sprove/properties`, { headers })).status;
	}

	/** Add a property and return it. */
	async create(change: object = {}): Promise<Property> {
		const { body } = await this.send('POST', '/properties', { property: { ...FLAT, ...change } });
		return (body as { property: Property }).property;
	}

	/** A page of the list. */
	async page(query = ''): Promise<Page> {
		return (await this.send('GET', `/properties${query}`)).body as Page;
	}
}
