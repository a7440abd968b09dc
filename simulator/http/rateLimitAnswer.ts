import type { AnyPartner } from '../partner';
import { toWire, type Wire } from './wire';

/** A partner's 429; without `retryAfterSeconds` it has no Retry-After. */
export function rateLimitAnswer(
	partner: AnyPartner,
	retryAfterSeconds?: number,
	as: 'seconds' | 'date' = 'seconds',
): Wire {
	const answer = partner.refuse({ status: 429, message: 'Too many requests' });
	if (retryAfterSeconds === undefined) return toWire(answer);
	// A client compares the date with its own clock, so it is the machine's time and not the simulated one.
	const value =
		as === 'date' ? new Date(Date.now() + retryAfterSeconds * 1000).toUTCString() : String(retryAfterSeconds);
	return toWire({ ...answer, headers: { ...answer.headers, 'retry-after': value } });
}
