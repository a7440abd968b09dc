import { z } from 'zod';
import { rateLimitResponse } from '../../http/rateLimitResponse';
import { defineFaultKind } from '../faultKind';

/** 429, with Retry-After in seconds or as an HTTP date; without `retryAfterSeconds` there is no such header. */
export const tooManyRequests = defineFaultKind({
	fields: {
		retryAfterSeconds: z.number().min(0).optional(),
		as: z.enum(['seconds', 'date']).default('seconds'),
	},
	replaceResponse: ({ retryAfterSeconds, as }, partner) => rateLimitResponse(partner, retryAfterSeconds, as),
});
