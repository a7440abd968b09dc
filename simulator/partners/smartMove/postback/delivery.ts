import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIPv4 } from 'node:net';

/** A request to a webhook. */
export interface Delivery {
	to: string;
	headers: Record<string, string>;
	text: string;
}

/** Why nothing may be sent to an address; undefined when it may. The simulator sends to this machine only. */
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

/** Posts a request and returns the status of its answer. Throws if there is none in time. */
export function postDelivery(
	{ to, headers, text }: Delivery,
	timeoutMs: number,
	stop: AbortSignal,
): Promise<number> {
	const url = new URL(to);
	// Node would send a user name in the address as an Authorization header.
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
