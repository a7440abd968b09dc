import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isRecord } from '../guards';

/** What n8n adds to Express's request (n8n 2.41, middlewares/body-parser). */
interface N8nRequest {
	headers: Record<string, string | string[] | undefined>;
	/** The parsed body, where n8n has parsed it. */
	body?: unknown;
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
 * The fields of a multipart form that n8n has read in place of the node; it leaves no bytes of it, and reading on would
 * wait for what never comes. n8n puts `{ data, files }` there and, before 2.41, `data` is missing where the form cannot
 * be read (n8n 1.123, 2.8 and 2.41, webhooks/webhook-form-data).
 */
function formFields({ rawBody: raw, body }: N8nRequest): Buffer | undefined {
	if (raw || !isRecord(body) || !Object.hasOwn(body, 'data')) return undefined;
	return isRecord(body.data) ? Buffer.from(JSON.stringify(body.data)) : Buffer.alloc(0);
}

/**
 * The unparsed body of a call; of a multipart form that n8n has parsed, its fields as JSON.
 *
 * In version 1 of a node with `rawBodyParameter` n8n leaves the body alone. In later ones n8n parses it first: it reads up
 * to its own limit, answers a body that it cannot parse with 422 before the node is asked, and leaves the bytes of
 * everything but a multipart form.
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
	const fields = formFields(request);
	if (fields) return fields.length > maxBytes ? undefined : fields;
	try {
		await request.readRawBody?.();
	} catch (failure) {
		return isRecord(failure) && failure.type === 'entity.too.large' ? undefined : Buffer.alloc(0);
	}
	const body = request.rawBody ?? Buffer.alloc(0);
	return body.length > maxBytes ? undefined : body;
}

/**
 * A hidden property that keeps n8n from parsing the body in version 1 of a node, and does nothing in later ones: n8n reads
 * `options.binaryData` only where the version is 1 (n8n 1.123, 2.8 and 2.41, webhook-helpers, parseRequestBody). n8n's
 * parser would refuse a slightly malformed body before the node sees it, and read many megabytes before the node has
 * checked who sends them.
 */
export const rawBodyParameter = {
	displayName: 'Body As It Comes',
	name: 'options',
	type: 'hidden' as const,
	default: { binaryData: true },
};
