import type { IDataObject } from 'n8n-workflow';

import { isId, isRecord, member } from '../shared/guards';
import type { ApiResponse, OperationContext, RequestSpec } from '../shared/operation';
import { movingPortal } from './api';

/** The `success` of an answer, which may be a text (contract §8 no. 19); true where it is absent. */
function successIn(body: Record<string, unknown>): unknown {
	const success = member(body, 'success') ?? true;
	const word = typeof success === 'string' ? success.trim().toLowerCase() : success;
	return word === 'true' || (word === 'false' ? false : word);
}

/** A request and its answer. */
interface Answer {
	request: RequestSpec;
	response: ApiResponse;
	/** What the partner says by `success: false`, where it has no words for it. */
	no: string;
}

/** The error for `success: false`. @param note what else there is to say, after the words */
function refusal({ request, response, no }: Answer, context: OperationContext, note = ''): Error {
	const { message = no, ...info } = movingPortal.readError(response.body);
	return context.apiError(request, { ...info, message: message + note }, response);
}

/**
 * Reads the answer to a create.
 *
 * @param name the member with the reference; its case does not matter, because the documents have both (contract §8
 *   no. 5)
 * @throws NodeApiError that it was refused, for `success: false`; NodeApiError that it may have been created, for any
 *   other answer without a reference or a clear `success`
 */
export function readCreated(
	{ name, ...answer }: Answer & { name: string },
	context: OperationContext,
): { body: IDataObject; reference: string | number } {
	const { request, response } = answer;
	const body = isRecord(response.body) ? (response.body as IDataObject) : {};
	const success = successIn(body);
	const reference = member(body, name);
	const note = isId(reference) ? `, under the reference ${reference}` : '';
	if (success === false) throw refusal(answer, context, note);
	if (!isId(reference)) throw context.unexpectedResponse(request, response, 'a reference');
	if (success !== true) throw context.unexpectedResponse(request, response, `a yes or no${note}`);
	return { body, reference };
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
	if (successIn(body) === false) throw refusal({ request, response, no: 'it did not do it' }, context);
	return body;
}
