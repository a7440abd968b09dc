import type { components } from '../../../openapi/types/movem';
import { isId, isRecord } from '../../shared/guards';
import { path, type OperationContext } from '../../shared/operation';
import { readRecord } from '../read';

/** A reference as Movem returns it: of everything but the ID any part may be absent (contract §3.3). */
export type Reference = components['schemas']['Reference'];

/** Whether a value is a reference: an object with an ID. */
const isReference = (value: unknown): value is Reference => isRecord(value) && isId(value.id);

/**
 * Reads one reference.
 *
 * @throws NodeApiError when Movem refuses, or has no such reference, as before the tenant has finished
 */
export async function readReference(
	id: string,
	context: Pick<OperationContext, 'send' | 'apiError' | 'unexpectedResponse'>,
): Promise<Reference> {
	const kind = { name: `reference ${id}`, expected: 'a reference with an ID', isValid: isReference };
	return await readRecord({ method: 'GET', path: path`/reference/${id}` }, kind, context);
}
