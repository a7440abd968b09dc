import type { IDataObject } from 'n8n-workflow';

import { feedSource, type FeedState } from '../../../nodes/Mymove/trigger/poll';
import type { PollContext } from '../../../nodes/shared/triggers/polling';

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];
const NOW = Date.UTC(2025, 2, 1, 12);
const OVERLAP = 10 * MINUTE;
const ANY = { backFill: 0, overlap: OVERLAP, clientId: 'c', tenures: [], states: [], simplify: false };
/** Polled an hour before now; no lead in the overlap is known. */
const HOUR_AGO: FeedState = { upTo: NOW - HOUR, since: NOW - 2 * HOUR, seen: [] };

const iso = (milliseconds: number) => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
const lead = (email: string, created: number, more: IDataObject = {}) => ({
	offer_id: '1',
	email,
	created_at: iso(created),
	...more,
});

let clock = NOW;
beforeEach(() => {
	clock = NOW;
	jest.spyOn(Date, 'now').mockImplementation(() => clock);
});
afterEach(() => jest.restoreAllMocks());

/** MYMOVE, which returns one list after the other, then empty ones; from number `fails` on requests fail. */
function feed(
	lists: unknown[][] = [],
	{ choice = {}, ahead = 0, deadline = Infinity, takes = 0, fails = 9 } = {},
) {
	const windows: Array<[start: number, end: number]> = [];
	const queries: unknown[] = [];
	const log: string[][] = [];
	const tools = {
		list: async ({ query, ...request }: { query: IDataObject }, within: unknown) => {
			queries.push([query, request, within]);
			windows.push([Date.parse(String(query.start)) - NOW, Date.parse(String(query.end)) - NOW]);
			clock += takes;
			if (windows.length >= fails) throw new Error('MYMOVE is down');
			return structuredClone(lists[windows.length - 1] ?? []);
		},
		partnerTime: () => clock + ahead,
		deadline,
		logOnce: (...what: string[]) => void log.push(what),
	} as unknown as PollContext;
	return { ...feedSource({ ...ANY, ...choice }, tools), windows, queries, log };
}

const emails = (events: Array<{ json: IDataObject }>) => events.map(({ json }) => json.email);

describe('a state', () => {
	const { isState } = feed();

	it.each([
		[{ upTo: 1, since: 0, seen: [['a', 1]] }, true],
		[{ upTo: 1, since: 0, seen: [] }, true],
		[{ upTo: null, since: 0, seen: [] }, false],
		[{ upTo: 1, since: '0', seen: [] }, false],
		[{ upTo: 1, since: 0, seen: { every: 1 } }, false],
		[{ upTo: 1, since: 0, seen: [['a', 1], null] }, false],
		[{ upTo: 1, since: 0, seen: [{ 0: 'a', 1: 1 }] }, false],
		[{ upTo: 1, since: 0, seen: [[1, 1]] }, false],
		[{ upTo: 1, since: 0, seen: [['a', null]] }, false],
		[null, false],
	])('is not anything: %j, %j', (value, is) => expect(isState(value)).toBe(is));
});

describe('the first poll', () => {
	it.each([
		['MYMOVE', -5000, NOW - 5000 - HOUR],
		['ours', 5000, NOW - HOUR],
	])('begins before the clock that is behind: %s', async (_, ahead, from) => {
		const watched = feed([], { ahead, choice: { backFill: HOUR } });
		expect(await watched.initialState()).toEqual({ upTo: from, since: from, seen: [] });
		expect(watched.queries).toEqual([
			[{ hrs: 1 }, { method: 'GET', path: '/v2/clients/c/leads' }, ['leads']],
		]);
	});
});

describe('what is asked for', () => {
	it('is a day from where the last poll came to, and what came shortly before', async () => {
		const watched = feed();
		expect(await watched.poll(HOUR_AGO)).toEqual({
			events: [],
			state: { upTo: NOW, since: NOW - OVERLAP, seen: [] },
			isPartial: false,
		});
		expect(watched.windows).toEqual([[-HOUR - OVERLAP, 23 * HOUR]]);
	});

	it('is nothing of before the bound, and two seconds of overlap at least', async () => {
		const bounded = feed();
		await bounded.poll({ ...HOUR_AGO, since: NOW - HOUR - MINUTE });
		expect(bounded.windows[0]?.[0]).toBe(-HOUR - MINUTE);
		const narrow = feed([], { choice: { overlap: 0 } });
		expect((await narrow.poll(HOUR_AGO)).state.since).toBe(NOW - 2 * SECOND);
		expect(narrow.windows[0]?.[0]).toBe(-HOUR - 2 * SECOND);
	});

	it('is one day after the other up to the present', async () => {
		const watched = feed();
		const { state, isPartial } = await watched.poll({ upTo: NOW - 60 * HOUR, since: 0, seen: [] });
		expect([state.upTo, state.since, isPartial]).toEqual([NOW, NOW - OVERLAP, false]);
		expect(watched.windows).toEqual([
			[-60 * HOUR - OVERLAP, -36 * HOUR],
			[-36 * HOUR - OVERLAP, -12 * HOUR],
			[-12 * HOUR - OVERLAP, 12 * HOUR],
		]);
	});

	it.each([
		['now', 0, 0],
		['now by the clock that is behind', -HOUR, -HOUR],
	])('is another day where the last one ends %s', async (_, ahead, end) => {
		const watched = feed([], { ahead });
		await watched.poll({ upTo: NOW + end - 24 * HOUR, since: 0, seen: [] });
		expect(watched.windows).toEqual([
			[end - 24 * HOUR - OVERLAP, end],
			[end - OVERLAP, end + 24 * HOUR],
		]);
	});

	it.each([
		[30 * HOUR, 54 * HOUR],
		[23 * HOUR, 47 * HOUR],
	])('is what is dated later once more, where a clock is ahead by %d ms', async (ahead, end) => {
		const watched = feed([], { ahead });
		const { state, isPartial } = await watched.poll(HOUR_AGO);
		expect([state.upTo, isPartial]).toEqual([NOW, false]);
		expect(watched.windows).toEqual([
			[-HOUR - OVERLAP, 23 * HOUR],
			[23 * HOUR - OVERLAP, end],
		]);
	});

	it('is no more when time is up, and the rest is still to come', async () => {
		const days = { upTo: NOW - 60 * HOUR, since: 0, seen: [] };
		const late = feed([], { deadline: NOW });
		expect(await late.poll(days)).toMatchObject({ state: { upTo: NOW - 36 * HOUR }, isPartial: true });
		expect(late.windows).toHaveLength(1);
		const early = feed([], { deadline: NOW + 1 });
		await early.poll(days);
		expect(early.windows).toHaveLength(3);
	});

	it('goes out as far as it was found when a later day cannot be read', async () => {
		const days = { upTo: NOW - 60 * HOUR, since: 0, seen: [] };
		const { events, state, isPartial } = await feed([[lead('a', NOW - 50 * HOUR)]], { fails: 2 }).poll(days);
		expect([emails(events), state.upTo, isPartial]).toEqual([['a'], NOW - 36 * HOUR, true]);
		await expect(feed([], { fails: 1 }).poll(days)).rejects.toThrow('MYMOVE is down');
	});
});

describe('how far the feed has been read', () => {
	it.each([
		['the question, by MYMOVE’s clock', -3000, NOW - 3000],
		['the question, by ours', 4000, NOW],
	])('is no later than %s', async (_, ahead, upTo) => {
		const { state } = await feed([], { ahead, takes: 5000 }).poll(HOUR_AGO);
		expect([state.upTo, state.since]).toEqual([upTo, upTo - OVERLAP]);
	});

	it('is put right where both clocks were ahead by more than a minute', async () => {
		const since = NOW + MINUTE;
		const near = feed([[lead('a', NOW)]]);
		expect(await near.poll({ upTo: since + OVERLAP, since, seen: [] })).toMatchObject({
			state: { upTo: since + OVERLAP, since },
		});
		expect(near.windows).toHaveLength(1);
		const far = feed([[], [lead('b', NOW)]]);
		const { events, state, isPartial } = await far.poll({
			upTo: since + HOUR,
			since: since + SECOND,
			seen: [],
		});
		expect([emails(events), state.upTo, state.since, isPartial]).toEqual([['b'], NOW, NOW - OVERLAP, false]);
		expect(far.windows.slice(1)).toEqual([[-OVERLAP, 24 * HOUR]]);
	});

	it('is not put right where one of them is there', async () => {
		const watched = feed([], { ahead: HOUR });
		await watched.poll({ upTo: NOW + HOUR, since: NOW + HOUR, seen: [] });
		expect(watched.windows).toHaveLength(1);
	});
});

describe('a lead', () => {
	it('comes once, as long as it can be asked for again', async () => {
		const [a, b, old] = [
			lead('a', NOW - MINUTE),
			lead('b', NOW - 30 * MINUTE),
			lead('old', NOW - 50 * MINUTE),
		];
		const first = await feed([[a, b, old, { ...a }]]).poll(HOUR_AGO);
		expect(emails(first.events)).toEqual(['old', 'b', 'a']);
		// A lead from before the start of the next window is remembered until the bound of the window has passed.
		const until = first.state.seen.map(([, one]) => one - NOW);
		expect(until).toEqual([-OVERLAP, -OVERLAP, -MINUTE]);
		const second = await feed([[a, lead('A', NOW - MINUTE), lead('new', NOW)]]).poll(first.state);
		expect(emails(second.events)).toEqual(['new']);
	});

	it('is forgotten when it is more than a second before the bound', async () => {
		const since = NOW - OVERLAP;
		const seen: Array<[string, number]> = [
			['gone', since - SECOND - 1],
			['stays', since - SECOND],
		];
		expect((await feed().poll({ ...HOUR_AGO, seen })).state.seen).toEqual([['stays', since - SECOND]]);
	});

	it('has a key of what makes it the same', async () => {
		const [event, again] = [
			(await feed([[lead('a', NOW)]]).poll(HOUR_AGO)).events[0],
			(await feed([[lead('A', NOW, { more: 1 })]]).poll(HOUR_AGO)).events[0],
		];
		expect(event?.key).toHaveLength(12);
		expect(again?.key).toBe(event?.key);
	});

	it('comes as it is, or simplified', async () => {
		const one = lead('a', NOW, { new_city: 'Austin' });
		expect((await feed([[one]]).poll(HOUR_AGO)).events[0]?.json).toEqual(one);
		const simple = (await feed([[one]], { choice: { simplify: true } }).poll(HOUR_AGO)).events[0]?.json;
		expect(simple).toMatchObject({ email: 'a' });
		expect(simple).not.toHaveProperty('new_city');
	});

	const KINDS = [
		lead('own', NOW, { new_housing_tenure: 'OWN', new_state: 'tx', new_postal_code: '73301' }),
		lead('rent', NOW, { new_housing_tenure: 'rent', new_state: 'TX', new_postal_code: 73_302 }),
		lead('none', NOW),
	];

	it.each([
		[{}, ['own', 'rent', 'none']],
		[{ tenures: ['own'] }, ['own']],
		[{ tenures: ['own', 'rent'] }, ['own', 'rent']],
		[{ states: ['TX'] }, ['own', 'rent']],
		[{ states: ['NY'] }, []],
		[{ postalCodePrefix: '733' }, ['own', 'rent']],
		[{ postalCodePrefix: '73302' }, ['rent']],
		[{ postalCodePrefix: '3' }, []],
		[{ tenures: ['own'], postalCodePrefix: '73302' }, []],
	])('comes where it is of the kind wanted: %j', async (choice, expected) => {
		expect(emails((await feed([KINDS], { choice }).poll(HOUR_AGO)).events)).toEqual(expected);
		const [last] = expected.slice(-1);
		const sample = await feed([KINDS], { choice }).sample();
		expect(sample.map(({ email }) => email)).toEqual(last === undefined ? [] : [last]);
	});

	it('that is none is passed over, which is said; it needs one of three members', async () => {
		const leads = [{ email: 'a' }, { offer_id: 1 }, { created_at: iso(NOW) }];
		const good = feed([leads]);
		expect((await good.poll(HOUR_AGO)).events).toHaveLength(3);
		expect(good.log).toEqual([]);
		const bad = feed([[null, 'a', [1], {}, { email: null, city: 'Austin' }, ...leads]]);
		expect((await bad.poll(HOUR_AGO)).events).toHaveLength(3);
		expect(bad.log).toEqual([['entries', 'MYMOVE lists entries that are no leads; they are passed over']]);
	});

	it('shown in the editor is of the last seven days', async () => {
		const watched = feed();
		await watched.sample();
		expect(watched.queries).toEqual([[{ days: 7 }, expect.anything(), ['leads']]]);
	});
});

describe('thousands of leads', () => {
	const at = NOW - 30 * MINUTE;
	const many = (count: number, created = at) =>
		Array.from({ length: count }, (_, index) => lead(`${created}/${index}`, created));

	it('come two thousand at a time, and all of the last second', async () => {
		const leads = [...many(1999), ...many(3, at + SECOND), ...many(2, at + 2 * SECOND)];
		const { events, state, isPartial } = await feed([leads]).poll(HOUR_AGO);
		expect(events).toHaveLength(2002);
		expect([state.upTo, isPartial]).toEqual([at + SECOND, true]);
		const rest = await feed([leads]).poll(state);
		expect(emails(rest.events)).toEqual([`${at + 2 * SECOND}/0`, `${at + 2 * SECOND}/1`]);
		expect(rest.isPartial).toBe(false);
	});

	it('that are two thousand are the whole of a day, and end the poll', async () => {
		const days = { upTo: NOW - 60 * HOUR, since: 0, seen: [] };
		const watched = feed([many(2000, NOW - 50 * HOUR)]);
		const { events, state, isPartial } = await watched.poll(days);
		expect([events.length, state.upTo, isPartial]).toEqual([2000, NOW - 36 * HOUR, true]);
		expect(watched.windows).toHaveLength(1);
	});

	it('count over several days', async () => {
		const days = { upTo: NOW - 60 * HOUR, since: 0, seen: [] };
		const second = [...many(500, NOW - 30 * HOUR), ...many(500, NOW - 29 * HOUR)];
		const watched = feed([many(1500, NOW - 50 * HOUR), second]);
		const { events, state } = await watched.poll(days);
		expect([events.length, state.upTo]).toEqual([2000, NOW - 30 * HOUR]);
	});
});
