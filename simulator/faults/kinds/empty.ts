import { z } from 'zod';
import { NOTHING } from '../../http/rawResponse';
import { defineFaultKind } from '../faultKind';

/** The partner does its work, and its answer arrives without a body; with its own status unless another is given. */
export const empty = defineFaultKind({
	fields: { status: z.number().int().min(200).max(599).optional() },
	changeResponse: (response, { status }) => ({
		status: status ?? response.status,
		headers: {},
		bytes: NOTHING,
	}),
});
