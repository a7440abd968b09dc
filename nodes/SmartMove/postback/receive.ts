import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { rawBody, rejectCall } from '../../shared/triggers';
import { readPostback } from './parse';
import { isAuthorized } from './authorize';

/** A postback is a few hundred bytes; one of more than this is none. */
const MAX_BYTES = 256 * 1024;

/** A postback as it came and as it reads; or the answer to a call that is none. */
export type Received = { body: Buffer; event: IDataObject } | { rejected: IWebhookResponseData };

/** Takes a call: who sends it is asked before anything is read, and what is no postback is turned away. */
export async function receive(n8n: IWebhookFunctions): Promise<Received> {
	const credential = await n8n.getCredentials<IDataObject>('smartMoveApi');
	const { authorization, 'content-type': contentType } = n8n.getHeaderData() as Record<
		string,
		string | undefined
	>;
	const reject = (status: number, message: string) => ({ rejected: rejectCall(n8n, status, message) });
	if (!isAuthorized(authorization, credential)) {
		return reject(401, 'The user or password of the postback is not the one in the SmartMove credential');
	}
	const body = await rawBody(n8n, MAX_BYTES);
	if (!body) return reject(413, 'This is too long for a postback');
	const event = readPostback(body, contentType ?? '');
	return event ? { body, event } : reject(400, 'This cannot be read as a postback of SmartMove');
}
