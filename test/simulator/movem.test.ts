import { startSimulator, SIMULATED_CREDENTIALS, type Simulator } from '../../simulator/server';

const KEY = { 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };
const TENANT = { name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3, 9 Larch Row' };

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ seed: 1, now: '2025-03-01T09:30:00Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = KEY) {
	const response = await fetch(`${simulator.url}/movem${path}`, {
		method,
		headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await response.text();
	return {
		status: response.status,
		text,
		body: (text ? JSON.parse(text) : undefined) as Record<string, string>,
	};
}

describe('credits', () => {
	it('are taken by a create and given back by a delete', async () => {
		expect((await call('GET', '/credits')).body).toEqual({ credits: 100 });
		const { body } = await call('POST', '/application', TENANT);
		expect((await call('GET', '/credits')).body).toEqual({ credits: 99 });
		expect(await call('DELETE', `/application/${body.id}`)).toMatchObject({ status: 204, text: '' });
		expect((await call('GET', '/credits')).body).toEqual({ credits: 100 });
	});
});
