import type { IDataObject } from 'n8n-workflow';

import { accountSource, type AccountState } from '../../../nodes/Movem/trigger/poll';
import type { PollContext } from '../../../nodes/shared/triggers/polling';

const HOUR = 3_600_000;
const NOW = Date.UTC(2025, 2, 1, 12);
const at = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');

const ALL = [
	'ARCHIVED',
	'COMPLETED',
	'REQUESTED',
	'EXPIRED',
	'IN_PROGRESS',
	'HOLD',
	'REVOKED',
	'REFERENCE_ID',
];
const NONE: AccountState = { open: [], newest: 0, finished: [] };

const application = (
	id: unknown,
	status: string,
	created: number | null = NOW,
	reference: unknown = null,
) => ({
	id,
	status,
	created_at: created === null ? null : at(created),
	reference_id: reference,
});

/** An account that lists these applications. */
function account(listed: unknown[], { wanted = ALL, simplify = false, partner = NOW } = {}) {
	const asked: unknown[] = [];
	const log: string[][] = [];
	const tools = {
		list: async (...what: unknown[]) => {
			asked.push(what);
			return structuredClone(listed);
		},
		partnerTime: () => partner,
		logOnce: (...what: string[]) => void log.push(what),
	} as unknown as PollContext;
	return { ...accountSource(wanted, simplify, tools), asked, log };
}

const told = async (listed: unknown[], state: AccountState, setting = {}) => {
	const { events } = await account(listed, setting).poll(state);
	return events.map(({ json }) => {
		const { id, previousStatus, status, changed } = json as IDataObject;
		return [id, previousStatus, status, changed];
	});
};

beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(NOW));
afterEach(() => jest.restoreAllMocks());

describe('a state', () => {
	const { isState } = account([]);

	it.each([
		[NONE, true],
		[{ open: { a: ['HOLD', true] }, newest: 1, finished: ['b'] }, true],
		[{ open: [['a', ['HOLD', true]]], newest: 1, finished: ['b'] }, true],
		[{ ...NONE, open: [['a', 'HOLD']] }, false],
		[{ ...NONE, open: [['a', [1, true]]] }, false],
		[{ ...NONE, open: [['a', { 0: 'HOLD' }]] }, false],
		[{ ...NONE, open: undefined }, false],
		[{ ...NONE, newest: '0' }, false],
		[{ ...NONE, finished: {} }, false],
		[null, false],
	])('is not anything: %j, %j', (value, is) => expect(isState(value)).toBe(is));
});

describe('what is remembered of an account', () => {
	const STATUSES = ['REQUESTED', 'IN PROGRESS', 'HOLD', 'COMPLETED', 'REVOKED', 'EXPIRED', 'ARCHIVED'];
	const listed = STATUSES.map((status, index) => application(index, status));

	it('are those that go on, and the ends of the others', async () => {
		const watched = account(listed, { wanted: ['COMPLETED'] });
		expect(await watched.initialState()).toEqual({
			open: [
				['0', ['REQUESTED', false]],
				['1', ['IN_PROGRESS', false]],
				['2', ['HOLD', false]],
			],
			newest: NOW,
			finished: ['3', '4', '5', '6'],
		});
		expect(watched.asked).toEqual([[{ method: 'GET', path: '/application/' }, ['applications', 'data']]]);
		expect(watched.log).toEqual([]);
	});

	it('are all but the archived where archiving is to be told', async () => {
		const { open, finished } = await account(listed, { wanted: ['ARCHIVED'] }).initialState();
		expect([open.length, finished]).toEqual([6, ['6']]);
	});

	it('is whether there is a reference', async () => {
		const { open } = await account([
			application('a', 'HOLD', NOW, '8'),
			application('b', 'HOLD', NOW, ''),
		]).initialState();
		expect(open).toEqual([
			['a', ['HOLD', true]],
			['b', ['HOLD', false]],
		]);
	});

	it('are the ends of a day before the newest, and those without a time', async () => {
		const ends = [
			application('newest', 'REVOKED', NOW - HOUR),
			application('in it', 'REVOKED', NOW - 25 * HOUR),
			application('before', 'REVOKED', NOW - 25 * HOUR - 1000),
			application('without', 'REVOKED', null),
		];
		expect(await account(ends, { wanted: ['REVOKED'] }).initialState()).toEqual({
			open: [],
			newest: NOW - HOUR,
			finished: ['newest', 'in it', 'without'],
		});
	});

	it.each([
		['of ours', NOW + 5 * HOUR, NOW],
		['of Movem', NOW - HOUR, NOW - HOUR],
	])('is no time more than two hours later than the clock that is behind: %s', async (_, partner, behind) => {
		const newest = async (created: number) =>
			(await account([application('a', 'HOLD', created)], { partner }).initialState()).newest;
		expect(await newest(behind + 2 * HOUR)).toBe(behind + 2 * HOUR);
		expect(await newest(behind + 2 * HOUR + 1000)).toBe(0);
	});

	it('is the newest time of all that there were, unless it cannot be', async () => {
		const next = async (newest: number) =>
			(await account([application('a', 'HOLD', NOW - HOUR)]).poll({ ...NONE, newest })).state.newest;
		expect(await next(NOW)).toBe(NOW);
		expect(await next(0)).toBe(NOW - HOUR);
		expect(await next(NOW + 9 * HOUR)).toBe(NOW + 2 * HOUR);
	});

	it('are a thousand that are not listed, of which the first are forgotten', async () => {
		const open = Array.from({ length: 1002 }, (_, index): [string, [string, boolean]] => [
			`${index}`,
			['HOLD', true],
		]);
		const { state } = await account([application('1001', 'REQUESTED')]).poll({ ...NONE, open });
		expect(state.open).toEqual([...open.slice(1, 1001), ['1001', ['REQUESTED', false]]]);
	});

	it('are as many ends that are not listed, so that none comes again as new', async () => {
		const finished = Array.from({ length: 1002 }, (_, index) => `${index}`);
		const { state } = await account([application('1001', 'COMPLETED')], { wanted: ['COMPLETED'] }).poll({
			...NONE,
			newest: NOW,
			finished,
		});
		expect(state.finished).toEqual([...finished.slice(1, 1001), '1001']);
		expect(await told([application('7', 'COMPLETED')], state, { wanted: ['COMPLETED'] })).toEqual([]);
	});
});

describe('what is told of an application', () => {
	const known = (status: string, hasReference = false): AccountState => ({
		...NONE,
		open: [['a', [status, hasReference]]],
	});

	it.each([
		[
			'another status',
			known('REQUESTED'),
			application('a', 'HOLD'),
			[['a', 'REQUESTED', 'HOLD', ['status']]],
		],
		['the same', known('HOLD'), application('a', 'HOLD'), []],
		[
			'a reference',
			known('HOLD'),
			application('a', 'HOLD', NOW, 8),
			[['a', 'HOLD', 'HOLD', ['reference_id']]],
		],
		['a reference that it had', known('HOLD', true), application('a', 'HOLD', NOW, 8), []],
		[
			'both',
			known('REQUESTED'),
			application('a', 'HOLD', NOW, 8),
			[['a', 'REQUESTED', 'HOLD', ['status', 'reference_id']]],
		],
		[
			'that it is new',
			NONE,
			application('a', 'HOLD', NOW, 8),
			[['a', null, 'HOLD', ['status', 'reference_id']]],
		],
	])('is %s', async (_, state, now, expected) => expect(await told([now], state)).toEqual(expected));

	it('is only what was asked for', async () => {
		const now = [application('a', 'HOLD', NOW, 8)];
		expect(await told(now, NONE, { wanted: ['REFERENCE_ID'] })).toEqual([
			['a', null, 'HOLD', ['reference_id']],
		]);
		expect(await told(now, NONE, { wanted: ['HOLD'] })).toEqual([['a', null, 'HOLD', ['status']]]);
		expect(await told(now, NONE, { wanted: ['REVOKED'] })).toEqual([]);
	});

	it('is its end, unless it is remembered, or so old that it is forgotten', async () => {
		const state = { ...NONE, newest: NOW, finished: ['b', 7 as unknown as string] };
		const ends = [
			application('a', 'COMPLETED'),
			application('b', 'COMPLETED'),
			application('7', 'COMPLETED'),
			application('c', 'COMPLETED', NOW - 24 * HOUR),
			application('d', 'COMPLETED', NOW - 24 * HOUR - 1000),
			application('e', 'COMPLETED', null),
			application('f', 'HOLD', NOW - 99 * HOUR),
		];
		expect((await told(ends, state)).map(([id]) => id).sort()).toEqual(['a', 'c', 'e', 'f']);
	});

	it('that was followed is its end, however old it is', async () => {
		const old = application('a', 'COMPLETED', NOW - 99 * HOUR);
		expect(await told([old], { ...known('HOLD'), newest: NOW })).toHaveLength(1);
	});

	it('is told although the newest that is remembered cannot be', async () => {
		const ends = [application('a', 'COMPLETED', NOW)];
		expect(await told(ends, { ...NONE, newest: NOW + 99 * HOUR })).toHaveLength(1);
	});

	it('comes in the order of their creation, and of one moment as they are listed', async () => {
		const listed = [
			application('b', 'HOLD', NOW - 1000),
			application('a', 'HOLD', NOW - 2000),
			application('c', 'HOLD', NOW - 1000),
			application('d', 'HOLD', NOW - 3000),
		];
		expect((await told(listed, NONE)).map(([id]) => id)).toEqual(['d', 'a', 'b', 'c']);
	});

	it('has a key without the status where only the reference is told, so that it comes again as the same', async () => {
		const keys = async (...what: Parameters<typeof application>) =>
			(await account([application(...what)], { wanted: ['REFERENCE_ID'] }).poll(NONE)).events.map(
				({ key }) => key,
			);
		const [key] = await keys('a', 'IN_PROGRESS', NOW, '8');
		expect(await keys('a', 'COMPLETED', NOW, '8')).toEqual([key]);
		expect(await keys('a', 'IN_PROGRESS', NOW, '9')).not.toEqual([key]);
	});

	it('has a key of its ID, status and reference where the status is told', async () => {
		const keyOf = async (...what: Parameters<typeof application>) =>
			(await account([application(...what)]).poll(NONE)).events[0]?.key;
		const key = await keyOf(7, 'IN_PROGRESS', NOW, '8');
		expect(key).toHaveLength(12);
		expect(await keyOf('7', 'IN PROGRESS', NOW - HOUR, '8')).toBe(key);
		expect(await keyOf(8, 'IN_PROGRESS', NOW, '8')).not.toBe(key);
		expect(await keyOf(7, 'HOLD', NOW, '8')).not.toBe(key);
		expect(await keyOf(7, 'IN_PROGRESS', NOW, '9')).not.toBe(key);
	});

	it('is it as it came, or simplified', async () => {
		const one = application('a', 'HOLD');
		const jsons = async (simplify: boolean) =>
			(await account([{ ...one, token: 't' }], { simplify }).poll(NONE)).events.map(({ json }) => json);
		expect(await jsons(false)).toEqual([{ ...one, token: 't', changed: ['status'], previousStatus: null }]);
		expect(await jsons(true)).toEqual([
			{ ...one, stage: 'actionNeeded', changed: ['status'], previousStatus: null },
		]);
	});
});

describe('a list with odd entries', () => {
	it('is told without them, which is said', async () => {
		const watched = account([
			null,
			'a',
			['a'],
			{},
			{ id: true },
			application('a', 'HOLD'),
			application(7, 'HOLD'),
		]);
		expect((await watched.poll(NONE)).events.map(({ json }) => (json as IDataObject).id)).toEqual(['a', 7]);
		expect(watched.log).toEqual([
			['entries', 'Movem lists applications without an ID; they are passed over'],
		]);
	});

	it('is told without what is in it twice', async () => {
		const twice = [application(7, 'HOLD'), application('8', 'HOLD'), application('7', 'REVOKED')];
		expect((await told(twice, NONE)).map(([id]) => id)).toEqual([7, '8']);
	});
});

it('shows the last that is listed, and nothing where there is none', async () => {
	const last = application('b', 'HOLD');
	expect(await account([application('a', 'HOLD'), application('c', 'HOLD'), last]).sample()).toEqual([
		{ ...last, changed: ['status'], previousStatus: null },
	]);
	expect(await account([]).sample()).toEqual([]);
});

it('shows none that it would not pass on', async () => {
	const listed = [application('a', 'COMPLETED', NOW, 7), application('b', 'REQUESTED')];
	const shown = async (wanted: string[]) =>
		(await account(listed, { wanted }).sample()).map(({ id, changed }) => [id, changed]);
	expect(await shown(['COMPLETED'])).toEqual([['a', ['status']]]);
	expect(await shown(['COMPLETED', 'REFERENCE_ID'])).toEqual([['a', ['status', 'reference_id']]]);
	expect(await shown(['HOLD'])).toEqual([]);
});
