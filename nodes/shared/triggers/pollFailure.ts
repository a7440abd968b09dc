import { NodeOperationError } from 'n8n-workflow';

import { faultBehind, faultDetails, kindOf } from '../errors';
import { waitAskedBy } from '../http';
import { isRecord } from '../guards';

/** n8n-workflow 2.41 has this as a type, older ones do not. */
interface Failure {
	cause:
		| 'configuration-invalid'
		| 'credential-invalid'
		| 'node-defect'
		| 'rate-limited'
		| 'temporarily-unavailable';
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
