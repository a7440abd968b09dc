import { startSimulator, type Simulator } from '../../../../simulator/http/server';
import { call } from '../../support/client';
import { BASIC, CASE, REFERRAL } from '../../support/referral';

const NOW = '2025-03-01T09:30:00.000Z';

interface Notification {
	createdTimestamp: string;
	notificationTypeCode: string;
}

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: NOW });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const portal = (method: string, path: string, body?: unknown) =>
	call(method, `${simulator.url}/moving-portal${path}`, { headers: BASIC, body });
const actions = () => simulator.control.movingPortal;
const state = () => simulator.control.state().partners.movingPortal;
const listed = async () =>
	(await portal('GET', '/instructions/notifications')).body as Array<{
		tmpReference: string;
		lastCreatedTimestamp: string;
	}>;
async function read(reference: string, from?: string): Promise<Notification[]> {
	const query = from === undefined ? '' : `?timestamp=${encodeURIComponent(from)}`;
	const { status, body, text } = await portal('GET', `/instruction/${reference}/notifications${query}`);
	if (status !== 200) throw new Error(text);
	return body as Notification[];
}
const codes = async (reference: string, from?: string) =>
	(await read(reference, from)).map(({ notificationTypeCode }) => notificationTypeCode);
const process = (reference: string, timestamp: string) =>
	portal('PUT', `/instruction/${reference}/processed?timestamp=${encodeURIComponent(timestamp)}`);

/** An instruction without unprocessed notifications. */
function newInstruction(): string {
	const [made] = actions().addInstructions({ count: 1 });
	return made?.tmpReference ?? '';
}

describe('an instruction', () => {
	it.each([
		['accept', 'ACCEPTED', 'CASEACCEPTED'],
		['reject', 'REJECTED', 'CASEREJECTED'],
	] as const)('arises when TMP decides on a referral: %s', async (name, status, code) => {
		const cases = [{ ...CASE, uniqueIntegrationReference: 'I-1', uniqueCustomerReference: '' }];
		await portal('POST', '/referral', { ...REFERRAL, cases });
		expect(await listed()).toEqual([]);
		actions()[name]({ reference: 'I-1' });
		expect(state().referrals).toMatchObject([{ reference: 'TMP900001', status }]);
		const lastCreatedTimestamp = expect.stringMatching(/^2025-03-01T09:30:00\.000\d{4}Z$/) as string;
		expect(await listed()).toEqual([
			{
				tmpReference: 'TMP900001',
				uniqueIntegrationReference: 'I-1',
				uniqueCustomerReference: null,
				lastCreatedTimestamp,
			},
		]);
		expect(await read('TMP900001')).toEqual([
			{
				createdTimestamp: lastCreatedTimestamp,
				notificationTypeCode: code,
				notificationTypeDescription: expect.stringMatching(/^Case /) as string,
				createdBy: 'TMP',
			},
		]);
		expect(() => actions()[name]({ reference: 'TMP900001' })).toThrow(`is ${status}, not NEW`);
		expect(() => actions().accept({ reference: 'TMP1' })).toThrow('has no referral TMP1');
	});

	it('can be made up, with references that are in use from then on', async () => {
		const made = actions().addInstructions({ count: 3 });
		expect(made.map(({ tmpReference }) => tmpReference)).toEqual(['TMP900001', 'TMP900002', 'TMP900003']);
		expect(made[2]).toMatchObject({ uniqueIntegrationReference: null, uniqueCustomerReference: null });
		expect(await listed()).toEqual([]);
		const own = made[0]?.uniqueIntegrationReference ?? '';
		expect((await portal('HEAD', `/referral/introducer/${own}`)).status).toBe(200);
		expect((await portal('POST', '/referral', REFERRAL)).body).toMatchObject({ reference: 'TMP900004' });
	});

	it.each([
		['GET', '/instruction/TMP1/notifications'],
		['PUT', `/instruction/TMP1/processed?timestamp=${NOW}`],
	])('that is a stranger’s is not there: %s %s', async (method, path) => {
		const { status, body } = await portal(method, path);
		expect(status).toBe(404);
		expect(body).toMatchObject({ title: 'Not Found', detail: 'No such instruction.' });
	});

	it('can be made bad for a while without the others', async () => {
		const [good, bad] = [newInstruction(), newInstruction()];
		simulator.control.faults.add({ path: `/${bad}/`, kind: 'status', status: 500, times: 2 });
		const status = async (reference: string) =>
			(await portal('GET', `/instruction/${reference}/notifications`)).status;
		expect([await status(good), await status(bad), await status(good), await status(bad)]).toEqual([
			200, 500, 200, 500,
		]);
		expect(await status(bad)).toBe(200);
	});
});

describe('notifications', () => {
	it('are read until they are marked as processed, to the seventh decimal', async () => {
		const reference = newInstruction();
		const timestamps = [1, 2, 3].map((digit) => `2025-02-19T15:22:12.296380${digit}Z`);
		actions().notify({
			reference,
			kinds: ['ORDERED', 'ALLOCATED', 'TERMSSENT'],
			timestamps: timestamps as [string, ...string[]],
		});
		expect(await listed()).toMatchObject([
			{ tmpReference: reference, lastCreatedTimestamp: timestamps.at(-1) },
		]);
		expect(await process(reference, timestamps[1] ?? '')).toMatchObject({ status: 200 });
		expect(await codes(reference)).toEqual(['TERMSSENT']);
		// Rounded down to milliseconds, which is before the notification itself.
		await process(reference, '2025-02-19T15:22:12.296Z');
		expect(await codes(reference)).toEqual(['TERMSSENT']);
		await process(reference, timestamps[2] ?? '');
		expect(await read(reference)).toEqual([]);
		expect(await listed()).toEqual([]);
		expect(simulator.control.violations()).toEqual([]);
	});

	it('of one timestamp are processed together', async () => {
		const reference = newInstruction();
		const at = '2025-02-19T15:22:12.2963802Z';
		actions().notify({ reference, kinds: ['ORDERED', 'FEECHANGED'], count: 3, timestamps: [at] });
		expect(await read(reference)).toMatchObject([
			{ createdTimestamp: at, notificationTypeCode: 'ORDERED' },
			{ createdTimestamp: at, notificationTypeCode: 'FEECHANGED' },
			{ createdTimestamp: at, notificationTypeCode: 'ORDERED' },
		]);
		await process(reference, at);
		expect(await read(reference)).toEqual([]);
	});

	it('may be marked twice, and those that came meanwhile stay', async () => {
		const reference = newInstruction();
		const [first] = actions().notify({ reference });
		const [second] = actions().notify({ reference, kinds: ['CASECOMPLETED'] });
		const upTo = first?.createdTimestamp ?? '';
		expect((second?.createdTimestamp ?? '') > upTo).toBe(true);
		for (const _time of [1, 2]) {
			expect((await process(reference, upTo)).status).toBe(200);
			expect(await codes(reference)).toEqual(['CASECOMPLETED']);
		}
		expect(state().instructions).toMatchObject([
			{
				processedCalls: 2,
				lastProcessed: upTo,
				notifications: 2,
				unprocessed: [{ createdTimestamp: second?.createdTimestamp }],
			},
		]);
	});

	it('from a timestamp on are those after it, processed or not, or from it on under the switch', async () => {
		const reference = newInstruction();
		const [first, second] = actions().notify({ reference, kinds: ['ORDERED', 'ALLOCATED'] });
		await process(reference, second?.createdTimestamp ?? '');
		expect(await codes(reference)).toEqual([]);
		expect(await codes(reference, first?.createdTimestamp)).toEqual(['ALLOCATED']);
		actions().setSwitches({ startIncluded: true, order: 'newestFirst' });
		expect(await codes(reference, first?.createdTimestamp)).toEqual(['ALLOCATED', 'ORDERED']);
	});

	it('are pending again after a reset to the year 1', async () => {
		const reference = newInstruction();
		const [one] = actions().notify();
		await process(reference, one?.createdTimestamp ?? '');
		await process(reference, '0001-01-01T00:00:00.000000Z');
		expect(await read(reference)).toHaveLength(1);
	});

	it('are marked by 204 under the switch', async () => {
		const reference = newInstruction();
		actions().setSwitches({ processedStatus: 204 });
		expect(await process(reference, '2025-02-19T15:22:12.2963802Z')).toMatchObject({ status: 204, text: '' });
	});

	it.each([
		['', 'timestamp is required'],
		['?timestamp=yesterday', 'timestamp'],
		['?timestamp=2025-02-19T15:22:12.29638021Z', 'timestamp'],
	])('are not marked up to "%s"', async (query, words) => {
		const { status, text } = await portal('PUT', `/instruction/${newInstruction()}/processed${query}`);
		expect(status).toBe(400);
		expect(text).toContain(words);
	});

	it('cannot be made of what makes no sense', () => {
		expect(() => actions().notify()).toThrow('The Moving Portal has no instruction yet');
		expect(() => actions().notify({ timestamps: ['2025-02-19T15:22:12.296Z'] })).toThrow('must look like');
	});

	it('by the thousand in one millisecond never go back in time', async () => {
		const reference = newInstruction();
		actions().notify({ reference, count: 6000 });
		const stamps = (await read(reference)).map(({ createdTimestamp }) => createdTimestamp);
		expect(stamps).toEqual([...stamps].sort());
		expect(new Set(stamps).size).toBeGreaterThan(2000);
	});
});

describe('activity', () => {
	const identity = (one: { tmpReference: string } & Notification) =>
		`${one.tmpReference} ${one.createdTimestamp} ${one.notificationTypeCode}`;

	it('brings notifications by the clock, each of which is pending and listed once', async () => {
		actions().setActivity({ perDay: 700 });
		expect(actions().events()).toEqual([]);
		simulator.control.clock.advance({ days: 7 });
		const events = actions().events();
		expect(events.length).toBeGreaterThan(4500);
		expect(events.length).toBeLessThan(7500);
		expect(new Set(events.map(identity)).size).toBe(events.length);
		expect(events.map(({ createdTimestamp }) => createdTimestamp)).toEqual(
			events.map(({ createdTimestamp }) => createdTimestamp).sort(),
		);
		const shown = [];
		for (const { tmpReference } of await listed())
			for (const one of await read(tmpReference)) shown.push(identity({ tmpReference, ...one }));
		expect(shown.sort()).toEqual(events.map(identity).sort());
		const ties = events.filter((one, index) => one.createdTimestamp === events[index - 1]?.createdTimestamp);
		expect(ties.length).toBeGreaterThan(500);
		expect(simulator.control.violations()).toEqual([]);
	});

	it('is the same under the same seed, whatever callers do meanwhile, and ends when stopped', async () => {
		const run = async (disturb: boolean) => {
			simulator.control.reset();
			actions().setActivity({ perDay: 100 });
			simulator.control.clock.advance({ hours: 12 });
			if (disturb) await portal('POST', '/auth/login', { username: 'x', password: 'y' });
			simulator.control.clock.advance({ hours: 12 });
			actions().setActivity({ perDay: 0 });
			simulator.control.clock.advance({ days: 5 });
			return actions().events();
		};
		const first = await run(false);
		expect(first.length).toBeGreaterThan(50);
		expect(await run(true)).toEqual(first);
		const since = first.at(-3)?.number ?? 0;
		expect(actions().events({ since })).toEqual(first.slice(-2));
	});
});
