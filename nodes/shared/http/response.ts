import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { isRecord } from '../guards';

/** A response with its body as it came; see {@link textOf}. */
export interface RawResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	/** The bytes of the body, in pieces. Undefined where it was longer than the limit, or was given up. */
	pieces: Buffer[] | undefined;
	/** The URL of the request. */
	url: string;
}

/** Bytes in a MB, as the panel counts them. */
export const MB = 1024 * 1024;

/** The most bytes that are read of a failed response or of a login; both are short. */
export const MAX_ERROR_BYTES = 8 * MB;

/**
 * Options of n8n's request helper for a response as a stream, with any status and without following redirects. Without
 * a stream n8n holds a response in memory however long it is, and has no option to limit it (n8n-core 1.122, 2.8 and
 * 2.41 set axios' `maxContentLength` to infinity).
 */
export const STREAM_OPTIONS = {
	encoding: 'stream',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	// On a redirect to another host n8n drops only the Authorization header, not a partner's own key header.
	disableFollowRedirect: true,
	sendCredentialsOnCrossOriginRedirect: false,
} as const;

/** A response that broke off in the middle. The codes are those of axios. */
class IncompleteResponse extends Error {
	constructor(readonly code: string) {
		super('the answer broke off');
	}
}

/** The used parts of Node's Readable. n8n's lint rules forbid nodes to import its type. */
interface Stream extends AsyncIterable<Buffer> {
	destroy(): unknown;
	on(event: 'error', listener: () => void): unknown;
}

function isStream(body: unknown): body is Stream {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/**
 * Reads a response that was requested with {@link STREAM_OPTIONS}. axios has decompressed it, so the limit counts
 * decompressed bytes.
 *
 * @param maxBytes the limit for a successful response; beyond it the connection is closed and there are no pieces.
 *   Undefined for a failed response, of which {@link MAX_ERROR_BYTES} are read, and whose body is empty if it breaks off
 * @param signal ends the reading
 * @throws an error with a code where a successful response breaks off; the reason of the signal
 */
export async function readResponse(
	{ statusCode, headers, body }: IN8nHttpFullResponse,
	url: string,
	maxBytes: number | undefined,
	signal: AbortSignal,
): Promise<RawResponse> {
	const pieces = isStream(body)
		? await readPieces(body, maxBytes ?? MAX_ERROR_BYTES, signal).catch((failure: unknown) =>
				maxBytes === undefined && !signal.aborted ? [] : Promise.reject(failure),
			)
		: [Buffer.from(asText(body))];
	return { statusCode, headers, url, pieces };
}

/** The text of a mocked body. Where n8n mocks requests, as in its evaluations, the body is no stream. */
function asText(body: unknown): string {
	return typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
}

async function readPieces(
	stream: Stream,
	maxBytes: number,
	signal: AbortSignal,
): Promise<RawResponse['pieces']> {
	// axios turns an abort into an error of the stream, even after its end. Without a listener the n8n process would exit.
	stream.on('error', () => {});
	const stop = () => void stream.destroy();
	signal.addEventListener('abort', stop);
	if (signal.aborted) stop();
	return await collect(stream, maxBytes)
		.catch((failure: unknown) => {
			signal.throwIfAborted();
			const isDamaged = isRecord(failure) && failure.code === 'Z_DATA_ERROR';
			return Promise.reject(new IncompleteResponse(isDamaged ? 'Z_DATA_ERROR' : 'ERR_BAD_RESPONSE'));
		})
		.finally(() => signal.removeEventListener('abort', stop));
}

async function collect(stream: Stream, maxBytes: number): Promise<RawResponse['pieces']> {
	const pieces: Buffer[] = [];
	let length = 0;
	for await (const piece of stream) {
		length += piece.length;
		// Leaving the loop closes the stream.
		if (length > maxBytes) return undefined;
		pieces.push(piece);
	}
	return pieces;
}

/**
 * The body of a response as text; undefined where it was longer than the limit. Its bytes are decoded as UTF-8, which
 * JSON has to be (RFC 8259 §8.1). Those that are no UTF-8 are decoded by the charset of the Content-Type header, if it
 * names a known one.
 */
export function textOf({ pieces, headers }: RawResponse): string | undefined {
	const text = pieces && decode(pieces).replace(/^\uFEFF/, '');
	const [, charset] = /charset\s*=\s*["']?([^\s;"']+)/i.exec(String(headers['content-type'])) ?? [];
	if (!charset || !text?.includes('\uFFFD')) return text;
	try {
		return new TextDecoder(charset).decode(Buffer.concat(pieces ?? []));
	} catch {
		return text;
	}
}

const NOTHING: Buffer = Buffer.alloc(0);

/** Decodes UTF-8 piece by piece, so that a long text needs no copy of all its bytes. */
function decode(pieces: readonly Buffer[]): string {
	let text = '';
	let rest = NOTHING;
	for (const piece of pieces) {
		const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
		// A character has at most four bytes and begins with one of these (RFC 3629 §3): the last may go on in the next piece.
		const tail = bytes.subarray(-4);
		const start = tail.findLastIndex((byte) => byte >= 0xc0);
		rest = start < 0 ? NOTHING : tail.subarray(start);
		text += bytes.toString('utf8', 0, bytes.length - rest.length);
	}
	return text + rest.toString();
}

/** Whether a response is a redirect. */
export function isRedirect({ statusCode: status }: RawResponse): boolean {
	return status >= 300 && status < 400;
}

/** The target of a redirect; undefined for any other response, and where the Location header is no URL. */
export function redirectTarget(response: RawResponse): URL | undefined {
	const { location } = response.headers;
	if (!isRedirect(response) || typeof location !== 'string') return undefined;
	return URL.canParse(location, response.url) ? new URL(location, response.url) : undefined;
}
