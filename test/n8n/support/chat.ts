import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The incoming webhook of a chat on 127.0.0.1, as Slack and others have one. */
export interface Chat {
	/** Its address; only known inside a test. */
	readonly url: string;
	/** The lines that it was told since the test began. */
	readonly lines: string[];
	/** Answers 500 until the test has ended. */
	refuse(): void;
}

/** Gives the tests of a file a chat. Call it once, at the top of the file. */
export function useChat(): Chat {
	let server: Server;
	let refuses = false;
	const lines: string[] = [];
	beforeAll(async () => {
		server = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				response.statusCode = refuses ? 500 : 200;
				if (!refuses) lines.push((JSON.parse(Buffer.concat(parts).toString()) as { text: string }).text);
				response.end(refuses ? 'down' : 'ok');
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	beforeEach(() => {
		refuses = false;
		lines.length = 0;
	});
	afterAll(async () => await new Promise((resolve) => server.close(resolve)));
	return {
		get url() {
			return `http://127.0.0.1:${(server.address() as AddressInfo).port}/desk`;
		},
		lines,
		refuse: () => void (refuses = true),
	};
}
