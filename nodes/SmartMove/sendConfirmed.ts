import type { IDataObject } from 'n8n-workflow';

import { isRecord, member } from '../shared/guards';
import type { ApiResponse, RequestSpec, OperationContext } from '../shared/operation';
import { smartMove } from './api';

/** Whether a value means "no". Empty bodies do not; SmartMove may answer with one (contract §8, “Response parsing”). */
function isNo(value: unknown): boolean {
	return value === false || value === 0 || (typeof value === 'string' && /^\s*(false|no|0)\s*$/i.test(value));
}

/**
 * Sends a write. A 2xx response is a refusal if its body is "no", or its member `success` is, in any case (contract §9
 * no. 20).
 *
 * @throws NodeApiError with SmartMove's message; it says that nothing was carried out
 */
export async function sendUnlessRefused(
	request: RequestSpec,
	{ send, apiError }: Pick<OperationContext, 'send' | 'apiError'>,
): Promise<ApiResponse> {
	const response = await send(request);
	const { body } = response;
	if (!isNo(isRecord(body) ? member(body, 'success') : body)) return response;
	const info = isRecord(body) ? smartMove.readError(body) : {};
	const refusal = isRecord(body) ? 'success: false' : String(body).trim();
	throw apiError(request, { ...info, message: info.message ?? `it answered "${refusal}"` }, response);
}

/**
 * Sends a write whose response is not documented. Any 2xx response counts as success, unless its body means "no"
 * (contract §9 no. 20).
 *
 * @returns the members of the body, if it is an object, and `success: true`
 */
export async function sendConfirmed(request: RequestSpec, context: OperationContext): Promise<IDataObject> {
	const { body } = await sendUnlessRefused({ ...request, allowText: true }, context);
	return { ...(isRecord(body) ? (body as IDataObject) : {}), success: true };
}
