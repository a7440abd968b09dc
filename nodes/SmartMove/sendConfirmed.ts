import type { IDataObject } from 'n8n-workflow';

import { member } from '../shared/guards';
import type { ApiResponse, RequestSpec, OperationContext } from '../shared/operation';
import { smartMove } from './api';
import { isRecord } from '../shared/guards';

/** A no in any spelling. What is empty is none: such answers may well be (contract §8, “Response parsing”). */
function isNo(value: unknown): boolean {
	return value === false || value === 0 || (typeof value === 'string' && /^\s*(false|no|0)\s*$/i.test(value));
}

/**
 * Sends a write and holds what says no for a refusal, whatever its status: a plain no, or one as the member `success`
 * in any case of letters (contract §9 no. 20).
 *
 * @throws NodeApiError with SmartMove's words; it says that nothing was carried out
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
 * Sends a write whose answer is not documented: any success is one, unless it says no (contract §9 no. 20).
 *
 * @returns what came back, if it was an object, and `success`
 */
export async function sendConfirmed(request: RequestSpec, context: OperationContext): Promise<IDataObject> {
	const { body } = await sendUnlessRefused({ ...request, allowText: true }, context);
	return { ...(isRecord(body) ? (body as IDataObject) : {}), success: true };
}
