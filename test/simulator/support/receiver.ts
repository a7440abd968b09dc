import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a webhook received. */
export interface Received {
	method: string;
	headers: IncomingHttpHeaders;
	text: string;
	/** The text parsed, undefined when it is not JSON. */
	body: unknown;
}

/** A webhook for postbacks: records requests, and answers with the given statuses. */
export interface Receiver {
	url: string;
	received: Received[];
	/** The next statuses to answer, 200 when there are none left; 0 means no answer. */
	statuses: number[];
	close(): Promise<void>;
}

/** Starts a webhook on the loopback address. */
export async function startReceiver(): Promise<Receiver> {
	const received: Received[] = [];
	const statuses: number[] = [];
	const server = createServer((incoming, outgoing) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			const text = Buffer.concat(chunks).toString('utf8');
			received.push({ method: incoming.method ?? '', headers: incoming.headers, text, body: parsed(text) });
			const status = statuses.shift() ?? 200;
			if (status > 0) outgoing.writeHead(status).end('thank you');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/postback`,
		received,
		statuses,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
