import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../simulator/server';
import { call } from './client';

const KEY = { 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };
const NOW = '2025-03-01T09:30:00.750Z';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: NOW });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const credits = () => call('GET', `${simulator.url}/movem/credits`, { headers: KEY });

describe('the Date of an answer', () => {
	it.each(Object.keys(SIMULATED_CREDENTIALS))(
		'of %s is the simulated time, to the second',
		async (provider) => {
			const { headers } = await call('GET', `${simulator.url}/${provider}/anything`);
			expect(headers.date).toBe('Sat, 01 Mar 2025 09:30:00 GMT');
		},
	);

	it('moves with the clock', async () => {
		simulator.control.clock.advance({ days: 400 });
		const { headers, status } = await credits();
		expect({ status, date: headers.date }).toEqual({ status: 200, date: 'Sun, 05 Apr 2026 09:30:00 GMT' });
	});

	it('is on refusals, on what a fault sends and on what trickles', async () => {
		const { faults, rateLimit } = simulator.control;
		rateLimit.set({ maxPerSecond: 1 });
		await credits();
		expect(await credits()).toMatchObject({
			status: 429,
			headers: { date: 'Sat, 01 Mar 2025 09:30:00 GMT' },
		});
		rateLimit.clear();
		for (const kind of ['html', 'empty', 'wrongCredentials', 'malformed'] as const) {
			faults.add({ kind });
			expect((await credits()).headers.date).toMatch(/^Sat, 01 Mar 2025/);
		}
		faults.add({ kind: 'drip', overMs: 10 });
		expect((await credits()).headers.date).toMatch(/^Sat, 01 Mar 2025/);
	});

	it('can be another when a fault says so', async () => {
		const date = 'Mon, 01 Jan 2001 00:00:00 GMT';
		simulator.control.faults.add({ kind: 'status', status: 200, body: {}, headers: { date } });
		expect((await credits()).headers.date).toBe(date);
	});
});
