import type { IDataObject } from 'n8n-workflow';

import type { PollContext } from '../../../nodes/shared/triggers/polling';
import { newOrChanged, checksSource } from '../../../nodes/Sprove/trigger/poll';

type Check = IDataObject & { tenant_name: string; approved: boolean; valid_until: number | null };
const check = (tenant_name: string, more: IDataObject = {}): Check => ({
	tenant_name,
	approved: true,
	valid_until: 1_800_000_000,
	...more,
});
const BOTH = { properties: [], triggerOn: ['newCheck', 'changedCheck'], simplify: false };

/** Properties of sprove by ID, with the checks of each; an error where they cannot be read. */
function sprove(
	lists: Record<string, unknown>,
	{
		choice = {},
		deadline = Infinity,
		properties = Object.keys(lists).map((id): unknown => ({ id, active: true })),
	} = {},
) {
	const asked: string[] = [];
	const log: string[][] = [];
	const tools = {
		deadline,
		lastAnswer: Infinity,
		send: async () => ({ status: 200, body: { properties } }),
		list: async ({ path }: { path: string }) => {
			asked.push(path);
			const list = lists[decodeURIComponent(path.split('/')[2] ?? '')];
			if (list instanceof Error) throw list;
			return structuredClone(list);
		},
		addHint: () => undefined,
		log: (message: string) => void log.push(['log', message]),
		logOnce: (...what: string[]) => void log.push(what),
	} as unknown as PollContext;
	return { ...checksSource({ ...BOTH, ...choice }, tools), asked, log };
}

beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const stateOf = async (lists: Record<string, unknown>) => await sprove(lists).initialState();
const told = (events: Array<{ json: IDataObject }>) =>
	events.map(({ json }) => [json.property_id, json.tenant_name, json.event, json.changed]);

describe('a state', () => {
	const { isState } = sprove({});
	const known = ['a', 'b', true, null];

	it.each([
		[[], true],
		[{ p: [known] }, true],
		[[['p', [known, known]]], true],
		[[['p', []]], true],
		[[['p', known]], false],
		[[['p', [known, ['a', 'b', true]]]], false],
		[[['p', [{ length: 4 }]]], false],
		[[['p', { every: 1 }]], false],
		[null, false],
	])('is not anything: %j, %j', (value, is) => expect(isState(value)).toBe(is));
});

describe('what is remembered of a property', () => {
	it('is whose check, what of it, and the members whose change is told', async () => {
		const state = await stateOf({ p: [check('Kari', { approved: false, valid_until: null })], q: [] });
		const print = expect.stringMatching(/^.{12}$/) as string;
		expect(state).toEqual([
			['p', [[print, print, false, null]]],
			['q', []],
		]);
	});

	it('is nothing at first where it cannot be read', async () => {
		const first = sprove({ p: new Error('down'), q: [] });
		expect(await first.initialState()).toEqual([['q', []]]);
		expect(first.log).toEqual([['log', 'Property p was passed over: down']]);
	});

	it('is read as long as there is time for an answer, at first', async () => {
		const lists = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`p${index}`, []]));
		expect(await sprove(lists, { deadline: 0 }).initialState()).toHaveLength(9);
		const later = await sprove(lists, { deadline: 0 }).poll([]);
		expect([later.isPartial, (later.state as unknown[]).length]).toEqual([true, 5]);
	});

	it('stays while it cannot be read or is not watched, a thousand of those that are not', async () => {
		const gone = Array.from({ length: 1002 }, (_, index): [string, []] => [`gone${index}`, []]);
		const known = (await stateOf({ p: [check('Kari')] })) as Array<[string, []]>;
		const { events, state, isPartial } = await sprove({ p: new Error('down'), q: [] }).poll([
			...gone,
			...known,
		]);
		expect([events, isPartial]).toEqual([[], true]);
		expect(state).toEqual([...gone.slice(2), ...known, ['q', []]]);
	});
});

describe('what is told of a check', () => {
	const before = { p: [check('Kari', { approved: false, valid_until: null }), check('Ola')] };

	it.each([
		['nothing of the same', before.p, []],
		['that it is new', [...before.p, check('Siv')], [['p', 'Siv', 'newCheck', null]]],
		[
			'what is different of it',
			[check('Kari', { valid_until: 7 }), check('Ola')],
			[
				[
					'p',
					'Kari',
					'changedCheck',
					{ approved: { from: false, to: true }, valid_until: { from: null, to: 7 } },
				],
			],
		],
		[
			'one of the two',
			[check('Kari', { approved: false, valid_until: 7 }), check('Ola', { approved: false })],
			[
				['p', 'Kari', 'changedCheck', { valid_until: { from: null, to: 7 } }],
				['p', 'Ola', 'changedCheck', { approved: { from: true, to: false } }],
			],
		],
		[
			'that something else of it is',
			[...before.p.slice(0, 1), check('Ola', { max_rent: 1 })],
			[['p', 'Ola', 'changedCheck', {}]],
		],
		['nothing of one that is gone', [], []],
	])('is %s', async (_, now, expected) => {
		const { events, isPartial } = await sprove({ p: now }).poll(await stateOf(before));
		expect(told(events as never)).toEqual(expected);
		expect(isPartial).toBe(false);
	});

	it('is only what was asked for, and it is known all the same', async () => {
		const now = { p: [check('Kari'), check('Ola'), check('Siv')] };
		for (const [triggerOn, name] of [
			['newCheck', 'Siv'],
			['changedCheck', 'Kari'],
		] as const) {
			const { events, state } = await sprove(now, { choice: { triggerOn: [triggerOn] } }).poll(
				await stateOf(before),
			);
			expect(events.map(({ json }) => json.tenant_name)).toEqual([name]);
			expect(state).toEqual(await stateOf(now));
		}
	});

	it('has a key of its property and all that it is', async () => {
		const keys = async (id: string, one: Check) =>
			(await sprove({ [id]: [one] }).poll([])).events.map(({ key }) => key);
		const [key] = await keys('p', check('Kari'));
		expect(key).toHaveLength(12);
		const reversed = Object.fromEntries(Object.entries(check('Kari')).reverse()) as Check;
		expect(await keys('p', reversed)).toEqual([key]);
		expect(await keys('q', check('Kari'))).not.toEqual([key]);
		expect(await keys('p', check('Kari', { max_rent: 1 }))).not.toEqual([key]);
	});

	it('is it as it came, or simplified, with the name of its property where there is one', async () => {
		const properties = [{ id: 'p', name: 'Leilighet', active: true }];
		const [plain] = (await sprove({ p: [check('Kari')] }).poll([])).events;
		expect(plain?.json).toStrictEqual({
			property_id: 'p',
			...check('Kari'),
			event: 'newCheck',
			changed: null,
		});
		const [named] = (
			await sprove({ p: [check('Kari')] }, { properties, choice: { simplify: true } }).poll([])
		).events;
		expect(named?.json).toEqual({
			...plain?.json,
			property_name: 'Leilighet',
			stage: 'passed',
			valid_until_date: '2027-01-15T08:00:00.000Z',
		});
	});
});

describe('checks that are compared', () => {
	const recorded = (tenant: string, whole: string) => ({
		check: check(tenant),
		record: [tenant, whole, true, null] as [string, string, boolean, null],
	});
	const result = (before: Array<[string, string]>, now: Array<[string, string]>) =>
		newOrChanged(
			before.map(([tenant, whole]) => recorded(tenant, whole).record),
			now.map(([tenant, whole]) => recorded(tenant, whole)),
		).map(({ record: [, whole], previous }) => [whole, previous?.[1]]);

	it.each([
		[
			'of one tenant change in their order',
			[
				['a', '1'],
				['a', '2'],
			],
			[
				['a', '3'],
				['a', '4'],
			],
			[
				['3', '1'],
				['4', '2'],
			],
		],
		[
			'are first the same, then of the same tenant',
			[
				['a', '1'],
				['a', '2'],
			],
			[
				['a', '2'],
				['a', '3'],
			],
			[['3', '1']],
		],
		[
			'are the same as often as they were',
			[
				['a', '1'],
				['a', '1'],
			],
			[
				['a', '1'],
				['a', '1'],
				['a', '1'],
			],
			[['1', undefined]],
		],
		['are new of another tenant', [['a', '1']], [['b', '2']], [['2', undefined]]],
		[
			'change once',
			[['a', '1']],
			[
				['a', '2'],
				['a', '3'],
			],
			[
				['2', '1'],
				['3', undefined],
			],
		],
	] as Array<[string, Array<[string, string]>, Array<[string, string]>, unknown]>)(
		'%s',
		(_, before, now, expected) => expect(result(before, now)).toEqual(expected),
	);
});

describe('properties', () => {
	it('that are chosen are read, without asking for a list', async () => {
		const watched = sprove({ p: [], q: [check('Kari')] }, { choice: { properties: ['q'] } });
		const { events } = await watched.poll([['q', []]]);
		expect(events.map(({ json }) => json)).toEqual([
			{ property_id: 'q', ...check('Kari'), event: 'newCheck', changed: null },
		]);
		expect(watched.asked).toEqual(['/properties/q/checks']);
	});

	it('that are added to the chosen ones tell nothing of what was there, and the others tell theirs next', async () => {
		const lists: Record<string, unknown> = { p: [check('Kari')], q: [check('Ola')] };
		const chosen = (...ids: string[]) => sprove(lists, { choice: { properties: ids } });
		const first = await chosen('p').initialState();
		lists.p = [check('Kari'), check('Siv')];
		const added = await chosen('p', 'q').poll(first);
		expect([added.events, added.isPartial]).toEqual([[], true]);
		lists.q = [check('Ola'), check('Liv')];
		const next = await chosen('p', 'q').poll(added.state);
		expect(told(next.events as never)).toEqual([
			['p', 'Siv', 'newCheck', null],
			['q', 'Liv', 'newCheck', null],
		]);
		expect(next.isPartial).toBe(false);
	});

	it('that are chosen and cannot be read at first tell everything once they can', async () => {
		const down = sprove({ p: [], q: new Error('down') }, { choice: { properties: ['p', 'q'] } });
		const up = sprove({ p: [], q: [check('Ola')] }, { choice: { properties: ['p', 'q'] } });
		for (const state of [await down.initialState(), (await down.poll([['p', []]])).state])
			expect(told((await up.poll(state)).events as never)).toEqual([['q', 'Ola', 'newCheck', null]]);
	});

	it('are the active ones with an ID that can be asked for; others are said', async () => {
		const good = [
			{ id: 'p', active: true },
			{ id: 7, active: true },
		];
		const lists = { p: [], 7: [] };
		const fine = sprove(lists, { properties: [...good, { id: 'idle', active: false }] });
		await fine.poll([]);
		expect([fine.asked, fine.log]).toEqual([['/properties/p/checks', '/properties/7/checks'], []]);
		const odd = sprove(lists, {
			properties: [null, 'p', {}, { id: true, active: true }, { id: 'a/b', active: true }, ...good],
		});
		expect((await odd.poll([])).state).toEqual([
			['p', []],
			['7', []],
		]);
		expect(odd.asked).toEqual(['/properties/p/checks', '/properties/7/checks']);
		expect(odd.log).toEqual([
			['properties', 'sprove lists properties without a usable ID; they are passed over'],
		]);
	});

	it('of which some entries are no checks are told without those, which is said', async () => {
		const watched = sprove({ p: [null, 'Kari', [check('Kari')], check('Ola')] });
		expect((await watched.poll([])).events.map(({ json }) => json.tenant_name)).toEqual(['Ola']);
		expect(watched.log).toEqual([
			['checks', 'sprove lists entries that are no checks; they are passed over'],
		]);
		const fine = sprove({ p: [check('Ola')] });
		await fine.poll([]);
		expect(fine.log).toEqual([]);
	});
});

it('shows the first check of the first property that has one, and nothing where none has', async () => {
	const properties = ['p', 'q', 'r'].map((id) => ({ id, name: `Nr. ${id}`, active: true }));
	const lists = { p: [], q: [check('Kari'), check('Ola')], r: [check('Siv')] };
	expect(await sprove(lists, { properties }).sample()).toEqual([
		{ property_id: 'q', ...check('Kari'), property_name: 'Nr. q', event: 'newCheck', changed: null },
	]);
	expect(await sprove({ p: [] }).sample()).toEqual([]);
	expect(await sprove({}).sample()).toEqual([]);
});
