import type { IDataObject } from 'n8n-workflow';

import { isRecord, member } from '../shared/guards';
import type { OperationContext, RequestSpec } from '../shared/operation';
import { movingPortal } from './api';

/** Whether an answer says that nothing was done. `success` may be a text (contract §8 no. 19). */
export function saysNo(body: Record<string, unknown>): boolean {
	return (
		String(member(body, 'success') ?? true)
			.trim()
			.toLowerCase() === 'false'
	);
}

/**
 * Sends a request of which only the success is documented: any 2xx is one, unless its body says `success: false`.
 *
 * @returns the body where it is an object; else an empty one
 * @throws NodeApiError that it was refused, for `success: false`
 */
export async function carryOut(request: RequestSpec, context: OperationContext): Promise<IDataObject> {
	const response = await context.send({ ...request, allowText: true });
	const body = isRecord(response.body) ? (response.body as IDataObject) : {};
	if (saysNo(body)) {
		const { message = 'it did not do it', ...info } = movingPortal.readError(body);
		throw context.apiError(request, { ...info, message }, response);
	}
	return body;
}
