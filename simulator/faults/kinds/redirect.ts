import { z } from 'zod';
import { NOTHING } from '../../http/rawResponse';
import { defineFaultKind } from '../faultKind';

/** A redirect to another address. */
export const redirect = defineFaultKind({
	fields: {
		location: z.string(),
		status: z
			.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)])
			.default(302),
	},
	replaceResponse: ({ status, location }) => ({ status, headers: { location }, bytes: NOTHING }),
});
