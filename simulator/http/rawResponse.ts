import type { FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiResponse } from '../partner';

/** An answer as it is sent. */
export interface RawResponse {
	status: number;
	headers: Record<string, string>;
	bytes: Buffer;
	/** Whether the bytes are those of a file. */
	isFile?: boolean;
}

/** No body. */
export const NOTHING = Buffer.alloc(0);

export const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };
const TEXT_HEADERS = { 'content-type': 'text/plain; charset=utf-8' };

/** Serialises an answer. */
export function toRawResponse({ status, body, text, file, headers = {} }: ApiResponse): RawResponse {
	if (file)
		return {
			status,
			headers: { 'content-type': file.mimeType, ...headers },
			bytes: file.bytes,
			isFile: true,
		};
	if (text) return { status, headers: { ...TEXT_HEADERS, ...headers }, bytes: Buffer.from(text) };
	return body === undefined
		? { status, headers, bytes: NOTHING }
		: { status, headers: { ...JSON_HEADERS, ...headers }, bytes: Buffer.from(JSON.stringify(body)) };
}

/**
 * Sets the Date header to the simulated time. Node would set the real one, and callers that read the partner's time
 * from it would be wrong.
 */
export function withDate(response: RawResponse, now: number): RawResponse {
	return { ...response, headers: { date: new Date(now).toUTCString(), ...response.headers } };
}

/** Sends an answer whole. */
export function send(reply: FastifyReply, { status, headers, bytes }: RawResponse): void {
	reply.hijack();
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
