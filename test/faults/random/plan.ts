import fc from 'fast-check';
import type { OnError } from 'n8n-workflow';

import type { FaultSpec } from '../../../simulator/http/server';
import { countFor, OPERATIONS } from '../../operations/cases';
import { partners, type PartnerName } from '../../support/pack';

/** One execution with its options and faults. */
export interface Plan {
	/** Its name in `OPERATIONS`. */
	operation: string;
	items: number;
	/** How many items at the end repeat the first ones; more than 0 for creates only. */
	twins: number;
	ifExists: 'create' | 'return' | 'stop';
	onError: OnError;
	/** Request Options. */
	atOnce: number;
	retries: number;
	timeout: number;
	/** Whether The Moving Portal is used with tokens; sprove always is. */
	bearer: boolean;
	/** Milliseconds that every response takes. */
	latencyMs: number;
	/** The partner’s host, one that does not exist, or one whose port is closed. */
	host: 'right' | 'unknown' | 'closed';
	/** The user presses Stop after this many requests. */
	cancelAt: number | null;
	/** n8n runs the node again when it fails. */
	retryOnFail: boolean;
	/** Faults for some of the requests; those of kind `redirect` lead to another host. */
	faults: FaultSpec[];
}

/** Creates that can check first whether the thing exists. */
export const checksFirst = (operation: string) => 'ifExists' in OPERATIONS[operation]!.definition.fields;

const CREATES = Object.keys(OPERATIONS).filter((operation) => / create(Native)?$/.test(operation));

/** A short time limit in seconds, and a response that comes long after it. */
const SHORT = 2;
const LATE_MS = 250;

/** A message in which the partner repeats the secrets it was sent. */
function echo(operation: string): string {
	const { partner } = OPERATIONS[operation]!;
	const { provider, values } = partners[partner];
	return `Bad credential: ${provider.secrets.map((name) => values[name]).join(' ')}`;
}

/** A partner’s requests besides the operation’s own: logins and searches. */
const OTHER_REQUESTS: Partial<Record<PartnerName, string[]>> = {
	movem: ['listApplications'],
	movingPortal: ['login', 'referralExists'],
	sprove: ['createToken', 'listProperties'],
};

/** A fault for requests of an operation. Late responses are drawn only where the time limit is short. */
function faultOf(operation: string, items: number, isShort: boolean): fc.Arbitrary<FaultSpec> {
	const { operationId, partner } = OPERATIONS[operation]!;
	const others = OTHER_REQUESTS[partner] ?? [];
	const where = fc.record({
		operationId: fc.constantFrom(operationId, operationId, operationId, undefined, ...others),
		skip: fc.integer({ min: 0, max: items }),
		times: fc.oneof(
			{ weight: 8, arbitrary: fc.integer({ min: 1, max: 3 }) },
			{ weight: 1, arbitrary: fc.constant(-1) },
		),
	});
	const said = (message: string) => ({ message, error: message, Message: message, title: message });
	const what = fc.oneof(
		fc.record({
			kind: fc.constant('tooManyRequests' as const),
			retryAfterSeconds: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
			as: fc.constantFrom('seconds' as const, 'date' as const),
		}),
		fc.constantFrom(500, 502, 503, 504, 408, 400, 403, 422).map((status) => ({
			kind: 'status' as const,
			status,
			body: said(echo(operation)),
		})),
		fc.constantFrom(
			{ kind: 'dropBefore' as const },
			{ kind: 'dropAfter' as const },
			{ kind: 'dropAfter' as const },
			{ kind: 'dropAfter' as const },
			{ kind: 'empty' as const, status: 503 },
			{ kind: 'breakOff' as const },
			{ kind: 'malformed' as const },
			{ kind: 'empty' as const },
			{ kind: 'empty' as const, status: 502 },
			{ kind: 'html' as const, status: 200 },
			{ kind: 'html' as const, status: 502 },
			{ kind: 'wrongCredentials' as const },
			{ kind: 'redirect' as const, location: 'ELSEWHERE', status: 302 as const },
			{ kind: 'redirect' as const, location: 'ELSEWHERE', status: 307 as const },
			{ kind: 'drip' as const, overMs: 20, pieces: 4 },
			{ kind: 'latency' as const, ms: 15 },
			...(isShort
				? [
						{ kind: 'latency' as const, ms: LATE_MS },
						{ kind: 'drip' as const, overMs: LATE_MS, pieces: 10 },
					]
				: []),
		),
	);
	return fc.tuple(where, what).map(([at, one]) => ({ ...one, ...at }) as FaultSpec);
}

/** Executions of every operation, with all options and faults drawn at random. */
export const plans: fc.Arbitrary<Plan> = fc
	.record({
		// Creates are drawn more often, because a duplicate costs most.
		operation: fc.constantFrom(...Object.keys(OPERATIONS), ...CREATES, ...CREATES, ...CREATES),
		isShort: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
		most: fc.integer({ min: 1, max: 20 }),
	})
	.chain(({ operation, isShort, most }) =>
		fc
			.record({
				operation: fc.constant(operation),
				items: fc.constant(countFor(OPERATIONS[operation]!, most)),
				twins: fc.constantFrom(0, 0, 1, 4),
				ifExists: fc.constantFrom('return' as const, 'return' as const, 'create' as const, 'stop' as const),
				onError: fc.constantFrom<OnError[]>('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'),
				atOnce: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 50 })),
				retries: fc.integer({ min: 0, max: 4 }),
				timeout: fc.constant(isShort ? SHORT : 60),
				bearer: fc.boolean(),
				latencyMs: fc.constantFrom(0, 0, 0, 5),
				host: fc.oneof(
					{ weight: 96, arbitrary: fc.constant('right' as const) },
					{ weight: 1, arbitrary: fc.constant('unknown' as const) },
					{ weight: 3, arbitrary: fc.constant('closed' as const) },
				),
				cancelAt: fc.oneof(
					{ weight: 9, arbitrary: fc.constant(null) },
					{ weight: 1, arbitrary: fc.integer({ min: 1, max: 15 }) },
				),
				retryOnFail: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
				faults: fc.array(faultOf(operation, most, isShort), { maxLength: 5 }),
			})
			.map((plan) => ({
				...plan,
				twins: CREATES.includes(operation) ? Math.min(plan.twins, plan.items - 1) : 0,
				// A rerun is safe only for a create that checks first, and only when no response is still to come.
				retryOnFail: plan.retryOnFail && checksFirst(operation) && plan.ifExists === 'return' && !isShort,
			})),
	);
