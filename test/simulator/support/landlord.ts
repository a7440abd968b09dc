import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../../simulator/http/server';
import { call, type Reply } from './client';

const { clientId, secretKey } = SIMULATED_CREDENTIALS.sprove;

/** The header of every example in sprove's document, with a body or without. */
export const JSON_TYPE = { 'content-type': 'application/json' };
/** The headers of a login. */
export const LOGIN = { ...JSON_TYPE, 'Client-ID': clientId, 'Secret-Key': secretKey };
/** The simulated time of the tests. */
export const NOW = '2025-03-01T09:30:00Z';
/** A property with its required fields only. */
export const FLAT = {
	name: 'Loft 7',
	address: 'Prøveveien 1, 5013 Bergen',
	rent: 14500,
	rent_currency: 'NOK',
};

/** A property as create and read return it. */
export interface Property {
	id: string;
	name: string;
	rent: number;
	deposit: number;
}

/** A property as the list returns it. */
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

/** A caller of the simulated sprove. */
export class Landlord {
	private token = '';

	private constructor(readonly simulator: Simulator) {}

	/** Starts a simulator for it. */
	static async start(seed = 1): Promise<Landlord> {
		return new Landlord(await startSimulator({ seed, now: NOW }));
	}

	/** The control actions. */
	get sprove() {
		return this.simulator.control.sprove;
	}

	/** The partner's state. */
	get state() {
		return this.simulator.control.state().partners.sprove;
	}

	/** Resets the simulator, and gets a token unless told not to. */
	async reset(withToken = true): Promise<void> {
		this.simulator.control.reset();
		this.token = withToken ? await this.newToken() : '';
	}

	/** Asks for a token. */
	login(headers: Record<string, string> = LOGIN): Promise<Reply> {
		return call('POST', `${this.simulator.url}/sprove/auth`, { headers });
	}

	/** A new token, from an answer of the default shape. */
	async newToken(): Promise<string> {
		return ((await this.login()).body as { token: string }).token;
	}

	/** Sends a request with the token. */
	send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
		const all = { ...JSON_TYPE, authorization: `Bearer ${this.token}`, ...headers };
		return call(method, `${this.simulator.url}/sprove${path}`, { headers: all, body });
	}

	/** The status of a read with this Authorization header. */
	async statusWith(authorization?: string): Promise<number> {
		const headers = authorization === undefined ? JSON_TYPE : { ...JSON_TYPE, authorization };
		return (await call('GET', `${this.simulator.url}/sprove/properties`, { headers })).status;
	}

	/** Adds a property and returns it. */
	async create(change: object = {}): Promise<Property> {
		const { body } = await this.send('POST', '/properties', { property: { ...FLAT, ...change } });
		return (body as { property: Property }).property;
	}

	/** A page of the list. */
	async page(query = ''): Promise<Page> {
		return (await this.send('GET', `/properties${query}`)).body as Page;
	}
}
