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

/** How much a partner bears before it answers 429. */
export type RateLimit = z.input<typeof limitSchema>;

/** What a partner has seen of its callers. */
export interface Counters {
	requests: number;
	inFlight: number;
	/** The most requests ever under way at once. */
	maxInFlight: number;
	byOperation: Record<string, number>;
}

/** Counts the requests of each partner and holds them to a rate limit if there is one. */
export class Traffic {
	private counters = new Map<string, Counters>();

	private limits: Array<z.output<typeof limitSchema>> = [];

	private recent = new Map<string, number[]>();

	/** Set a limit, in place of an earlier one for the same partner. */
	limit(limit: RateLimit): void {
		const checked = limitSchema.parse(limit);
		this.limits = [...this.limits.filter(({ provider }) => provider !== checked.provider), checked];
	}

	/** Lift every limit. */
	unlimit(): void {
		this.limits = [];
	}

	/** A request arrives. Returns after how many seconds to come back if it is one too many. */
	enter(provider: string, operationId: string | undefined): number | undefined {
		const counters = this.of(provider);
		counters.requests += 1;
		counters.inFlight += 1;
		counters.maxInFlight = Math.max(counters.maxInFlight, counters.inFlight);
		const name = operationId ?? '(none)';
		counters.byOperation[name] = (counters.byOperation[name] ?? 0) + 1;
		return this.tooMany(provider, counters.inFlight);
	}

	/** A request has been answered. */
	leave(provider: string): void {
		this.of(provider).inFlight -= 1;
	}

	/** The counters of a partner. */
	of(provider: string): Counters {
		const known = this.counters.get(provider) ?? {
			requests: 0,
			inFlight: 0,
			maxInFlight: 0,
			byOperation: {},
		};
		this.counters.set(provider, known);
		return known;
	}

	/** Count from nothing again, but do not lose sight of what is still under way. */
	clear(): void {
		for (const counters of this.counters.values()) {
			Object.assign(counters, { requests: 0, maxInFlight: counters.inFlight, byOperation: {} });
		}
	}

	// The limit protects a real machine from real load, so it goes by the machine's clock.
	private tooMany(provider: string, inFlight: number): number | undefined {
		const limit =
			this.limits.find((entry) => entry.provider === provider) ??
			this.limits.find((entry) => entry.provider === undefined);
		if (!limit) return undefined;
		if (limit.maxInFlight !== undefined && inFlight > limit.maxInFlight) return limit.retryAfterSeconds;
		if (limit.maxPerSecond === undefined) return undefined;
		const now = performance.now();
		const recent = (this.recent.get(provider) ?? []).filter((at) => now - at < 1000);
		this.recent.set(provider, recent);
		if (recent.length >= limit.maxPerSecond) return limit.retryAfterSeconds;
		recent.push(now);
		return undefined;
	}
}
