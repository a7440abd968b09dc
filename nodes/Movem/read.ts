import type { OperationContext, RequestSpec } from '../shared/operation';

/** What one record is called in messages, and how it is recognised. */
interface RecordKind<T> {
	/** With its ID, e.g. "application 0c6c1d2e". */
	name: string;
	/** What the response should be, e.g. "a reference with an ID". */
	expected: string;
	isValid(value: unknown): value is T;
}

/**
 * Reads one record.
 *
 * @throws NodeApiError when Movem refuses, or has no such record
 */
export async function readRecord<T>(
	request: RequestSpec,
	{ name, expected, isValid }: RecordKind<T>,
	{ send, apiError, unexpectedResponse }: Pick<OperationContext, 'send' | 'apiError' | 'unexpectedResponse'>,
): Promise<T> {
	const response = await send(request);
	// Movem may answer with an empty 204 where there is none (contract §8 no. 14).
	if (response.body === '')
		throw apiError(request, { message: `There is no ${name}` }, { ...response, status: 404 });
	if (!isValid(response.body)) throw unexpectedResponse(request, response, expected);
	return response.body;
}
