import { connect } from 'node:net';

/** Bytes that are sent as they are, valid HTTP or not. */
export interface RawCall {
	/** Sent one after the other, a few milliseconds apart. */
	pieces: Buffer[];
	/** Hangs up as soon as all is sent, instead of waiting for an answer. */
	hangUp?: boolean;
}

/** Status of the answer; "none" if the connection ended without one, "hangs" if nothing came within three minutes. */
export type RawAnswer = number | 'none' | 'hangs';

/** Longest wait for an answer, enough for a machine under load. */
const ANSWER_TIMEOUT_MS = 3 * 60_000;

/** Sends bytes over a connection of its own to 127.0.0.1 and returns the first answer's final status. */
export async function rawCall(port: number, { pieces, hangUp = false }: RawCall): Promise<RawAnswer> {
	return await new Promise((resolve) => {
		const socket = connect({ port, host: '127.0.0.1' });
		let received = '';
		const end = (answer: RawAnswer) => {
			socket.destroy();
			resolve(answer);
		};
		// Only the status line is read; a 1xx comes before the final one.
		const statusOf = () => {
			const lines = [...received.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, status]) => Number(status));
			return lines.find((status) => status >= 200);
		};
		socket.setTimeout(ANSWER_TIMEOUT_MS, () => end('hangs'));
		socket.on('data', (chunk) => {
			received = (received + chunk.toString('latin1')).slice(0, 2_000);
			const status = statusOf();
			if (status !== undefined) end(status);
		});
		socket.on('error', () => undefined);
		socket.on('close', () => end(statusOf() ?? 'none'));
		void (async () => {
			for (const [n, piece] of pieces.entries()) {
				if (n > 0) await new Promise((next) => setTimeout(next, 3));
				if (socket.destroyed) return;
				await new Promise<void>((written) => socket.write(piece, () => written()));
			}
			if (hangUp) socket.destroy();
		})();
	});
}

export interface RawRequest {
	method?: string;
	target: string;
	version?: string;
	/**
	 * Sent in this order and spelling, duplicates included; Host, Connection and Content-Length are added if missing.
	 */
	headers: Array<[name: string, value: string]>;
	body?: Buffer;
}

/** The bytes of a request. */
export function rawRequest({ method = 'POST', target, version = '1.1', headers, body }: RawRequest): Buffer {
	const given = new Set(headers.map(([name]) => name.toLowerCase()));
	const needed: Array<[string, string]> = [
		['Host', '127.0.0.1'],
		// Without it the answer may be lost: a server that closes before it has read everything resets the connection.
		['Connection', 'keep-alive'],
	];
	if (body && !given.has('transfer-encoding')) needed.push(['Content-Length', String(body.length)]);
	const all = [...needed.filter(([name]) => !given.has(name.toLowerCase())), ...headers];
	const head = [`${method} ${target} HTTP/${version}`, ...all.map(([name, value]) => `${name}: ${value}`)];
	return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), ...(body ? [body] : [])]);
}

/** A body encoded for `Transfer-Encoding: chunked`. */
export function chunked(body: Buffer, size: number): Buffer {
	const pieces: Buffer[] = [];
	for (let at = 0; at < body.length; at += size) {
		const piece = body.subarray(at, at + size);
		pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'));
	}
	return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')]);
}
