import type { RequestSpec } from './operation';

/** Longest wait that a partner's Retry-After is given, in milliseconds. */
export const LONGEST_WAIT = 120_000;

/** First back-off and its bound, in milliseconds. */
const FIRST_WAIT = 500;
const LONGEST_BACKOFF = 15_000;

/** The connection never came about: nothing can have reached the partner. */
const NEVER_SENT = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Answers by which a partner says that it cannot just now. */
const BUSY = new Set([408, 425, 500, 502, 503, 504]);

/** What became of one attempt that did not succeed: a status, or the code of a broken connection. */
export type Fault = { status: number } | { code: string };

/** True when the partner provably did nothing: it never got the request, or turned it away unread. */
export function nothingHappened(fault: Fault): boolean {
	return 'code' in fault ? NEVER_SENT.has(fault.code) : fault.status < 500 && fault.status !== 408;
}

/** True for a request that changes nothing, so that sending it twice is the same as once. */
export function isRead(request: Pick<RequestSpec, 'method' | 'safeToRepeat'>): boolean {
	return request.safeToRepeat === true || request.method === 'GET' || request.method === 'HEAD';
}

/**
 * Whether a request may be sent again after a fault. Reads: after any broken connection, 429 and 5xx.
 * Writes cost credits and write to real people: only when nothing can have happened.
 */
export function maySendAgain(request: Pick<RequestSpec, 'method' | 'safeToRepeat'>, fault: Fault): boolean {
	if ('code' in fault) return isRead(request) || NEVER_SENT.has(fault.code);
	return fault.status === 429 || (isRead(request) && BUSY.has(fault.status));
}

/**
 * Milliseconds to wait that a Retry-After header asks for: whole seconds or an HTTP date (RFC 9110 §10.2.3).
 *
 * @returns undefined when there is none or it cannot be read; never negative; at most {@link LONGEST_WAIT}
 */
export function retryAfter(header: unknown, now: number): number | undefined {
	if (typeof header !== 'string' || header.trim() === '') return undefined;
	const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
	return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), LONGEST_WAIT);
}

/** Milliseconds before the n-th repetition (from 0): doubled each time, the upper half left to chance. */
export function backOff(n: number, chance: number): number {
	const wait = Math.min(FIRST_WAIT * 2 ** n, LONGEST_BACKOFF);
	return wait / 2 + (wait / 2) * chance;
}
