import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIPv4 } from 'node:net';

/** A letter to somebody's webhook. */
export interface Delivery {
	to: string;
	headers: Record<string, string>;
	text: string;
}

/** Why the simulator sends nothing to an address; undefined when it may. It talks to this machine only. */
export function blockedReason(address: string): string | undefined {
	let url: URL;
	try {
		url = new URL(address);
	} catch {
		return 'REFUSED: this is not an address';
	}
	if (url.protocol !== 'http:' && url.protocol !== 'https:') return `REFUSED: ${url.protocol} is not http`;
	const { hostname } = url;
	const here = hostname === 'localhost' || hostname === '[::1]';
	return here || (isIPv4(hostname) && hostname.startsWith('127.'))
		? undefined
		: `REFUSED: ${hostname} is not this machine; the simulator writes to nobody else`;
}

/** Post a letter; the status it was answered. Throws when there was no answer in time, or none at all. */
export function postDelivery(
	{ to, headers, text }: Delivery,
	timeoutMs: number,
	stop: AbortSignal,
): Promise<number> {
	const url = new URL(to);
	// Node would turn a user name in the address into an Authorization header of its own.
	url.username = '';
	url.password = '';
	const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
	const timeout = AbortSignal.timeout(timeoutMs);
	const signal = AbortSignal.any([stop, timeout]);
	const length = { 'content-length': String(Buffer.byteLength(text)) };
	return new Promise((resolve, reject) => {
		const fail = (error: Error) =>
			reject(timeout.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error);
		const outgoing = send(url, { method: 'POST', headers: { ...headers, ...length }, agent: false, signal });
		outgoing.on('error', fail);
		outgoing.on('response', (incoming) => {
			incoming.on('error', fail);
			incoming.on('end', () => resolve(incoming.statusCode ?? 0));
			incoming.resume();
		});
		outgoing.end(text);
	});
}
