import type { Partner } from '../partner';
import { toRawResponse, type RawResponse } from './rawResponse';

/** A partner's 429; without `retryAfterSeconds` it has no Retry-After. */
export function rateLimitResponse(
	partner: Partner,
	retryAfterSeconds?: number,
	as: 'seconds' | 'date' = 'seconds',
): RawResponse {
	const response = partner.errorResponse({ status: 429, message: 'Too many requests' });
	if (retryAfterSeconds === undefined) return toRawResponse(response);
	// Clients compare the date with their own clock, so it is the real time and not the simulated one.
	const value =
		as === 'date' ? new Date(Date.now() + retryAfterSeconds * 1000).toUTCString() : String(retryAfterSeconds);
	return toRawResponse({ ...response, headers: { ...response.headers, 'retry-after': value } });
}
