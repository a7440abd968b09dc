import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { isRecord } from '../guards';

/** An answer with its headers, in lower case, as n8n's helper hands them over. */
export interface RawResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	/** The body as text; undefined where it was longer than may be read. */
	body: string | undefined;
	/** What was asked. */
	url: string;
}

/** Bytes of what is counted in MB on the screen. */
export const MB = 1024 * 1024;

/** Bytes of an answer that are read where it is no success, or a login: both are short. */
export const MAX_ERROR_BYTES = 8 * MB;

/** How many lists and objects may be one inside the other. n8n and Node end with a full stack at some thousands. */
export const MAX_DEPTH = 100;

/**
 * An answer in full, whatever its status, piece by piece, and no further than the first redirect. n8n's helper itself
 * holds an answer in memory however long it is, and has no option for that (n8n-core 1.122, 2.8 and 2.41 set axios'
 * `maxContentLength` to infinity).
 */
export const STREAMED = {
	encoding: 'stream',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	// n8n drops only the Authorization header on the way to another host, not a partner's own key header.
	disableFollowRedirect: true,
	sendCredentialsOnCrossOriginRedirect: false,
} as const;

/** An answer that broke off in the middle; the code is that of axios. */
class BrokenOff extends Error {
	constructor(readonly code: string) {
		super('the answer broke off');
	}
}

/** What this needs of a stream; n8n's type is Node's, which a node may not import. */
interface Stream extends AsyncIterable<Uint8Array> {
	destroy(): unknown;
	on(event: 'error', listener: () => void): unknown;
}

function isStream(body: unknown): body is Stream {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/**
 * Reads an answer that was asked for {@link STREAMED}. axios has unpacked it already, so that what is counted is what
 * it takes.
 *
 * @param largest bytes that a success may have: what is longer is broken off, and its connection closed. Undefined for
 *   what is no success, of which at most {@link MAX_ERROR_BYTES} are read, and nothing where it breaks off
 * @param signal breaks it off as well
 * @throws an error with a code where a success broke off; the reason of the signal
 */
export async function readResponse(
	{ statusCode, headers, body }: IN8nHttpFullResponse,
	url: string,
	largest: number | undefined,
	signal: AbortSignal,
): Promise<RawResponse> {
	const bytes = isStream(body)
		? await bytesOf(body, largest ?? MAX_ERROR_BYTES, signal).catch((failure: unknown) =>
				largest === undefined && !signal.aborted ? Buffer.alloc(0) : Promise.reject(failure),
			)
		: Buffer.from(asText(body));
	return { statusCode, headers, url, body: bytes && decoded(bytes, headers['content-type']) };
}

/** What stands in for an answer where n8n does not send anything, as in its evaluations: no stream. */
function asText(body: unknown): string {
	return typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
}

async function bytesOf(stream: Stream, most: number, signal: AbortSignal): Promise<Buffer | undefined> {
	// axios makes an error of the stream out of an abort, also after its end, and without a listener n8n would end.
	stream.on('error', () => {});
	const stop = () => void stream.destroy();
	signal.addEventListener('abort', stop);
	if (signal.aborted) stop();
	return await collected(stream, most)
		.catch((failure: unknown) => {
			signal.throwIfAborted();
			const isDamaged = isRecord(failure) && failure.code === 'Z_DATA_ERROR';
			return Promise.reject(new BrokenOff(isDamaged ? 'Z_DATA_ERROR' : 'ERR_BAD_RESPONSE'));
		})
		.finally(() => signal.removeEventListener('abort', stop));
}

async function collected(stream: Stream, most: number): Promise<Buffer | undefined> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of stream) {
		length += piece.length;
		// Leaving a stream before its end closes it.
		if (length > most) return undefined;
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}

/**
 * The text of some bytes: UTF-8, as JSON has to be (RFC 8259 §8.1); where they are none, by the charset that the
 * header names, if it is one.
 */
function decoded(bytes: Buffer, contentType: unknown): string {
	const text = bytes.toString();
	const [, charset] = /charset\s*=\s*["']?([^\s;"']+)/i.exec(String(contentType)) ?? [];
	if (!charset || !text.includes('\uFFFD')) return text.replace(/^\uFEFF/, '');
	try {
		return new TextDecoder(charset).decode(bytes);
	} catch {
		return text;
	}
}

/** The value of a JSON text; any other text as it is. An empty body is the empty text. */
export function parse(text: string): { value: unknown; isJson: boolean } {
	try {
		return { value: JSON.parse(text), isJson: true };
	} catch {
		return { value: text, isJson: false };
	}
}

/** Whether lists and objects of JSON are nested deeper than {@link MAX_DEPTH}. */
export function isTooDeep(value: unknown, left = MAX_DEPTH): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (left === 0) return true;
	if (Array.isArray(value)) return value.some((one) => isTooDeep(one, left - 1));
	const members = value as Record<string, unknown>;
	// Not by Object.values, which makes a list of the values of every entry.
	for (const name in members) if (isTooDeep(members[name], left - 1)) return true;
	return false;
}

/** Whether an answer points to another address. */
export function isRedirect({ statusCode: status }: RawResponse): boolean {
	return status >= 300 && status < 400;
}

/** Where a redirect leads; undefined for any other answer. */
export function targetOf(reply: RawResponse): URL | undefined {
	const { location } = reply.headers;
	if (!isRedirect(reply) || typeof location !== 'string') return undefined;
	return URL.canParse(location, reply.url) ? new URL(location, reply.url) : undefined;
}
