import { isRecord } from '../../shared/guards';
import { path, type OperationContext } from '../../shared/operation';

/**
 * Reads the entries of a data set. Whether they stand in a bare list or in an object, and under which name, is not
 * documented, so the one list of an object is taken.
 *
 * @param noAccess statuses that count as an answer without entries
 * @returns the status, and the entries where it is a success
 * @throws NodeApiError for any other refusal, and for an answer without a list
 */
export async function readDataSet(
	setCode: string,
	{ send, unexpectedResponse }: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
	noAccess: readonly number[] = [],
): Promise<{ status: number; entries?: unknown[] }> {
	const request = { method: 'GET', path: path`/data/${setCode}`, acceptedStatuses: noAccess } as const;
	const response = await send(request);
	const { status, body } = response;
	if (noAccess.includes(status)) return { status };
	const lists = isRecord(body) ? Object.values(body).filter(Array.isArray) : [body].filter(Array.isArray);
	const [entries] = lists;
	if (!entries || lists.length > 1) throw unexpectedResponse(request, response, 'a list of codes');
	return { status, entries: entries as unknown[] };
}
