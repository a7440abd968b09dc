import type { IDataObject } from 'n8n-workflow';

import { notificationSource } from '../../../nodes/MovingPortal/trigger/poll';
import type { PollContext } from '../../../nodes/shared/triggers/polling';

const note = (second: number | string, kind: string, more: IDataObject = {}): IDataObject => ({
	createdTimestamp: typeof second === 'string' ? second : `2025-03-01T09:30:0${second}.0000000Z`,
	notificationTypeCode: kind,
	...more,
});

/**
 * The Moving Portal’s instructions by TMP reference, with the notifications of each; an error where they cannot be
 * read.
 */
function portal(
	lists: Record<string, unknown>,
	{
		kinds = [] as string[],
		acknowledge = true,
		listed = undefined as unknown[] | undefined,
		refuses = false,
	} = {},
) {
	const [asked, log]: [unknown[], string[][]] = [[], []];
	const sent: Array<Record<string, unknown>> = [];
	const tools = {
		deadline: Infinity,
		list: async ({ path, ...rest }: { path: string }, within: unknown) => {
			asked.push([path, rest, within]);
			if (path === '/instructions/notifications')
				return listed ?? Object.keys(lists).map((tmpReference) => ({ tmpReference }));
			const list = lists[path.split('/')[2] ?? ''];
			if (list instanceof Error) throw list;
			return structuredClone(list);
		},
		send: async (request: Record<string, unknown>) => {
			sent.push(request);
			if (refuses) throw new Error('refused');
			return { status: 200, body: {} };
		},
		log: (message: string) => void log.push(['log', message]),
		logOnce: (...what: string[]) => void log.push(what),
	} as unknown as PollContext;
	return { ...notificationSource({ kinds, acknowledge }, tools), asked, log, sent };
}

beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const kindsOf = (events: Array<{ json: IDataObject }>) => events.map(({ json }) => json.notificationTypeCode);
const told = async (notes: IDataObject[], kinds?: string[]) =>
	kindsOf((await portal({ T1: notes }, { kinds }).poll([])).events);

describe('a state', () => {
	const { isState, initialState } = portal({});

	it.each([
		[[], true],
		[{ T1: ['a'] }, true],
		[[['T1', ['a', 'b']]], true],
		[[['T1', ['a', 1]]], false],
		[[['T1', 'a']], false],
		[[['T1', { every: 1 }]], false],
		[null, false],
	])('is not anything: %j, %j', (value, is) => expect(isState(value)).toBe(is));

	it('is empty at first: all that is not processed is new', async () => {
		expect(await initialState()).toEqual([]);
	});
});

describe('notifications', () => {
	it('are listed, read for each instruction, and come with what it is known by', async () => {
		const watched = portal(
			{ T1: [note(1, 'K')] },
			{ listed: [{ TmpReference: 'T1', uniqueCustomerReference: 'c-1' }] },
		);
		const { events, state, isPartial } = await watched.poll([]);
		expect(events.map(({ json }) => json)).toEqual([
			{
				tmpReference: 'T1',
				uniqueIntegrationReference: null,
				uniqueCustomerReference: 'c-1',
				...note(1, 'K'),
				stage: 'inProgress',
			},
		]);
		expect(events[0]?.key).toHaveLength(12);
		expect(isPartial).toBe(false);
		expect(state).toEqual([['T1', [expect.stringMatching(/^.{12}$/)]]]);
		expect(watched.asked).toEqual([
			['/instructions/notifications', { method: 'GET' }, ['instructions', 'items']],
			['/instruction/T1/notifications', { method: 'GET' }, ['notifications', 'items']],
		]);
		expect([watched.sent, watched.log]).toEqual([[], []]);
		const listed = [{ tmpReference: 'T1', uniqueIntegrationReference: 'i-1' }];
		const [other] = (await portal({ T1: [note(1, 'K')] }, { listed }).poll([])).events;
		expect(other?.json).toMatchObject({ uniqueIntegrationReference: 'i-1', uniqueCustomerReference: null });
	});

	it('are those of an instruction that is known by another name of its reference, too', async () => {
		const { events } = await portal({ T1: [note(1, 'K')] }, { listed: [{ Reference: 'T1' }] }).poll([]);
		expect(events.map(({ json }) => json.tmpReference)).toEqual(['T1']);
	});

	it('have a key of their instruction and all that they are', async () => {
		const keyOf = async (reference: string, kind: string) =>
			(await portal({ [reference]: [note(1, kind)] }).poll([])).events[0]?.key;
		const key = await keyOf('T1', 'K');
		expect(await keyOf('T1', 'K')).toBe(key);
		expect(await keyOf('T2', 'K')).not.toBe(key);
		expect(await keyOf('T1', 'L')).not.toBe(key);
	});

	it('come in the order of their time, over all instructions; of one time as they came', async () => {
		const lists = { T1: [note(3, 'c'), note(1, 'a'), note(3, 'd')], T2: [note(4, 'e'), note(2, 'b')] };
		expect(kindsOf((await portal(lists).poll([])).events)).toEqual(['a', 'b', 'c', 'd', 'e']);
	});

	it.each([
		[
			'with digits left out',
			['2025-03-01T09:30:00.05Z', '2025-03-01T09:30:00.5Z', '2025-03-01T09:30:00.5000001Z'],
		],
		['without any', ['2025-03-01T09:30:00Z', '2025-03-01T09:30:00.0000001Z', '2025-03-01T09:30:01Z']],
		[
			'without a Z, or a small one',
			['2025-03-01T09:30:00.1', '2025-03-01T09:30:00.2z', '2025-03-01T09:30:00.2000001Z'],
		],
	])('come in the order of their time %s', async (_, times) => {
		const notes = times.map((time, index) => note(time, String(index)));
		expect(await told(notes.toReversed())).toEqual(['0', '1', '2']);
	});

	it.each([
		'2025-03-01T09:30:00.5',
		'2025-03-01T09:30:00.5Z',
		'2025-03-01T09:30:00.50z',
		'2025-03-01T09:30:00.5000000',
	])('are of one time, however it is written: %s', async (time) => {
		const other = '2025-03-01T09:30:00.5000000Z';
		expect(await told([note(time, 'a'), note(other, 'b')])).toEqual(['a', 'b']);
		expect(await told([note(other, 'b'), note(time, 'a')])).toEqual(['b', 'a']);
	});

	it.each(['timestamp', 'created'])('have their time under %s, too', async (name) => {
		const notes = [2, 1].map((second) => ({ [name]: `2025-03-01T09:30:0${second}Z`, code: String(second) }));
		const { events } = await portal({ T1: notes }).poll([]);
		expect(events.map(({ json }) => json.code)).toEqual(['1', '2']);
	});

	it('that were passed on come no more, as often as they were', async () => {
		const first = await portal({ T1: [note(1, 'a'), note(1, 'a'), note(2, 'b')] }).poll([]);
		expect(kindsOf(first.events)).toEqual(['a', 'a', 'b']);
		const more = [note(1, 'a'), note(1, 'a'), note(1, 'a'), note(2, 'b'), note(0, 'old')];
		expect(kindsOf((await portal({ T1: more }).poll(first.state)).events)).toEqual(['old', 'a']);
		expect(kindsOf((await portal({ T2: more.slice(3) }).poll(first.state)).events)).toEqual(['old', 'b']);
	});

	it.each([
		[['A'], ['a']],
		[
			['a', 'text'],
			['a', 'b'],
		],
		[['7'], [7]],
		[['none'], []],
	])('come of the kinds %j alone, by code or description', async (kinds, expected) => {
		const notes = [note(1, 'a'), note(2, 'b', { notificationTypeDescription: 'Text' }), note(3, 7 as never)];
		expect(await told(notes, kinds)).toEqual(expected);
	});

	it.each(['CASEACCEPTED', 'Case Accepted', 'case_accepted', 'case - accepted'])(
		'are of their kind however it is spelled: %s',
		async (kind) => expect(await told([note(1, kind)], ['case accepted'])).toEqual([kind]),
	);

	it.each([
		['typeCode', 'x'],
		['code', 'x'],
		['description', 'x'],
	])('have their kind under %s, too', async (name, kind) => {
		const { events } = await portal({ T1: [{ createdTimestamp: '1', [name]: 'X' }] }, { kinds: [kind] }).poll(
			[],
		);
		expect(events).toHaveLength(1);
	});

	it.each([
		['REJECTED', 'failed'],
		['CASEUNCANCELLED', 'inProgress'],
		['Case Reopened', 'inProgress'],
		['OFFHOLD', 'inProgress'],
		['off hold', 'inProgress'],
		['OFFHOLD, WAS ONHOLD', 'inProgress'],
		['CASECANCELLED', 'closed'],
		['case cancelled', 'closed'],
		['ONHOLD', 'actionNeeded'],
		['on hold', 'actionNeeded'],
		['CASECOMPLETED', 'passed'],
		['case completed', 'passed'],
		['case uncancelled, not on hold', 'inProgress'],
		['OTHER', 'inProgress'],
	])('of the kind %s say %s', async (kind, stage) => {
		for (const one of [note(1, kind), note(1, 'K', { notificationTypeDescription: kind })])
			expect((await portal({ T1: [one] }).poll([])).events[0]?.json.stage).toBe(stage);
	});
});

describe('what is remembered', () => {
	it('is what is still listed, also where it could not be read or is not wanted', async () => {
		const watched = portal({ T1: new Error('down'), T2: [note(1, 'K')] }, { kinds: ['other'] });
		const { events, state, isPartial } = await watched.poll([
			['T1', ['a']],
			['gone', ['b']],
		]);
		expect([events, isPartial]).toEqual([[], true]);
		expect(state).toEqual([
			['T1', ['a']],
			['T2', [expect.any(String)]],
		]);
		expect(watched.log).toEqual([['log', 'Instruction T1 was passed over: down']]);
	});
});

describe('what was passed on', () => {
	const T1 = [note(2, 'b'), note(3, 'c'), note(1, 'a')];

	it('is marked as processed at the next poll, up to the last of it', async () => {
		const { state } = await portal({ T1 }).poll([]);
		const watched = portal({ T1 });
		expect((await watched.poll(state)).events).toEqual([]);
		expect(watched.sent).toEqual([
			{
				method: 'PUT',
				path: '/instruction/T1/processed',
				query: { timestamp: '2025-03-01T09:30:03.0000000Z' },
				safeToRepeat: true,
				allowText: true,
				acceptedStatuses: [404],
			},
		]);
	});

	it('is marked, too, where it is one', async () => {
		const { state } = await portal({ T1: [note(1, 'a')] }).poll([]);
		const watched = portal({ T1: [note(1, 'a')] });
		await watched.poll(state);
		expect(watched.sent).toMatchObject([{ query: { timestamp: '2025-03-01T09:30:01.0000000Z' } }]);
	});

	it('is not marked where that was not chosen, there is news among it, or it has no time', async () => {
		const { state } = await portal({ T1 }).poll([]);
		const sentBy = async (notes: IDataObject[], from: typeof state, acknowledge: boolean) => {
			const watched = portal({ T1: notes }, { acknowledge });
			await watched.poll(from);
			return watched.sent;
		};
		expect(await sentBy(T1, state, false)).toEqual([]);
		expect(await sentBy([...T1, note(0, 'new')], state, true)).toEqual([]);
		expect(await sentBy([], state, true)).toEqual([]);
		const timeless = [{ code: 'a' }];
		const known = await portal({ T1: timeless }).poll([]);
		expect(await sentBy(timeless, known.state, true)).toEqual([]);
	});

	it('stays known where it cannot be marked, which is said', async () => {
		const { state } = await portal({ T1 }).poll([]);
		const watched = portal({ T1 }, { refuses: true });
		expect(await watched.poll(state)).toEqual({ events: [], state, isPartial: false });
		expect(watched.log).toEqual([['log', 'Instruction T1 could not be marked as processed: refused']]);
	});
});

describe('a list with odd entries', () => {
	it('is told without what is none, or has no usable reference, which is said', async () => {
		const listed = [
			null,
			'T1',
			{},
			{ tmpReference: { id: 'T1' } },
			{ reference: 'a/b' },
			{ reference: 7 },
			{ tmpReference: '7' },
		];
		const watched = portal({ 7: [null, 'K', note(1, 'K')] }, { listed });
		const { events } = await watched.poll([]);
		expect(events.map(({ json }) => json.tmpReference)).toEqual(['7']);
		expect(watched.log).toEqual([
			['instructions', 'The Moving Portal lists instructions that are none; they are passed over'],
			[
				'references',
				'The Moving Portal lists instructions without a usable reference; their notifications cannot be read',
			],
			['notifications', 'The Moving Portal lists notifications that are none; they are passed over'],
		]);
	});
});

it('shows the first wanted notification of the first instruction that has one', async () => {
	const lists = {
		T1: [note(1, 'other')],
		T2: [note(3, 'k'), note(2, 'K'), note(2, 'k'), note(1, 'other')],
		T3: [note(1, 'K')],
	};
	const watched = portal(lists, { kinds: ['k'] });
	expect(await watched.sample()).toMatchObject([{ tmpReference: 'T2', notificationTypeCode: 'K' }]);
	expect(watched.sent).toEqual([]);
	expect(await portal(lists, { kinds: ['none'] }).sample()).toEqual([]);
	expect(await portal({}).sample()).toEqual([]);
});
