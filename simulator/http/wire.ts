import type { FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../partner';

/** An answer as bytes. */
export interface Wire {
	status: number;
	headers: Record<string, string>;
	text: string;
}

/** Turn an answer into what goes over the wire. */
export function toWire({ status, body, text, headers = {} }: Answer): Wire {
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
 * Put the partner's time on an answer. Node would put the machine's there, and a caller who goes by the partner's
 * clock would live in another time than the partner.
 */
export function dated(wire: Wire, now: number): Wire {
	return { ...wire, headers: { date: new Date(now).toUTCString(), ...wire.headers } };
}

/** Send an answer whole. */
export function send(reply: FastifyReply, { status, headers, text }: Wire): void {
	reply.hijack();
	const bytes = Buffer.from(text);
	// A 204 must not announce a length, everything else should: clients tell "cut off" from "empty" by it.
	const length = status === 204 ? {} : { 'content-length': String(bytes.length) };
	reply.raw.writeHead(status, { ...headers, ...length }).end(bytes);
}

/** Break the connection without a word. */
export function drop(reply: FastifyReply): void {
	reply.hijack();
	reply.raw.destroy();
}

/** Wait, without keeping a process alive that has nothing else to do. */
export async function pause(ms: number): Promise<void> {
	if (ms > 0) await sleep(ms, undefined, { ref: false });
}
