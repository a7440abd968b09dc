/** Longest wait that a partner's Retry-After is given, in milliseconds. */
export const LONGEST_WAIT = 120_000;

/** How often a request is sent again, and how long it may take: the user’s Request Options. */
export interface RetryOptions {
	/** Repetitions after the first attempt. */
	retries: number;
	/** Milliseconds in which an attempt has to be over, from its start to the last byte of the answer. */
	timeout: number;
	/** Milliseconds since 1970 by which all has to be over: no pause begins that would end later. */
	deadline?: number;
	/** Bytes that an answer may have, unpacked. */
	largest: number;
}

/** First back-off and its bound, in milliseconds. */
const FIRST_WAIT = 500;
const LONGEST_BACKOFF = 15_000;

/**
 * Milliseconds to wait that a Retry-After header asks for: whole seconds or an HTTP date (RFC 9110 §10.2.3).
 *
 * @returns undefined when there is none or it cannot be read; never negative; at most `most`
 */
export function retryAfter(header: unknown, now: number, most = LONGEST_WAIT): number | undefined {
	if (typeof header !== 'string') return undefined;
	const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
	return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), most);
}

/** Milliseconds that a partner asked to be left alone for, by the error that came of it. */
const askedWaits = new WeakMap<Error, number>();

/** The same error, with how long its partner asked to be left alone, which may be longer than anybody waits here. */
export function withAskedWait(error: Error, milliseconds: number | undefined): Error {
	if (milliseconds !== undefined) askedWaits.set(error, milliseconds);
	return error;
}

/** How long its partner asked to be left alone, in milliseconds; undefined where it did not. */
export function waitAskedBy(error: Error): number | undefined {
	return askedWaits.get(error);
}

/** Milliseconds before the n-th repetition (from 0): doubled each time, the upper half left to chance. */
export function backOff(n: number, chance: number): number {
	const wait = Math.min(FIRST_WAIT * 2 ** n, LONGEST_BACKOFF);
	return wait / 2 + (wait / 2) * chance;
}

/**
 * How long to wait before asking once more how far something has come, in milliseconds: five seconds at first, ten
 * minutes at most.
 *
 * @param asked how often it was asked already
 */
export function pollInterval(asked: number): number {
	return Math.min(5_000 * 1.5 ** (asked - 1), 600_000);
}
