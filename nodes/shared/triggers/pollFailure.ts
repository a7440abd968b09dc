import { NodeOperationError, type IPollFunctions } from 'n8n-workflow';

import { faultBehind, faultDetails, kindOf } from '../errors';
import { waitAskedBy } from '../http';
import { isRecord } from '../guards';
import type { Partner } from '../operation';

type Cause =
	'configuration-invalid' | 'credential-invalid' | 'node-defect' | 'rate-limited' | 'temporarily-unavailable';

/** n8n-workflow 2.41 has this as a type, older ones do not. */
interface Failure {
	cause: Cause;
	/** Milliseconds that the partner asks to be left alone for. */
	retryAfterMs?: number;
}

/**
 * Why a poll failed, in the words by which n8n backs off (n8n 2.41.1, poll-backoff-policy.js): half an hour at once
 * for what somebody has to mend, growing pauses for what passes, never shorter than the partner asks.
 */
function failureOf(thrown: unknown): Failure {
	const fault = faultBehind(thrown);
	// A sentence of our own: a field, or a setting of the credential.
	if (!fault)
		return { cause: thrown instanceof NodeOperationError ? 'configuration-invalid' : 'node-defect' };
	const kind = kindOf(fault);
	if (kind === 'final')
		return { cause: faultDetails(thrown).httpCode === 401 ? 'credential-invalid' : 'configuration-invalid' };
	const retryAfterMs = waitAskedBy(thrown as Error) ?? 0;
	return {
		cause: kind === 'rateLimited' ? 'rate-limited' : 'temporarily-unavailable',
		...(retryAfterMs > 0 && { retryAfterMs }),
	};
}

/** The same error with `failure`, which n8n looks for in it and in its causes; older versions of n8n do not look. */
export function withFailure(thrown: unknown, failure = failureOf(thrown)): unknown {
	if (isRecord(thrown) && thrown.failure === undefined) Object.assign(thrown, { failure });
	return thrown;
}

/** What breaks off a poll that has used up what n8n gives it. */
export function timeIsUp(n8n: IPollFunctions, partner: Partner): unknown {
	const error = new NodeOperationError(
		n8n.getNode(),
		`The time that n8n gives a poll was up before ${partner.name} had answered`,
		{ description: 'The next poll asks for the same again.' },
	);
	return withFailure(error, { cause: 'temporarily-unavailable' });
}

/** What was said of each trigger that fails, since a poll of it last succeeded. */
const said = new Map<string, Set<Cause>>();

/** Forgets what was said of a trigger, so that the next failure is said. */
export function forgetSaid(trigger: string): void {
	said.delete(trigger);
}

/** Why a poll failed, and whether that passes without anybody mending something. */
export function causeOf(thrown: unknown): { cause: Cause; passes: boolean } {
	const { cause } = isRecord(thrown) && isFailure(thrown.failure) ? thrown.failure : failureOf(thrown);
	return { cause, passes: cause === 'rate-limited' || cause === 'temporarily-unavailable' };
}

/**
 * Whether a failure is to be said, and remembers that it was. Each cause is said once, so that a key that is withdrawn
 * during an outage is not missed. What passes by itself is no news where anything was said.
 */
export function isNews(trigger: string, thrown: unknown): boolean {
	const { cause, passes } = causeOf(thrown);
	const before = said.get(trigger) ?? new Set();
	said.set(trigger, new Set([...before, cause]));
	return passes ? before.size === 0 : !before.has(cause);
}

const isFailure = (value: unknown): value is Failure => isRecord(value) && typeof value.cause === 'string';
