import { request, type IncomingHttpHeaders } from 'node:http';

/** An answer as a plain HTTP client gets it. */
export interface Reply {
	status: number;
	headers: IncomingHttpHeaders;
	text: string;
	/** The text parsed, undefined when it is empty or not JSON. */
	body: unknown;
}

/** The headers and body to send. */
export interface Sending {
	headers?: Record<string, string>;
	/** A string is sent as it is, anything else as JSON with its content type. */
	body?: unknown;
}

/**
 * Sends one request with node:http. Unlike fetch it sends a body with GET, follows no redirect and adds no headers of
 * its own.
 */
export function call(method: string, url: string, { headers = {}, body }: Sending = {}): Promise<Reply> {
	const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
	const all: Record<string, string> = { ...headers };
	if (text !== undefined) all['content-length'] = String(Buffer.byteLength(text));
	if (body !== undefined && typeof body !== 'string') all['content-type'] ??= 'application/json';
	return new Promise((resolve, reject) => {
		const outgoing = request(url, { method, headers: all, agent: false }, (incoming) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('error', reject);
			incoming.on('end', () => {
				const received = Buffer.concat(chunks).toString('utf8');
				resolve({
					status: incoming.statusCode ?? 0,
					headers: incoming.headers,
					text: received,
					body: parsed(received),
				});
			});
		});
		outgoing.on('error', reject);
		outgoing.end(text);
	});
}

/** Submits a form, as a browser without scripts does. */
export function submit(url: string, fields: Record<string, string>, headers = {}): Promise<Reply> {
	const type = { 'content-type': 'application/x-www-form-urlencoded' };
	return call('POST', url, {
		headers: { ...type, ...headers },
		body: new URLSearchParams(fields).toString(),
	});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
