import { isRecord } from '../../shared/guards';
import { path, type OperationContext } from '../../shared/operation';

/**
 * Reads the entries of a data set. Whether they stand in a bare list or in an object, and under which name, is not
 * documented, so the one list of an object is taken.
 *
 * @throws NodeApiError when there is no such set, or none for this firm; or for an answer without a list
 */
export async function readDataSet(
	setCode: string,
	{ send, unexpectedResponse }: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
): Promise<unknown[]> {
	const request = { method: 'GET', path: path`/data/${setCode}` } as const;
	const response = await send(request);
	const { body } = response;
	const lists = isRecord(body) ? Object.values(body).filter(Array.isArray) : [body].filter(Array.isArray);
	const [entries] = lists;
	if (!entries || lists.length > 1) throw unexpectedResponse(request, response, 'a list of codes');
	return entries as unknown[];
}
