import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../../simulator/http/server';
import { PARTNERS } from '../../../simulator/partners';
import { call } from '../support/client';
import { BASIC } from '../support/referral';

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
	it('of every partner is the simulated time, to the second', async () => {
		for (const { prefix: provider } of Object.values(PARTNERS)) {
			const { headers } = await call('GET', `${simulator.url}/${provider}/anything`);
			expect([provider, headers.date]).toEqual([provider, 'Sat, 01 Mar 2025 09:30:00 GMT']);
		}
	});

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

describe('days in seconds', () => {
	const DAY = 86_400_000;
	const SPEED = 100_000;

	interface Notification {
		createdTimestamp: string;
		notificationTypeCode: string;
	}

	const portal = (method: string, path: string) =>
		call(method, `${simulator.url}/moving-portal${path}`, { headers: BASIC });

	/** One poll: reads, remembers, and marks as processed up to the last one read. */
	async function poll(seen: string[]): Promise<void> {
		const list = (await portal('GET', '/instructions/notifications')).body as Array<{ tmpReference: string }>;
		for (const { tmpReference } of list) {
			const { body } = await portal('GET', `/instruction/${tmpReference}/notifications`);
			const notifications = body as Notification[];
			for (const one of notifications)
				seen.push(`${tmpReference} ${one.createdTimestamp} ${one.notificationTypeCode}`);
			const last = notifications
				.map(({ createdTimestamp }) => createdTimestamp)
				.sort()
				.at(-1);
			if (last) await portal('PUT', `/instruction/${tmpReference}/processed?timestamp=${last}`);
		}
	}

	it('loses and repeats nothing for a caller who follows it', async () => {
		const { clock, movingPortal, ...control } = simulator.control;
		movingPortal.setActivity({ perDay: 700 });
		clock.run({ speed: SPEED });
		const seen: string[] = [];
		while (Date.parse(clock.now()) < Date.parse(NOW) + 3 * DAY) await poll(seen);
		simulator.control.movingPortal.setActivity({ perDay: 0 });
		clock.stop();
		await poll(seen);
		const events = simulator.control.movingPortal
			.events()
			.map((one) => `${one.tmpReference} ${one.createdTimestamp} ${one.notificationTypeCode}`);
		expect(events.length).toBeGreaterThan(1800);
		expect(seen.sort()).toEqual(events.sort());
		expect(control.violations()).toEqual([]);
	}, 60_000);

	it('shows nothing later than the Date of the answer says', async () => {
		const { clock, mymove } = simulator.control;
		const { accessToken, clientId } = SIMULATED_CREDENTIALS.mymove;
		const headers = { authorization: accessToken, 'content-type': 'application/json' };
		mymove.setSwitches({ leadsPerDay: 5000 });
		clock.run({ speed: SPEED });
		const began = Date.parse(NOW);
		const range = `start=${NOW}&end=${new Date(began + 30 * DAY).toISOString()}`;
		let known = new Set<string>();
		let knownUntil = began - 1000;
		for (let n = 0; n < 10; n += 1) {
			const { body, headers: answered } = await call(
				'GET',
				`${simulator.url}/mymove/v2/clients/${clientId}/leads?${range}`,
				{ headers },
			);
			const leads = (body as { leads: Array<{ created_at: string; email: string }> }).leads;
			// A caller that relies on the Date header has seen everything up to it.
			const late = leads.filter(
				({ created_at: at, email }) => Date.parse(at) <= knownUntil && !known.has(email),
			);
			expect(late).toEqual([]);
			known = new Set(leads.map(({ email }) => email));
			knownUntil = Date.parse(String(answered.date));
		}
		expect(known.size).toBeGreaterThan(100);
		clock.stop();
	}, 60_000);
});
