import { z } from 'zod';
import { toRawResponse } from '../../http/rawResponse';
import { defineFaultKind } from '../faultKind';

/** Any status in place of the partner's answer. A string is sent as text, any other body as JSON. */
export const status = defineFaultKind({
	fields: {
		status: z.number().int().min(200).max(599),
		body: z.unknown(),
		headers: z.record(z.string(), z.string()).default({}),
	},
	replaceResponse: ({ status, body, headers }) =>
		toRawResponse(typeof body === 'string' ? { status, text: body, headers } : { status, body, headers }),
});
