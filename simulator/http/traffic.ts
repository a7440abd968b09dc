import { z } from 'zod';

const limitSchema = z
	.object({
		/** Without it the limit holds for every partner. */
		provider: z.string().optional(),
		maxInFlight: z.number().int().min(1).optional(),
		maxPerSecond: z.number().min(1).optional(),
		retryAfterSeconds: z.number().min(0).default(1),
	})
	.strict();

/** How many requests a partner accepts before it answers 429. */
export type RateLimit = z.input<typeof limitSchema>;

/** What is counted of a partner's requests. */
export interface Counters {
	requests: number;
	inFlight: number;
	/** The most requests that were ever in flight at once. */
	maxInFlight: number;
	byOperation: Record<string, number>;
}

/** Counts the requests of each partner and applies its rate limit, if it has one. */
export class Traffic {
	private counters = new Map<string, Counters>();

	private limits: Array<z.output<typeof limitSchema>> = [];

	/** When requests of the last second were accepted, by partner. */
	private recentRequests = new Map<string, number[]>();

	/** Sets a limit, in place of an earlier one for the same partner. */
	setLimit(limit: RateLimit): void {
		const newLimit = limitSchema.parse(limit);
		this.limits = [...this.limits.filter(({ provider }) => provider !== newLimit.provider), newLimit];
	}

	/** Removes every limit. */
	clearLimits(): void {
		this.limits = [];
	}

	/** Counts a request. Returns the seconds for Retry-After if it exceeds the limit. */
	requestStarted(provider: string, operationId: string | undefined): number | undefined {
		const counters = this.countersOf(provider);
		counters.requests += 1;
		counters.inFlight += 1;
		counters.maxInFlight = Math.max(counters.maxInFlight, counters.inFlight);
		const name = operationId ?? '(none)';
		counters.byOperation[name] = (counters.byOperation[name] ?? 0) + 1;
		return this.checkLimit(provider, counters.inFlight);
	}

	/** Counts a request that was answered. */
	requestEnded(provider: string): void {
		this.countersOf(provider).inFlight -= 1;
	}

	/** The counters of a partner. */
	countersOf(provider: string): Counters {
		const counters = this.counters.get(provider) ?? {
			requests: 0,
			inFlight: 0,
			maxInFlight: 0,
			byOperation: {},
		};
		this.counters.set(provider, counters);
		return counters;
	}

	/** Starts counting again; requests still in flight stay counted. */
	clear(): void {
		for (const counters of this.counters.values()) {
			Object.assign(counters, { requests: 0, maxInFlight: counters.inFlight, byOperation: {} });
		}
	}

	// Callers send in real time, so the limit goes by the real clock.
	private checkLimit(provider: string, inFlight: number): number | undefined {
		const limit =
			this.limits.find((entry) => entry.provider === provider) ??
			this.limits.find((entry) => entry.provider === undefined);
		if (!limit) return undefined;
		if (limit.maxInFlight !== undefined && inFlight > limit.maxInFlight) return limit.retryAfterSeconds;
		if (limit.maxPerSecond === undefined) return undefined;
		const now = performance.now();
		const recent = (this.recentRequests.get(provider) ?? []).filter((at) => now - at < 1000);
		this.recentRequests.set(provider, recent);
		if (recent.length >= limit.maxPerSecond) return limit.retryAfterSeconds;
		recent.push(now);
		return undefined;
	}
}
