import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isRecord } from '../guards';

/** What n8n adds to Express's request (n8n 2.41, middlewares/body-parser). */
interface N8nRequest {
	headers: Record<string, string | string[] | undefined>;
	rawBody?: Buffer;
	readRawBody?(): Promise<void>;
}

/** `webhookMethods` for a webhook whose URL is sent with each order: nothing has to be registered or removed. */
export const noRegistration = {
	checkExists: async () => true,
	create: async () => true,
	delete: async () => true,
};

/** Answers a call with an error status, and starts no workflow. */
export function rejectCall(n8n: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	n8n.getResponseObject().status(status).send({ message }).end();
	return { noWebhookResponse: true };
}

/** Accepts a call without starting a workflow. n8n answers 200, so that the caller does not repeat it. */
export function acknowledge(): IWebhookResponseData {
	return {};
}

/**
 * The unparsed body of a call. The node needs the property `rawBodyParameter`, which keeps n8n from parsing it.
 *
 * Never throws, because n8n starts a failed execution when a node's webhook throws (n8n 2.41, webhook-helpers,
 * executeWebhook). n8n's reader does throw, for a body that breaks off or is not compressed as its header says.
 *
 * @param maxBytes the limit, also for the decompressed body. A longer Content-Length is refused without reading
 * @returns undefined when the body is longer; an empty buffer when it cannot be read
 */
export async function rawBody(n8n: IWebhookFunctions, maxBytes: number): Promise<Buffer | undefined> {
	const request = n8n.getRequestObject() as unknown as N8nRequest;
	if (Number(request.headers['content-length'] ?? 0) > maxBytes) return undefined;
	try {
		await request.readRawBody?.();
	} catch (failure) {
		return isRecord(failure) && failure.type === 'entity.too.large' ? undefined : Buffer.alloc(0);
	}
	const body = request.rawBody ?? Buffer.alloc(0);
	return body.length > maxBytes ? undefined : body;
}

/**
 * A hidden property that keeps n8n from parsing the body: n8n reads `options.binaryData` of nodes of version 1 (n8n
 * 2.41, webhook-helpers, parseRequestBody). n8n's parser would refuse a slightly malformed body before the node sees it,
 * and read many megabytes before the node has checked who sends them.
 */
export const rawBodyParameter = {
	displayName: 'Body As It Comes',
	name: 'options',
	type: 'hidden' as const,
	default: { binaryData: true },
};
