import fc from '../../support/fastCheck';

import { RateLimiter } from '../../../nodes/shared/http/rateLimiter';

/** The limits of a partner; times in milliseconds. */
interface Limits {
	inFlight: number;
	perSecond: number;
	/** The length of the partner’s second. */
	second?: number;
	latency: number;
	retryAfter?: number;
}

/** A partner on Jest’s clock, which answers 429 above its limits. */
function limited({ inFlight, perSecond, second = 1000, latency, retryAfter }: Limits) {
	let underWay = 0;
	let recent: number[] = [];
	const seen = { requests: 0, refused: 0, atOnce: 0 };
	const ask = async () => {
		const now = Date.now();
		seen.requests++;
		seen.atOnce = Math.max(seen.atOnce, ++underWay);
		recent = recent.filter((at) => now - at < second);
		const isRefused = underWay > inFlight || recent.length >= perSecond;
		if (isRefused) seen.refused++;
		else recent.push(now);
		await new Promise((resolve) => setTimeout(resolve, latency));
		underWay--;
		return isRefused ? { refused: true, retryAfter } : { refused: false };
	};
	return { ask, seen };
}

/** Sends `count` requests through a limiter, each until it succeeds; counts refusals of requests that were sent alone. */
async function sendAll(limiter: RateLimiter, count: number, { ask }: ReturnType<typeof limited>) {
	const ahead: number[] = [];
	const one = async () => {
		let refusals = 0;
		for (let again = false; ; again = true) {
			const permit = await limiter.acquire(again);
			if (!permit) throw new Error('Given up');
			const { refused, retryAfter } = await ask();
			if (!refused) {
				limiter.onSuccess(permit);
				ahead.push(refusals);
				return;
			}
			if (permit.alone) refusals++;
			limiter.onRateLimited(permit, retryAfter, false);
		}
	};
	const start = Date.now();
	const all = (async () => {
		await one();
		await Promise.all(Array.from({ length: count - 1 }, one));
	})();
	await jest.runAllTimersAsync();
	await all;
	return { done: ahead.length, mostRefusals: Math.max(...ahead), took: Date.now() - start };
}

describe('the rate limiter of a run, by the test’s own clock', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	describe.each([10, 25, 50])('with %d at once', (atOnce) => {
		it.each([
			['and Retry-After, answered in 50 ms', { latency: 50, retryAfter: 1000 }],
			['and no Retry-After, answered in 50 ms', { latency: 50 }],
			['and Retry-After, answered in 5 ms', { latency: 5, retryAfter: 1000 }],
			['and no Retry-After, answered in 5 ms', { latency: 5 }],
		])('loses little time over a limit of 20 at once and 100 a second %s', async (_, answering) => {
			const partner = limited({ inFlight: 20, perSecond: 100, ...answering });
			const { done, took } = await sendAll(new RateLimiter(atOnce, undefined), 1000, partner);
			expect(done).toBe(1000);
			expect(took).toBeLessThanOrEqual(12_000);
			// Only the first rounds exceed the limit.
			expect(partner.seen.refused).toBeLessThanOrEqual(3 * atOnce);
		});

		it('sends as many as are allowed while nobody objects', async () => {
			const partner = limited({ inFlight: 50, perSecond: 1e6, latency: 100 });
			await sendAll(new RateLimiter(atOnce, undefined), 500, partner);
			expect(partner.seen).toEqual({ requests: 500, refused: 0, atOnce });
		});
	});

	it('brings everything through whatever the limits are, and blames no request for the others', async () => {
		const limits = fc.record({
			inFlight: fc.integer({ min: 1, max: 60 }),
			perSecond: fc.integer({ min: 1, max: 300 }),
			latency: fc.integer({ min: 1, max: 900 }),
			retryAfter: fc.constantFrom(undefined, 0, 1000, 5000),
		});
		await fc.assert(
			fc.asyncProperty(limits, fc.integer({ min: 1, max: 50 }), async (bears, atOnce) => {
				const partner = limited(bears);
				const { done, mostRefusals } = await sendAll(new RateLimiter(atOnce, undefined), 120, partner);
				expect(done).toBe(120);
				expect(partner.seen.atOnce).toBeLessThanOrEqual(atOnce);
				expect(mostRefusals).toBeLessThanOrEqual(3);
			}),
			{ numRuns: 200 },
		);
	});

	it('tries again at full speed when a partner was slow for a while', async () => {
		const limiter = new RateLimiter(20, undefined);
		await sendAll(limiter, 100, limited({ inFlight: 5, perSecond: 1e6, latency: 100 }));
		const recovered = limited({ inFlight: 50, perSecond: 1e6, latency: 100 });
		await sendAll(limiter, 3000, recovered);
		expect(recovered.seen).toMatchObject({ refused: 0, atOnce: 20 });
	});

	it.each([2, 5, 12, 40])('is not slowed down for long by one refusal, of request %d', async (n) => {
		const partner = limited({ inFlight: 50, perSecond: 1e6, latency: 50 });
		let sent = 0;
		const ask = async () => {
			const refused = ++sent === n;
			await partner.ask();
			return { refused, retryAfter: undefined };
		};
		const { done, took } = await sendAll(new RateLimiter(10, undefined), 500, { ...partner, ask });
		expect(done).toBe(500);
		// Without refusals it takes 2.5 seconds.
		expect(took).toBeLessThan(12_000);
	});

	it('slows down further when its new rate is refused, however many requests got through', async () => {
		const partner = limited({ inFlight: 50, perSecond: 100, second: 1040, latency: 50, retryAfter: 1000 });
		const { done, took } = await sendAll(new RateLimiter(10, undefined), 1000, partner);
		expect(done).toBe(1000);
		expect(took).toBeLessThanOrEqual(13_000);
	});

	it.each([25, 50])('is not misled by requests that overtake each other, %d at once', async (atOnce) => {
		const partner = limited({ inFlight: 20, perSecond: 1e6, latency: 50, retryAfter: 1000 });
		let sent = 0;
		const ask = async () => {
			await new Promise((resolve) => setTimeout(resolve, (++sent * 37) % 13));
			return await partner.ask();
		};
		const { done, took } = await sendAll(new RateLimiter(atOnce, undefined), 1000, { ...partner, ask });
		expect(done).toBe(1000);
		// With the limit known it takes three seconds.
		expect(took).toBeLessThan(12_000);
	});

	it('waits no more once a request has been given up and two minutes of silence have brought nobody through', async () => {
		const limiter = new RateLimiter(10, undefined);
		const asked: Array<'sent' | 'not sent'> = [];
		const all = (async () => {
			for (let n = 0; n < 10; n++) {
				const permit = await limiter.acquire(false);
				asked.push(permit ? 'sent' : 'not sent');
				if (permit) limiter.onRateLimited(permit, 50_000, true);
			}
		})();
		await jest.runAllTimersAsync();
		await all;
		expect(asked).toEqual([...Array<string>(3).fill('sent'), ...Array<string>(7).fill('not sent')]);
	});
});
