import {
	isByName,
	mapOf,
	pollOnce,
	readMemory,
	type Memory,
} from '../../../nodes/shared/triggers/pollMemory';

type Event = { name: string };

/** A poll source with these events; every poll raises the state by one. */
const source = (names: string[], isPartial?: boolean) => ({
	initialState: async () => 0,
	poll: async (state: number) => ({
		events: names.map((name) => ({ key: name, json: { name } })),
		state: state + 1,
		isPartial,
	}),
});

/** Polls as the process "me"; an event that is redelivered gets a plus. */
async function poll(
	memory: Memory<number> | undefined,
	names: string[],
	{ isPartial, isAtomic = false }: { isPartial?: boolean; isAtomic?: boolean } = {},
) {
	const outcome = await pollOnce<number, Event>(memory, 'me', isAtomic, source(names, isPartial));
	const events = outcome.events.map(({ name, ...mark }) => {
		expect([{}, { redelivered: true }]).toContainEqual(mark);
		return 'redelivered' in mark ? `${name}+` : name;
	});
	return { events, memory: outcome.memory };
}

describe('a poll keeps', () => {
	it('where it began, with what it has passed on, and where it has come to', async () => {
		expect(await poll(undefined, ['a', 'b'])).toEqual({
			events: ['a', 'b'],
			memory: {
				version: 2,
				committed: { state: 0, once: ['a', 'b'] },
				pending: { by: 'me', state: 1 },
			},
		});
	});

	it('only where it has come to when it brought nothing new', async () => {
		const pending = { by: 'me', state: 7 };
		expect(await poll({ version: 2, committed: { state: 3 }, pending }, [])).toEqual({
			events: [],
			memory: { version: 2, committed: { state: 8 } },
		});
		expect(await poll({ version: 2, committed: { state: 3, once: ['a'] } }, ['a'])).toEqual({
			events: ['a+'],
			memory: { version: 2, committed: { state: 4 } },
		});
	});

	it('only where it has come to where memory and execution are stored together', async () => {
		expect(await poll({ version: 2, committed: { state: 3 } }, ['a'], { isAtomic: true })).toEqual({
			events: ['a'],
			memory: { version: 2, committed: { state: 4 } },
		});
	});

	it('where its last poll came to, once it polls again', async () => {
		const pending = { by: 'me', state: 7 };
		expect((await poll({ version: 2, committed: { state: 3, once: ['a'] }, pending }, ['a'])).memory).toEqual(
			{
				version: 2,
				committed: { state: 7, once: ['a'] },
				pending: { by: 'me', state: 8 },
			},
		);
	});
});

describe('what was passed on', () => {
	it('once comes once more for each time, and twice not at all', async () => {
		const committed = { state: 0, once: ['a', 'a', 'b'], twice: ['c', 'a'] };
		const { events } = await poll({ version: 2, committed }, ['a', 'a', 'a', 'a', 'b', 'b', 'c', 'c']);
		expect(events).toEqual(['a+', 'a+', 'a', 'b+', 'b', 'c']);
	});

	it('by 0.1.0 comes as for the second time, whatever it is', async () => {
		const memory: Memory<number> = { version: 2, committed: { state: 0, isAllOnce: true } };
		expect(await poll(memory, ['a', 'b'])).toEqual({
			events: ['a+', 'b+'],
			memory: { version: 2, committed: { state: 1 } },
		});
	});

	it('is forgotten when a complete poll does not bring it, and kept by a partial one', async () => {
		const committed = { state: 0, once: ['a', 'b', 'b'], twice: ['c', 'd'] };
		expect((await poll({ version: 2, committed }, ['a', 'c'])).memory).toEqual({
			version: 2,
			committed: { state: 1 },
		});
		expect((await poll({ version: 2, committed }, ['a', 'b', 'c'], { isPartial: true })).memory).toEqual({
			version: 2,
			committed: { state: 1, once: ['b'], twice: ['d'] },
		});
	});

	it('twice by this process stays known where it began, for whoever begins there', async () => {
		const committed = { state: 0, once: ['a', 'b'], twice: ['c'] };
		const partial = { isPartial: true };
		expect(await poll({ version: 2, committed }, ['a', 'new'], partial)).toEqual({
			events: ['a+', 'new'],
			memory: {
				version: 2,
				committed: { state: 0, once: ['b', 'new'], twice: ['c', 'a'] },
				pending: { by: 'me', state: 1, once: ['b'], twice: ['c'] },
			},
		});
	});
});

describe('what is taken over from another process', () => {
	it('is committed as far as that one had come, when all that it had passed on was found', async () => {
		const memory: Memory<number> = {
			version: 2,
			committed: { state: 0, once: ['a', 'b'] },
			pending: { by: 'another', state: 5, once: ['b', 'x'], twice: ['c'] },
		};
		expect(await poll(memory, ['a', 'b', 'new'])).toEqual({
			events: ['a+', 'b+', 'new'],
			memory: {
				version: 2,
				committed: { state: 5, once: ['new'], twice: ['c', 'b'] },
				pending: { by: 'me', state: 1 },
			},
		});
		const partial = { isPartial: true };
		expect((await poll(memory, ['a', 'new'], partial)).memory).toEqual({
			version: 2,
			committed: { state: 5, once: ['b', 'x', 'new'], twice: ['c'] },
			pending: { by: 'me', state: 1, once: ['b'] },
		});
	});

	it('has nothing of before to be kept from coming where that one had passed nothing on twice', async () => {
		const memory: Memory<number> = {
			version: 2,
			committed: { state: 0, once: ['a'] },
			pending: { by: 'another', state: 5 },
		};
		expect((await poll(memory, ['a', 'new'])).memory.committed).toEqual({ state: 5, once: ['new'] });
	});

	it('is left where it began when from there on something would not be found', async () => {
		const memory: Memory<number> = {
			version: 2,
			committed: { state: 0, once: ['a', 'b', 'b'] },
			pending: { by: 'another', state: 5, once: ['b'] },
		};
		expect((await poll(memory, ['a', 'new'], { isPartial: true })).memory).toEqual({
			version: 2,
			committed: { state: 0, once: ['b', 'b', 'new'], twice: ['a'] },
			pending: { by: 'me', state: 1, once: ['b', 'b'] },
		});
	});
});

describe('what n8n has kept', () => {
	const isState = (value: unknown): value is number => typeof value === 'number';
	const read = (kept: unknown) => readMemory(kept, isState);

	it.each([undefined, null])('is nothing (%j) before the first poll', (kept) => {
		expect(read(kept)).toEqual({});
	});

	it('is read as it was written', () => {
		const committed = { state: 1, once: ['a'], twice: [] };
		expect(read({ version: 2, committed })).toEqual({ memory: { version: 2, committed } });
		const whole = { version: 2, committed, pending: { state: 2, by: 'x' } };
		expect(read({ ...whole, settled: 7, passedOn: 8 })).toEqual({ memory: whole });
	});

	it('by 0.1.0 is read as passed on once where another process had passed anything on', () => {
		expect(read({ settled: 1 })).toEqual({ memory: { version: 2, committed: { state: 1 } } });
		expect(read({ settled: 1, passedOn: { state: 2, by: 'x' }, committed: 7, pending: 8 })).toEqual({
			memory: { version: 2, committed: { state: 1, isAllOnce: true }, pending: { state: 2, by: 'x' } },
		});
	});

	it.each([
		[{ version: 1, settled: 1 }],
		[{ version: 1, committed: { state: 1 } }],
		[{ version: '3', committed: { state: 1 } }],
		[{ version: 2 }],
		[{ version: 2, committed: null }],
		[{ version: 2, committed: { state: '1' } }],
		[{ version: 2, committed: { state: 1, once: 'a' } }],
		[{ version: 2, committed: { state: 1, once: { every: true } } }],
		[{ version: 2, committed: { state: 1, twice: ['a', 1] } }],
		[{ version: 2, committed: { state: 1 }, pending: null }],
		[{ version: 2, committed: { state: 1 }, pending: { by: 'x' } }],
		[{ version: 2, committed: { state: 1 }, pending: { state: 1 } }],
		[{ version: 2, committed: { state: 1 }, pending: { state: 1, by: 1 } }],
	])('is damaged: %j', (kept) => expect(read(kept)).toEqual({ trouble: 'is damaged' }));

	it('is not read when a later version wrote it', () => {
		expect(read({ version: 3, committed: { state: 1 } })).toEqual({
			trouble: 'was written by a newer version of this package',
		});
	});
});

describe('names that a partner gives', () => {
	const isNumber = (value: unknown): value is number => typeof value === 'number';

	it('are kept as pairs, and read from an object, too', () => {
		expect([...mapOf([['__proto__', 1]])]).toEqual([['__proto__', 1]]);
		expect([...mapOf({ a: 1, b: 2 })]).toEqual([
			['a', 1],
			['b', 2],
		]);
	});

	it.each([
		[{ a: 1, b: 2 }, true],
		[{}, true],
		[{ a: 1, b: '2' }, false],
		[[], true],
		[[['a', 1]], true],
		[
			[
				['a', 1],
				['b', '2'],
			],
			false,
		],
		[
			[
				['a', 1],
				[2, 1],
			],
			false,
		],
		[[['a', 1], null], false],
		[[['a', 1], { 0: 'b', 1: 2 }], false],
		[null, false],
		['ab', false],
	])('%j are such: %j', (value, is) => expect(isByName(value, isNumber)).toBe(is));
});
