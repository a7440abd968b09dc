import fc from '../../support/fastCheck';

import { mapWithConcurrency, KeyedMutex } from '../../../nodes/shared/execution/concurrency';

/** Maps items that end in an order chosen by fast-check, and records what happened. */
async function watch(
	scheduler: fc.Scheduler,
	count: number,
	atOnce: number,
	failing: ReadonlySet<number>,
	stopped?: () => boolean,
) {
	const seen = {
		started: [] as number[],
		ended: [] as number[],
		inFlight: 0,
		most: 0,
		mostWithFirst: 0,
		startedAfterFailure: 0,
		failed: false,
	};
	const work = async (index: number) => {
		if (seen.failed) seen.startedAfterFailure++;
		seen.started.push(index);
		seen.most = Math.max(seen.most, ++seen.inFlight);
		if (!seen.ended.includes(0)) seen.mostWithFirst = Math.max(seen.mostWithFirst, seen.inFlight);
		await scheduler.schedule(Promise.resolve(), `item ${index}`);
		seen.inFlight--;
		seen.ended.push(index);
		if (!failing.has(index)) return `result ${index}`;
		seen.failed = true;
		return await Promise.reject(new Error(`failure ${index}`));
	};
	// More pauses than that come of a loop without an end, which would never let a timeout pass.
	let pauses = 0;
	const pause = async () => {
		if (++pauses > 10 * (count + atOnce)) throw new Error('It goes round and round');
		return await Promise.resolve();
	};
	const outcome = await scheduler.waitFor(
		mapWithConcurrency(count, atOnce, work, stopped, pause).then(
			(results) => ({ results, failure: undefined }),
			(failure: Error) => ({ results: [], failure: failure.message }),
		),
	);
	return { ...seen, ...outcome };
}

const sizes = [fc.scheduler(), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 50 })] as const;

describe('mapWithConcurrency', () => {
	it('keeps the order of the input, works on everything once, and stays within its bound', async () => {
		await fc.assert(
			fc.asyncProperty(...sizes, async (scheduler, count, atOnce) => {
				const { results, started, most } = await watch(scheduler, count, atOnce, new Set());
				expect(results).toEqual(Array.from({ length: count }, (_, index) => `result ${index}`));
				expect(started).toEqual(Array.from({ length: count }, (_, index) => index));
				expect(most).toBe(Math.max(1, Math.min(atOnce, count - 1)));
			}),
		);
	});

	it('lets the first go alone', async () => {
		await fc.assert(
			fc.asyncProperty(...sizes, async (scheduler, count, atOnce) =>
				expect((await watch(scheduler, count, atOnce, new Set())).mostWithFirst).toBe(1),
			),
		);
	});

	it('starts nothing after a failure, waits for what is under way, and throws the failure of the earliest item', async () => {
		await fc.assert(
			fc.asyncProperty(
				...sizes,
				fc.uniqueArray(fc.nat(39), { minLength: 1 }),
				async (scheduler, count, atOnce, positions) => {
					const failing = new Set(positions.filter((position) => position < count));
					fc.pre(failing.size > 0);
					const { failure, started, ended, startedAfterFailure } = await watch(
						scheduler,
						count,
						atOnce,
						failing,
					);
					const failed = started.filter((index) => failing.has(index));
					expect(failure).toBe(`failure ${Math.min(...failed)}`);
					expect(startedAfterFailure).toBe(0);
					expect([...ended].sort((a, b) => a - b)).toEqual(started);
				},
			),
		);
	});

	it('starts nothing once it is stopped, gives back what is finished, and blames nobody', async () => {
		await fc.assert(
			fc.asyncProperty(...sizes, fc.nat(40), async (scheduler, count, atOnce, after) => {
				let asked = 0;
				const { results, failure, started } = await watch(
					scheduler,
					count,
					atOnce,
					new Set([count - 1]),
					() => ++asked > after,
				);
				fc.pre(started.length < count);
				expect(failure).toBeUndefined();
				// Items that were not started leave no gap.
				expect(results).toStrictEqual(started.map((index) => `result ${index}`));
			}),
		);
	});

	it('blames nobody for what a stop broke off', async () => {
		const stop = new AbortController();
		const work = async (index: number) => {
			if (index === 0) return 'done';
			stop.abort();
			return await Promise.reject(new Error('broken off'));
		};
		await expect(mapWithConcurrency(5, 2, work, () => stop.signal.aborted)).resolves.toStrictEqual(['done']);
	});

	it('pauses once in ten milliseconds where items are too quick for a pause between any two', async () => {
		let clock = 1000;
		jest.spyOn(performance, 'now').mockImplementation(() => clock);
		const pausedAt: number[] = [];
		await mapWithConcurrency(
			61,
			20,
			async () => void clock++,
			() => false,
			async () => void pausedAt.push(clock),
		);
		// The first before anything is known of how long an item takes.
		expect(pausedAt).toEqual([1000, 1010, 1020, 1030, 1040, 1050, 1060]);
	});

	it('lets the event loop go round while it pauses', async () => {
		let clock = 1000;
		jest.spyOn(performance, 'now').mockImplementation(() => (clock += 10));
		let isOver = false;
		let rounds = 0;
		const count = () => {
			rounds++;
			if (!isOver) setImmediate(count);
		};
		setImmediate(count);
		const startedIn: number[] = [];
		await mapWithConcurrency(20, 5, async () => void startedIn.push(rounds));
		isOver = true;
		expect(new Set(startedIn).size).toBe(20);
	});

	it('spreads the starts over a part of what the quickest item took, three milliseconds at most', async () => {
		let clock = 1000;
		jest.spyOn(performance, 'now').mockImplementation(() => clock);
		const pausesOf = async (atOnce: number, durations: number[]) => {
			const pauses: number[] = [];
			await mapWithConcurrency(
				durations.length,
				atOnce,
				async (index) => void (clock += durations[index]!),
				() => false,
				async (milliseconds) => void pauses.push(Number(milliseconds.toFixed(6))),
			);
			return pauses;
		};
		try {
			// Until the first item has ended, nobody knows how long one takes.
			expect(await pausesOf(1, [4, 2, 8, 1])).toEqual([3, 2.4, 1.2, 1.2]);
			expect((await pausesOf(4, [10, 10, 10, 10])).slice(0, 2)).toEqual([3, 1.5]);
			expect((await pausesOf(2, [100, 100])).slice(0, 2)).toEqual([3, 3]);
		} finally {
			jest.restoreAllMocks();
		}
	});

	it('has nothing to do for no items', async () =>
		await expect(mapWithConcurrency(0, 10, async () => 1)).resolves.toEqual([]));
});

describe('KeyedMutex', () => {
	it('runs one job at a time under a name, in order, also after one that failed', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.array(fc.record({ name: fc.constantFrom('a', 'b'), fails: fc.boolean() }), { maxLength: 20 }),
				async (scheduler, jobs) => {
					const mutex = new KeyedMutex();
					const running = new Set<string>();
					const done: Record<string, number[]> = { a: [], b: [] };
					const all = jobs.map(async ({ name, fails }, index) => {
						const outcome = await mutex
							.runExclusive(name, async () => {
								expect(running.has(name)).toBe(false);
								running.add(name);
								await scheduler.schedule(Promise.resolve(), `${name} ${index}`);
								running.delete(name);
								done[name]?.push(index);
								return fails ? await Promise.reject(new Error(`no ${index}`)) : index;
							})
							.catch((failure: Error) => failure.message);
						expect(outcome).toBe(fails ? `no ${index}` : index);
					});
					await scheduler.waitFor(Promise.all(all));
					for (const order of Object.values(done)) expect(order).toEqual([...order].sort((a, b) => a - b));
				},
			),
		);
	});

	it('does not make one name wait for another', async () => {
		const mutex = new KeyedMutex();
		void mutex.runExclusive('a', async () => await new Promise(() => {}));
		await expect(mutex.runExclusive('b', async () => 'free')).resolves.toBe('free');
	});
});
