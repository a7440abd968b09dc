import { z } from 'zod';

/** Which requests a fault meets. Without `provider` it meets all of them. */
const match = {
	provider: z.string().optional(),
	operationId: z.string().optional(),
	/** A piece of the path and query as sent, so that a single property or instruction can be made bad. */
	path: z.string().min(1).optional(),
	/** Let this many matching requests pass first. */
	skip: z.number().int().min(0).default(0),
	/** Meet this many of them; -1 for ever. */
	times: z.number().int().min(-1).default(1),
};

const headers = z.record(z.string(), z.string()).default({});

/**
 * What can go wrong, by `kind`. "Before" means the partner did nothing; "after" means the work is done
 * (a credit is spent, a referral is made) and only the answer is lost.
 */
const faultSchema = z.discriminatedUnion('kind', [
	/** Wait, then go on as if nothing had been. Adds up with the other kinds. */
	z.object({ kind: z.literal('latency'), ms: z.number().min(0), ...match }).strict(),
	/** Before: answer this status. A string goes out as text, anything else as JSON. */
	z
		.object({
			kind: z.literal('status'),
			status: z.number().int().min(200).max(599),
			body: z.unknown(),
			headers,
			...match,
		})
		.strict(),
	/** Before: 429 with Retry-After in seconds or as an HTTP date; without `retryAfterSeconds` no such header. */
	z
		.object({
			kind: z.literal('tooManyRequests'),
			retryAfterSeconds: z.number().min(0).optional(),
			as: z.enum(['seconds', 'date']).default('seconds'),
			...match,
		})
		.strict(),
	/** Before: the connection breaks, nothing was done. */
	z.object({ kind: z.literal('dropBefore'), ...match }).strict(),
	/** After: the connection breaks, the work is done. */
	z.object({ kind: z.literal('dropAfter'), ...match }).strict(),
	/** Before: 401 in the partner's own error shape, however right the credentials. */
	z.object({ kind: z.literal('wrongCredentials'), ...match }).strict(),
	/** After: the answer's JSON is cut off in the middle. */
	z.object({ kind: z.literal('malformed'), ...match }).strict(),
	/** After: the connection breaks in the middle of the answer; one without a body is over before. */
	z.object({ kind: z.literal('breakOff'), ...match }).strict(),
	/** Before: a web page instead of JSON, as a gateway sends it. */
	z
		.object({ kind: z.literal('html'), status: z.number().int().min(200).max(599).default(502), ...match })
		.strict(),
	/** After: the right status without a body. */
	z
		.object({ kind: z.literal('empty'), status: z.number().int().min(200).max(599).optional(), ...match })
		.strict(),
	/** Before: sent on to another address. */
	z
		.object({
			kind: z.literal('redirect'),
			location: z.string(),
			status: z
				.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)])
				.default(302),
			...match,
		})
		.strict(),
	/** After: the right answer, a few bytes at a time. */
	z
		.object({
			kind: z.literal('drip'),
			overMs: z.number().min(0),
			pieces: z.number().int().min(1).default(10),
			...match,
		})
		.strict(),
]);

/** A fault as it is asked for. */
export type FaultSpec = z.input<typeof faultSchema>;
/** A fault with its defaults filled in. */
export type Fault = z.output<typeof faultSchema>;
/** The faults of one kind. */
export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** A fault waiting for its requests. */
export interface StandingFault {
	id: number;
	fault: Fault;
	/** Matching requests seen so far. */
	seen: number;
	/** Requests it has met so far. */
	met: number;
}

/** The faults that are switched on. */
export class Faults {
	private standing: StandingFault[] = [];

	private lastId = 0;

	/** Switch a fault on; returns the id by which to take it back. */
	add(spec: FaultSpec): number {
		const fault = faultSchema.parse(spec);
		this.lastId += 1;
		this.standing.push({ id: this.lastId, fault, seen: 0, met: 0 });
		return this.lastId;
	}

	/** Switch one fault off, or all of them. */
	clear(id?: number): void {
		this.standing = id === undefined ? [] : this.standing.filter((entry) => entry.id !== id);
	}

	/** The faults switched on and how often they have struck. */
	list(): StandingFault[] {
		return this.standing.map((entry) => ({ ...entry }));
	}

	/**
	 * The faults this request meets: every matching latency, and the first other one. Counts the meeting,
	 * so ask once per request.
	 */
	meet(provider: string, operationId: string | undefined, path: string): Fault[] {
		const struck: Fault[] = [];
		for (const entry of this.standing) {
			const { fault } = entry;
			const matches =
				(fault.provider ?? provider) === provider &&
				(fault.operationId ?? operationId) === operationId &&
				path.includes(fault.path ?? '');
			const taken = fault.kind !== 'latency' && struck.some(({ kind }) => kind !== 'latency');
			if (!matches || taken) continue;
			entry.seen += 1;
			if (entry.seen <= fault.skip || (fault.times !== -1 && entry.met >= fault.times)) continue;
			entry.met += 1;
			struck.push(fault);
		}
		return struck;
	}
}
