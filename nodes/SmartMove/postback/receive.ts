import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { rawBody, rejectCall } from '../../shared/triggers';
import { readPostback } from './parse';
import { isAuthorized } from './authorize';

/** The largest accepted body. A postback has a few hundred bytes. */
const MAX_BYTES = 256 * 1024;

/** A postback, raw and parsed; or the response to a call that was rejected. */
export type Received = { body: Buffer; event: IDataObject } | { rejected: IWebhookResponseData };

/**
 * Checks, reads and parses a call. Calls without the credential's user and password are rejected before they are parsed
 * here.
 */
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
