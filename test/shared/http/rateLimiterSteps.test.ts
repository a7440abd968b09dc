/** The rate limiter step by step, by Jest's clock; rateLimiter.test.ts plays whole runs against made-up partners. */
import { RateLimiter, type Permit } from '../../../nodes/shared/http/rateLimiter';

beforeEach(() => {
	jest.useFakeTimers();
	// Of each back-off the shortest: 250 ms, then 500, then 1000.
	jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

/** A limiter, and the requests that wait for it and went, with the milliseconds after which they did. */
function limiting(limit: number, signal?: AbortSignal) {
	const limiter = new RateLimiter(limit, signal);
	const start = Date.now();
	const went: Array<{ name: string; at: number; permit: Permit | undefined }> = [];
	const failed: unknown[] = [];
	return {
		limiter,
		failed,
		ask(names: string[], again = false) {
			for (const name of names)
				limiter.acquire(again).then(
					(permit) => went.push({ name, at: Date.now() - start, permit }),
					(reason: unknown) => failed.push(reason),
				);
		},
		/** Lets time pass; returns what went since the last call. */
		async after(milliseconds = 0) {
			await jest.advanceTimersByTimeAsync(milliseconds);
			return went.splice(0);
		},
	};
}
const names = (went: Array<{ name: string }>) => went.map(({ name }) => name);
const numbered = (count: number) => Array.from({ length: count }, (_, n) => String(n));
type Went = Array<{ permit: Permit | undefined }>;
const succeed = (limiter: RateLimiter, went: Went) =>
	went.forEach(({ permit }) => limiter.onSuccess(permit!));
const refuse = (limiter: RateLimiter, went: Went, asked?: number) =>
	went.forEach(({ permit }) => limiter.onRateLimited(permit!, asked, false));

describe('while nobody objects', () => {
	it('as many go as are allowed, each with its number, and one more for each that ends', async () => {
		const { limiter, ask, after } = limiting(3);
		ask(numbered(5));
		const first = await after();
		expect(first.map(({ name, permit }) => [name, permit?.inFlight])).toEqual([
			['0', 1],
			['1', 2],
			['2', 3],
		]);
		succeed(limiter, first.slice(0, 1));
		expect(names(await after())).toEqual(['3']);
	});

	it('one that was refused before goes first', async () => {
		const { limiter, ask, after } = limiting(1);
		ask(['a', 'b']);
		const [a] = await after();
		ask(['again'], true);
		succeed(limiter, [a!]);
		expect(names(await after())).toEqual(['again']);
	});

	it('one is alone that goes with none under way, and none got through within a second', async () => {
		const { limiter, ask, after } = limiting(2);
		const goes = async (...which: string[]) => {
			ask(which);
			const went = await after();
			return { went, alone: went.map(({ permit }) => permit?.alone) };
		};
		const first = await goes('a', 'b');
		expect(first.alone).toEqual([true, false]);
		succeed(limiter, first.went);
		await after(999);
		const second = await goes('c');
		expect(second.alone).toEqual([false]);
		await after(1);
		succeed(limiter, second.went);
		await after(1000);
		expect((await goes('d')).alone).toEqual([true]);
	});
});

describe('after a 429', () => {
	it.each([
		['as long as the partner asks', 1000, 1000],
		['its own pause where the partner asks for nothing', undefined, 250],
		['its own pause where that is longer', 100, 250],
	])('nothing goes for a while (%s), then one alone', async (_, asked, silence) => {
		const { limiter, ask, after } = limiting(5);
		ask(['a']);
		refuse(limiter, await after(), asked);
		ask(['b', 'c']);
		expect(await after(silence - 1)).toEqual([]);
		const [probe, ...others] = await after(1);
		expect([probe?.name, probe?.permit?.alone, others]).toEqual(['b', true, []]);
		// The others wait for what becomes of it.
		expect(await after(10_000)).toEqual([]);
		succeed(limiter, [probe!]);
		expect(names(await after())).toEqual(['c']);
	});

	it('a longer silence holds over a shorter one that is asked for later', async () => {
		const { limiter, ask, after } = limiting(5);
		ask(['a', 'b']);
		const [a, b] = await after();
		refuse(limiter, [a!], 1000);
		refuse(limiter, [b!], 300);
		ask(['c']);
		expect(await after(999)).toEqual([]);
		expect(names(await after(1))).toEqual(['c']);
	});

	it('the pauses grow as often as the one alone is refused', async () => {
		const { limiter, ask, after } = limiting(5);
		ask(['a']);
		const a = await after();
		expect(a[0]?.permit?.alone).toBe(true);
		refuse(limiter, a);
		for (const [pause, name] of [
			[250, 'b'],
			[500, 'c'],
			[1000, 'd'],
		] as const) {
			ask([name]);
			expect(await after(pause - 1)).toEqual([]);
			const went = await after(1);
			expect(names(went)).toEqual([name]);
			refuse(limiter, went);
		}
	});
});

describe('afterwards', () => {
	/** A partner that bears two at once: of five the last three are refused. */
	const bearingTwo = async () => {
		const run = limiting(5);
		run.ask(numbered(5));
		const went = await run.after();
		succeed(run.limiter, went.slice(0, 2));
		refuse(run.limiter, went.slice(2), 1000);
		run.ask(['probe']);
		const probe = await run.after(1000);
		expect(names(probe)).toEqual(['probe']);
		succeed(run.limiter, probe);
		return run;
	};

	it('no more go at once than the partner bore', async () => {
		const { limiter, ask, after } = await bearingTwo();
		ask(numbered(4));
		const went = await after();
		expect(names(went)).toEqual(['0', '1']);
		succeed(limiter, went);
		expect(names(await after())).toEqual(['2', '3']);
	});

	it('all may go again after half a minute', async () => {
		const { ask, after, limiter } = await bearingTwo();
		await after(29_999);
		ask(numbered(3));
		const went = await after();
		expect(names(went)).toEqual(['0', '1']);
		await after(1);
		ask(['3', '4']);
		expect(names(await after())).toEqual(['2', '3', '4']);
		succeed(limiter, went);
	});

	it('as many may go as before where nothing had got through: nothing is known', async () => {
		const { limiter, ask, after } = limiting(3);
		ask(numbered(3));
		refuse(limiter, await after(), 1000);
		ask(['probe']);
		succeed(limiter, await after(1000));
		ask(numbered(3));
		expect(names(await after())).toEqual(['0', '1', '2']);
	});

	/** One request after the other, `latency` apart, until the one after `count` is refused; then the probe. */
	const refusedAfter = async (count: number, latency: number) => {
		const run = limiting(1);
		const one = async () => {
			run.ask(['x']);
			return await run.after(latency);
		};
		for (let n = 0; n < count; n++) succeed(run.limiter, await one());
		refuse(run.limiter, await one(), 1000);
		run.ask(['probe']);
		await run.after(1000 - 1);
		succeed(run.limiter, await run.after(1));
		// The moment from which on the next may go.
		const pauses: number[] = [];
		for (let n = 0; n < 3; n++) {
			run.ask(['x']);
			const before = Date.now();
			let went: Went = [];
			while (went.length === 0 && Date.now() - before < 500) went = await run.after(1);
			pauses.push(Date.now() - before);
			succeed(run.limiter, went);
		}
		return pauses;
	};

	it('they go at the pace of a limit by the second, a little slower', async () => {
		// Nine had got through in the second before: one each 111 ms, at 97 percent each 114.5 ms.
		expect(await refusedAfter(10, 100)).toEqual([115, 115, 114]);
		expect(await refusedAfter(20, 100)).toEqual([115, 115, 114]);
	});

	it('that is known from four waves on', async () =>
		expect(await refusedAfter(4, 50)).toEqual([258, 258, 258]));

	/** The milliseconds until the next goes. */
	const pauseOf = async ({ ask, after }: ReturnType<typeof limiting>) => {
		ask(['next']);
		const before = Date.now();
		let went: Went = [];
		while (went.length === 0 && Date.now() - before < 500) went = await after(1);
		return { pause: Date.now() - before, went };
	};
	const probed = async (run: ReturnType<typeof limiting>, silence: number) => {
		run.ask(['probe']);
		const probe = await run.after(silence);
		expect(probe.map(({ permit }) => permit?.alone)).toEqual([true]);
		succeed(run.limiter, probe);
	};

	it('a wave is as many as go at once', async () => {
		const run = limiting(2);
		for (const end of [succeed, succeed, refuse]) {
			run.ask(['a', 'b']);
			end(run.limiter, await run.after(50));
		}
		await probed(run, 250);
		// Four in 150 ms.
		expect((await pauseOf(run)).pause).toBe(39);
	});

	it('one counts that was under way when another was refused, and got through', async () => {
		const run = limiting(2);
		run.ask(['a', 'b']);
		const [a, b] = await run.after(100);
		refuse(run.limiter, [a!]);
		succeed(run.limiter, [b!]);
		await probed(run, 250);
		expect((await pauseOf(run)).pause).toBe(104);
	});

	it('they go slower still when that pace is refused as well', async () => {
		const run = limiting(1);
		const pauses: number[] = [];
		for (let round = 0; round < 3; round++) {
			for (const end of [succeed, succeed, succeed, refuse]) {
				const { pause, went } = await pauseOf(run);
				pauses.push(pause);
				await run.after(50);
				end(run.limiter, went);
			}
			await probed(run, 250);
		}
		const [first = 0, second = 0, third = 0] = [1, 5, 9].map((n) => pauses[n]);
		expect(first).toBe(1);
		expect(second).toBeGreaterThan(10);
		expect(third).toBeGreaterThan(second);
		expect(third).toBeLessThan(200);
	});

	it('they go at the pace that they had, where too few got through to know', async () => {
		// Two in 150 ms: one each 75 ms.
		expect(await refusedAfter(2, 50)).toEqual([78, 77, 77]);
	});
});

describe('a cancel', () => {
	it('ends what waits, and what asks later, with its reason', async () => {
		const user = new AbortController();
		const { limiter, ask, after, failed } = limiting(1, user.signal);
		ask(['a']);
		refuse(limiter, await after(), 60_000);
		ask(['b', 'c']);
		await after(10);
		const reason = new Error('stop button');
		user.abort(reason);
		expect(await after(0)).toEqual([]);
		ask(['d']);
		await after(0);
		expect(failed).toEqual([reason, reason, reason]);
	});
});

describe('patience', () => {
	const exhausted = async (silences: number[]) => {
		const { limiter, ask, after } = limiting(1);
		for (const silence of silences) {
			ask(['x']);
			const [one] = await after(600_000);
			limiter.onRateLimited(one!.permit!, silence, true);
		}
		ask(['next']);
		return (await after(0)).map(({ permit }) => permit);
	};

	it('ends after two minutes of silence that brought nobody through', async () => {
		expect(await exhausted([120_000])).toEqual([undefined]);
		expect(await exhausted([60_000, 60_000])).toEqual([undefined]);
		expect(await exhausted([119_999])).toEqual([]);
	});

	it('does not end while none was given up, however long the partner wants to be left alone', async () => {
		const { limiter, ask, after } = limiting(1);
		ask(['a']);
		refuse(limiter, await after(), 120_000);
		ask(['b']);
		expect(await after(119_999)).toEqual([]);
		const b = await after(1);
		succeed(limiter, b);
		ask(['c']);
		refuse(limiter, await after(1000), 120_000);
		ask(['d']);
		expect(await after(0)).toEqual([]);
		expect((await after(120_000)).map(({ permit }) => permit?.alone)).toEqual([true]);
	});

	it('begins anew with each that gets through', async () => {
		const { limiter, ask, after } = limiting(1);
		ask(['a']);
		const [a] = await after();
		limiter.onRateLimited(a!.permit!, 120_000, true);
		ask(['b']);
		expect((await after())[0]?.permit).toBeUndefined();
		await after(120_000);
		ask(['c']);
		succeed(limiter, await after());
		ask(['d']);
		const [d] = await after();
		limiter.onRateLimited(d!.permit!, 1000, true);
		ask(['e']);
		expect(names(await after(1000))).toEqual(['e']);
	});
});
