import { z } from 'zod';
import { defineFaultKind } from '../faultKind';

/** The answer comes late. */
export const latency = defineFaultKind({
	fields: { ms: z.number().min(0) },
	delayMs: ({ ms }) => ms,
});
