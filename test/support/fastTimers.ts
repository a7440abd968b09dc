import dns from 'node:dns';

import type * as TimeLimit from '../../nodes/shared/http/timeLimit';
import type * as RateLimiting from '../../nodes/shared/http/rateLimiter';
import type * as Sleep from '../../nodes/shared/http/sleep';
import type * as Retry from '../../nodes/shared/http/retry';
import type * as Waiting from '../../nodes/shared/execution/waiting';

/** The waits that were cut short. */
export const waits = {
	/** Waits that the engine chose itself. */
	ownCount: 0,
	/** Milliseconds that partners asked for. */
	asked: [] as number[],
	reset() {
		this.ownCount = 0;
		this.asked = [];
	},
};

/** The retry rules with every wait cut short, for `jest.mock('../../nodes/shared/http/retry')`. */
export function quickRetry(actual: typeof Retry): typeof Retry {
	return {
		...actual,
		backOff: () => {
			waits.ownCount++;
			return 1;
		},
		pollInterval: () => 1,
		retryAfter: (header, now, most) => {
			const wait = actual.retryAfter(header, now, most);
			if (wait === undefined) return undefined;
			waits.asked.push(wait);
			return Math.min(wait, 2);
		},
	};
}

/** A limiter that hardly slows down after a 429, for `jest.mock('../../nodes/shared/http/rateLimiter')`. */
export function quickRateLimiter(actual: typeof RateLimiting): typeof RateLimiting {
	const limiter = actual.RateLimiter.prototype;
	const resume = limiter['resume'];
	limiter['resume'] = function (hold, now) {
		resume.call(this, hold, now);
		this['gap'] = Math.min(this['gap'], 1);
		this['nextAt'] = now;
	};
	return actual;
}

/** Time limits divided by `times`, for `jest.mock('../../nodes/shared/http/timeLimit')`. */
export function quickTimeLimit(actual: typeof TimeLimit, times: number): typeof TimeLimit {
	return {
		...actual,
		withTimeLimit: async (milliseconds, cancel, work) =>
			await actual.withTimeLimit(milliseconds / times, cancel, work),
	};
}

/**
 * A time limit that does not go on while a busy machine lets this process and the simulator in it stand still, for
 * `jest.mock('../../nodes/shared/http/sleep')`.
 */
export function ownTime(actual: typeof Sleep): typeof Sleep {
	return {
		...actual,
		sleep: async (milliseconds, signal) => {
			for (let left = milliseconds / 2; left > 0; left--) await actual.sleep(2, signal);
		},
	};
}

/** A wait that ends after so many milliseconds, for `jest.mock('../../nodes/shared/execution/waiting')`. */
export function quickWait(actual: typeof Waiting, milliseconds: number): typeof Waiting {
	return { ...actual, deadlineOf: () => Date.now() + milliseconds };
}

/** Fails the lookup of hosts under `.invalid` without asking a resolver, which may be slow when asked often. */
export function askNoResolver(): void {
	const real = dns.lookup as (host: string, options: object, done: (error: Error | null) => void) => void;
	const lookup: typeof real = (host, options, done) => {
		if (!host.endsWith('.invalid')) return real(host, options, done);
		const unknown = { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname: host };
		return done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), unknown));
	};
	jest.spyOn(dns, 'lookup').mockImplementation(lookup as never);
}
