import { z } from 'zod';
import { toWire } from '../../http/wire';
import { defineFaultKind } from '../faultKind';

/** Any status in place of the partner's answer. A string is sent as text, any other body as JSON. */
export const status = defineFaultKind({
	fields: {
		status: z.number().int().min(200).max(599),
		body: z.unknown(),
		headers: z.record(z.string(), z.string()).default({}),
	},
	replaceAnswer: ({ status, body, headers }) =>
		toWire(typeof body === 'string' ? { status, text: body, headers } : { status, body, headers }),
});
