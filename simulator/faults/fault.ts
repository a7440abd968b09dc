import { z } from 'zod';
import type { FaultKind } from './faultKind';
import { FAULT_KINDS } from './kinds';

/** What every fault has beside the fields of its kind: which requests it happens to. Without these, to the next one. */
const matchSchema = z.object({
	provider: z.string().optional(),
	operationId: z.string().optional(),
	/** A part of the path and query as sent, for a fault of a single property or instruction. */
	path: z.string().min(1).optional(),
	/** Let this many matching requests pass first. */
	skip: z.number().int().min(0).default(0),
	/** How many matching requests it happens to; -1 for all. */
	times: z.number().int().min(-1).default(1),
});

type Kinds = typeof FAULT_KINDS;
type FieldsOf<Name extends keyof Kinds> = z.ZodObject<Kinds[Name]['fields']>;

/** A fault as it is asked for. */
export type FaultSpec = {
	[Name in keyof Kinds]: { kind: Name } & z.input<FieldsOf<Name>> & z.input<typeof matchSchema>;
}[keyof Kinds];
/** A fault with its defaults filled in. */
export type Fault = {
	[Name in keyof Kinds]: { kind: Name } & z.output<FieldsOf<Name>> & z.output<typeof matchSchema>;
}[keyof Kinds];

const [firstKind, ...otherKinds] = Object.entries<FaultKind>(FAULT_KINDS).map(([name, { fields }]) =>
	z
		.object({ kind: z.literal(name), ...fields })
		.merge(matchSchema)
		.strict(),
);
const faultSchema = z.discriminatedUnion('kind', [firstKind!, ...otherKinds]);

/** Checks a fault and fills in its defaults. */
export function parseFault(spec: FaultSpec): Fault {
	return faultSchema.parse(spec) as Fault;
}

/** The kind of a fault, with its hooks. */
export function kindOf({ kind }: Fault): FaultKind {
	return FAULT_KINDS[kind];
}

/** Whether a fault only delays the answer; other faults of the same request happen as well. */
export function isDelay(fault: Fault): boolean {
	return kindOf(fault).delayMs !== undefined;
}
