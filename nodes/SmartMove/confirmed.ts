import type { IDataObject } from 'n8n-workflow';

import type { RequestSpec, Tools } from '../shared/operation';
import { isRecord } from '../shared/words';

/**
 * Sends a write whose answer is not documented: any success is one, but for a plain `false` (contract §9 no. 20).
 *
 * @returns what came back, if it was an object, and `success`
 */
export async function confirmed(request: RequestSpec, { send, refuse }: Tools): Promise<IDataObject> {
	const answer = await send({ ...request, textIsFine: true });
	if (answer.body === false || answer.body === 'false')
		throw refuse(request, { message: 'it answered "false"' }, answer);
	return { success: true, ...(isRecord(answer.body) ? (answer.body as IDataObject) : {}) };
}
