import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../../simulator/http/server';
import { call } from '../support/client';

const { accessToken, clientId } = SIMULATED_CREDENTIALS.mymove;
const HEADERS = { authorization: accessToken, 'content-type': 'application/json' };
const NOW = '2025-03-01T09:30:00Z';

interface Lead {
	offer_id: string;
	created_at: string;
	email: string;
	new_housing_tenure: string;
	new_postal_code: string;
	move_date: string;
}

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ seed: 7, now: NOW });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const find = (query: string, headers: Record<string, string> = HEADERS, client: string = clientId) =>
	call('GET', `${simulator.url}/mymove/v2/clients/${client}/leads${query}`, { headers });
async function leads(query: string): Promise<Lead[]> {
	const { status, body, text } = await find(query);
	if (status !== 200) throw new Error(text);
	return (body as { leads: Lead[] }).leads;
}
const hoursAgo = (hours: number) =>
	`${new Date(Date.parse(NOW) - hours * 3_600_000).toISOString().slice(0, 19)}Z`;

describe('authentication', () => {
	it.each([
		['the bare token', HEADERS, 200],
		['a scheme word', { ...HEADERS, authorization: `Bearer ${accessToken}` }, 401],
		['no token', { 'content-type': 'application/json' }, 401],
		['no content type', { authorization: accessToken }, 415],
		['another content type', { ...HEADERS, 'content-type': 'text/plain' }, 415],
	])('%s', async (_name, headers, status) => {
		expect((await find('?hrs=1', headers)).status).toBe(status);
	});

	it('says what is missing', async () => {
		const { body } = await find('?hrs=1', { authorization: accessToken });
		expect(body).toEqual({
			error: 'The request is off the contract; header Content-Type is missing; it must be application/json',
		});
	});

	it('does not open for another client', async () => {
		expect((await find('?hrs=1', HEADERS, 'somebody-else')).status).toBe(403);
	});
});

describe('the window', () => {
	it('of a day is the same as that of 24 hours', async () => {
		const day = await leads('?days=1');
		expect(day).toEqual(await leads('?hrs=24'));
		expect(day).toHaveLength(288);
	});

	it('holds what was created in it, and nothing else', async () => {
		const all = await leads('?days=2');
		const [start, end] = [hoursAgo(30), hoursAgo(20)];
		const between = await leads(`?start=${start}&end=${end}`);
		expect(between).toEqual(all.filter((lead) => lead.created_at >= start && lead.created_at <= end));
		expect(between.length).toBeGreaterThan(100);
		expect(await leads('?hrs=20')).toEqual(all.filter((lead) => lead.created_at > end));
	});

	it('includes its end, or not, under the switch', async () => {
		const [, second] = await leads('?hrs=2');
		const at = second?.created_at ?? '';
		const last = async () => (await leads(`?start=${hoursAgo(3)}&end=${at}`)).at(-1)?.created_at;
		expect(await last()).toBe(at);
		simulator.control.mymove.setSwitches({ endIncluded: false });
		expect(await last()).not.toBe(at);
	});

	it('reaches months back, without a range as far as it goes', async () => {
		const all = await leads('');
		expect(all).toHaveLength(120 * 288);
		expect(all[0]?.created_at.slice(0, 10)).toBe('2024-11-01');
	});

	it('never shows tomorrow', async () => {
		const ahead = await leads(`?start=${hoursAgo(1)}&end=2026-01-01T00:00:00Z`);
		expect(ahead.at(-1)?.created_at.localeCompare(NOW)).toBeLessThanOrEqual(0);
	});

	it.each([
		['?days=1&hrs=24', 'query must use one form of range, not days and hrs'],
		[`?hrs=1&start=${NOW}&end=${NOW}`, 'query must use one form of range, not hrs and start+end'],
		[`?start=${NOW}`, 'query end is missing: start and end go together'],
		[`?end=${NOW}`, 'query start is missing'],
		[`?start=${NOW}&end=${NOW}`, 'query start must be before end'],
		['?start=2025-03-01&end=2025-03-02', 'query start is not a valid date-time'],
		['?hrs=0', 'query hrs must be at least 1'],
		['?hrs=1.5', 'query hrs must be integer'],
		['?hrs=', 'query hrs must be integer'],
		['?days=1&days=2', 'query days must be integer'],
		['?page=2', 'query page is not in the contract'],
	])('%s is refused in words and remembered', async (query, words) => {
		const { status, text } = await find(query);
		expect(status).toBe(400);
		expect(text).toContain(words);
		expect(simulator.control.violations({ provider: 'mymove' })).toMatchObject([{ kind: 'request' }]);
	});
});

describe('the stream', () => {
	it('is the same under the same seed and another under another', async () => {
		const first = await leads('?days=3');
		const twin = await startSimulator({ seed: 7, now: NOW });
		const url = `${twin.url}/mymove/v2/clients/${clientId}/leads?days=3`;
		expect((await call('GET', url, { headers: HEADERS })).body).toEqual({ leads: first });
		await twin.close();
		simulator.control.reset({ seed: 8 });
		expect(await leads('?days=3')).not.toEqual(first);
	});

	it('grows with the clock and keeps what it had', async () => {
		const before = await leads('?hrs=6');
		simulator.control.clock.advance({ hours: 1 });
		const after = await leads('?hrs=7');
		expect(after.slice(0, before.length)).toEqual(before);
		expect(after.length - before.length).toBeGreaterThanOrEqual(10);
	});

	it('is made of made-up people with awkward data', async () => {
		const all = await leads('?days=7');
		expect(all.every(({ email }) => email.endsWith('@example.test.nosend'))).toBe(true);
		expect(new Set(all.map(({ email }) => email)).size).toBe(all.length);
		expect(new Set(all.map((lead) => lead.new_housing_tenure))).toEqual(new Set(['own', 'rent']));
		expect(all.some((lead) => lead.new_postal_code.startsWith('0'))).toBe(true);
		const twins = all.filter((lead, index) => lead.created_at === all[index - 1]?.created_at);
		expect(twins.length).toBeGreaterThan(50);
	});

	it('has exactly the number of leads a day that is asked for', async () => {
		for (const leadsPerDay of [0, 1, 12, 1000]) {
			simulator.control.mymove.setSwitches({ leadsPerDay });
			simulator.control.clock.advance({ hours: 7, minutes: 11 });
			expect(await leads('?days=1')).toHaveLength(leadsPerDay);
		}
	});

	it('takes leads by hand, also late ones', async () => {
		simulator.control.mymove.setSwitches({ leadsPerDay: 0 });
		simulator.control.mymove.addLead();
		simulator.control.mymove.addLead({ created_at: hoursAgo(5), email: 'late@example.test.nosend' });
		expect(await leads('?hrs=6')).toMatchObject([{ email: 'late@example.test.nosend' }, { created_at: NOW }]);
		expect(await leads('?hrs=4')).toHaveLength(1);
		expect(() => simulator.control.mymove.addLead({ created_at: 'yesterday' })).toThrow('must look like');
	});

	it('takes a number of leads over a stretch of time, some of one second', async () => {
		simulator.control.mymove.setSwitches({ leadsPerDay: 0 });
		const [from, to] = [hoursAgo(5), hoursAgo(4)];
		const added = simulator.control.mymove.addLeads({ count: 300, from, to });
		expect(added).toHaveLength(300);
		const times = added.map((lead) => lead.created_at);
		expect(times.every((at) => at >= from && at <= to)).toBe(true);
		expect(times.filter((at, index) => at === times[index - 1]).length).toBeGreaterThan(10);
		expect(new Set(added.map(({ email }) => email)).size).toBe(300);
		expect(await leads('?hrs=4')).toEqual([]);
		expect(await leads('?hrs=6')).toHaveLength(300);
		simulator.control.mymove.addLeads({ count: 2 });
		expect(await leads('?hrs=1')).toMatchObject([{ created_at: NOW }, { created_at: NOW }]);
		expect(() => simulator.control.mymove.addLeads({ count: 1, from: to, to: from })).toThrow(
			'must not be after',
		);
		expect(() => simulator.control.mymove.addLeads({ count: 1, from: 'soon' })).toThrow('is not a time');
	});

	it('can be had from behind, with the late ones and those still to come', async () => {
		const late = simulator.control.mymove.addLead({ created_at: hoursAgo(5) });
		const seen = simulator.control.mymove.leadsBetween({ from: hoursAgo(6), to: NOW });
		expect(seen).toEqual(await leads(`?start=${hoursAgo(6)}&end=${NOW}`));
		expect(seen).toContainEqual(late);
		const tomorrow = simulator.control.mymove.leadsBetween({ from: NOW, to: hoursAgo(-24) });
		simulator.control.clock.advance({ days: 1 });
		expect(await leads(`?start=${NOW}&end=${hoursAgo(-24)}`)).toEqual(tomorrow);
		expect(tomorrow.length).toBeGreaterThanOrEqual(288);
	});

	it('comes newest first under the switch', async () => {
		const oldestFirst = await leads('?days=1');
		simulator.control.mymove.setSwitches({ order: 'newestFirst' });
		expect(await leads('?days=1')).toEqual(oldestFirst.reverse());
	});

	it('serves a hundred thousand leads in one window', async () => {
		simulator.control.mymove.setSwitches({ leadsPerDay: 100_000 });
		expect(await leads('?hrs=24')).toHaveLength(100_000);
		expect(simulator.control.violations()).toEqual([]);
	}, 60_000);
});
