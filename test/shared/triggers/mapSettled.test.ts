import { mapSettled } from '../../../nodes/shared/triggers/mapSettled';

const NAMES = Array.from({ length: 12 }, (_, index) => `n${index}`);

/** Works on names of which some fail; returns the results, the order of the starts, and the log. */
async function settled(
	names: string[],
	{ bad = [], chance = 0, deadline = Infinity }: { bad?: string[]; chance?: number; deadline?: number } = {},
) {
	jest.spyOn(Math, 'random').mockReturnValue(chance);
	const [begun, log]: [string[], string[]] = [[], []];
	let [under, most] = [0, 0];
	const outcome = await mapSettled(
		names,
		(name) => `Reading ${name}`,
		{ deadline, log: (message) => void log.push(message) },
		async (name) => {
			begun.push(name);
			most = Math.max(most, ++under);
			await new Promise((resolve) => setImmediate(resolve));
			under--;
			if (bad.includes(name)) throw new Error(`${name} is bad`);
			return name.toUpperCase();
		},
	).catch((failure: unknown) => ({ failure }));
	return { outcome, begun, log, most };
}

const upper = (names: string[]) => names.map((name) => name.toUpperCase());

afterEach(() => jest.restoreAllMocks());

describe('something for each of several', () => {
	it('is done five at a time, and comes in their order', async () => {
		expect(await settled(NAMES)).toEqual({
			outcome: { results: upper(NAMES), isPartial: false },
			begun: NAMES,
			log: [],
			most: 5,
		});
	});

	it('begins anywhere, and comes in their order all the same', async () => {
		const { outcome, begun } = await settled(NAMES, { chance: 0.3 });
		expect(begun).toEqual([...NAMES.slice(3), ...NAMES.slice(0, 3)]);
		expect(outcome).toEqual({ results: upper(NAMES), isPartial: false });
		expect((await settled(NAMES, { chance: 0.999 })).begun.slice(0, 2)).toEqual(['n11', 'n0']);
	});

	it('is done for none where there are none', async () => {
		expect(await settled([])).toEqual({
			outcome: { results: [], isPartial: false },
			begun: [],
			log: [],
			most: 0,
		});
	});

	it('that fails for some is done for the others, and what failed is said', async () => {
		const { outcome, log } = await settled(['a', 'b', 'c'], { bad: ['a', 'c'] });
		expect(outcome).toEqual({ results: ['B'], isPartial: true });
		expect(log).toEqual(['Reading a: a is bad', 'Reading c: c is bad']);
	});

	it('that fails for all fails with the first failure', async () => {
		const { outcome } = await settled(['a', 'b'], { bad: ['a', 'b'], chance: 0.5 });
		expect(outcome).toEqual({ failure: new Error('b is bad') });
	});

	it('is begun no more when time is up, and what is left is said', async () => {
		const { outcome, begun, log } = await settled(NAMES, { chance: 0.5, deadline: 0 });
		expect(begun).toEqual(['n6', 'n7', 'n8', 'n9', 'n10']);
		expect(outcome).toEqual({ results: ['N6', 'N7', 'N8', 'N9', 'N10'], isPartial: true });
		expect(log).toEqual(['Time was up before 7 of 12 could be read; they are left for the next poll']);
	});

	it('is begun no more in the very moment at which time is up', async () => {
		jest.spyOn(Date, 'now').mockReturnValue(1000);
		expect((await settled(NAMES, { deadline: 1000 })).begun).toHaveLength(5);
		expect((await settled(NAMES, { deadline: 1001 })).begun).toHaveLength(12);
	});
});
