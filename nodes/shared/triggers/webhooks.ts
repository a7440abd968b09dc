import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isRecord } from '../guards';

/** The parts of n8n's request that are no part of Express's (n8n 2.41, middlewares/body-parser). */
interface N8nRequest {
	headers: Record<string, string | string[] | undefined>;
	rawBody?: Buffer;
	readRawBody?(): Promise<void>;
}

/** Of a webhook whose address is handed out with each order: there is nothing to register and nothing to take back. */
export const noRegistration = {
	checkExists: async () => true,
	create: async () => true,
	delete: async () => true,
};

/** Answers a call ourselves and starts nothing. */
export function rejectCall(n8n: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	n8n.getResponseObject().status(status).send({ message }).end();
	return { noWebhookResponse: true };
}

/** Takes note of a call without starting anything; n8n answers 200, so that the caller does not try again. */
export function acknowledge(): IWebhookResponseData {
	return {};
}

/**
 * The body of a call as it came. Needs the node to keep n8n from parsing it (see `rawBodyParameter`).
 *
 * Never throws: n8n starts a workflow, a failed one, for a call at which the node throws (n8n 2.41,
 * webhook-helpers, executeWebhook), and a body that breaks off or is not packed as it says makes its reader throw.
 *
 * @param maxBytes bytes beyond which a body is not even read, where the caller says how long it is
 * @returns undefined when the body is longer than that, also unpacked; nothing in it when it cannot be read
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
 * Parameter by which a trigger of version 1 gets its calls unparsed: n8n reads `options.binaryData` of it
 * (n8n 2.41, webhook-helpers, parseRequestBody). Parsed by n8n, a body that is slightly off is refused before
 * the node sees it, and one of many megabytes is read before anybody has asked who sends it.
 */
export const rawBodyParameter = {
	displayName: 'Body As It Comes',
	name: 'options',
	type: 'hidden' as const,
	default: { binaryData: true },
};
