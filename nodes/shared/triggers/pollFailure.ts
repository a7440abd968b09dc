import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { faultDetails } from '../errors';
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
	if (!(thrown instanceof NodeApiError || thrown instanceof NodeOperationError))
		return { cause: 'node-defect' };
	// A sentence of our own: a field, or a setting of the credential.
	if (thrown instanceof NodeOperationError) return { cause: 'configuration-invalid' };
	const { httpCode = 0 } = faultDetails(thrown);
	const retryAfterMs = waitAskedBy(thrown);
	const wait = retryAfterMs !== undefined && retryAfterMs > 0 ? { retryAfterMs } : {};
	if (httpCode === 429) return { cause: 'rate-limited', ...wait };
	if (httpCode === 401) return { cause: 'credential-invalid' };
	if (httpCode >= 400 && httpCode < 500 && httpCode !== 408 && httpCode !== 425)
		return { cause: 'configuration-invalid' };
	return { cause: 'temporarily-unavailable', ...wait };
}

/** The same error with `failure`, which n8n looks for in it and in its causes; older versions of n8n do not look. */
export function withFailure(thrown: unknown, failure = failureOf(thrown)): unknown {
	if (isRecord(thrown) && thrown.failure === undefined) Object.assign(thrown, { failure });
	return thrown;
}
