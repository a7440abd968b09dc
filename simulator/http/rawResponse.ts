import type { FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiResponse } from '../partner';

/** An answer as it is sent. */
export interface RawResponse {
	status: number;
	headers: Record<string, string>;
	text: string;
}

/** Serialises an answer. */
export function toRawResponse({ status, body, text, headers = {} }: ApiResponse): RawResponse {
	if (text) return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, text };
	return body === undefined
		? { status, headers, text: '' }
		: {
				status,
				headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
				text: JSON.stringify(body),
			};
}

/**
 * Sets the Date header to the simulated time. Node would set the real one, and callers that read the partner's time
 * from it would be wrong.
 */
export function withDate(response: RawResponse, now: number): RawResponse {
	return { ...response, headers: { date: new Date(now).toUTCString(), ...response.headers } };
}

/** Sends an answer whole. */
export function send(reply: FastifyReply, { status, headers, text }: RawResponse): void {
	reply.hijack();
	const bytes = Buffer.from(text);
	// A 204 must not have a Content-Length. Other answers need it: clients tell a cut-off body from an empty one by it.
	const length = status === 204 ? {} : { 'content-length': String(bytes.length) };
	reply.raw.writeHead(status, { ...headers, ...length }).end(bytes);
}

/** Closes the connection without an answer. */
export function drop(reply: FastifyReply): void {
	reply.hijack();
	reply.raw.destroy();
}

/** Waits, without keeping the process alive. */
export async function pause(ms: number): Promise<void> {
	if (ms > 0) await sleep(ms, undefined, { ref: false });
}
