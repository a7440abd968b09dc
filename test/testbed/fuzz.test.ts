import { createServer, type AddressInfo } from 'node:net';

import type { FuzzResult } from '../../trials/fuzz/fuzz';
import { tableOf, shortcomings } from '../../trials/fuzz/report';
import { chunked, rawCall, rawRequest } from '../../testbed/rawHttp';

const fine: FuzzResult = {
	classes: [{ name: 'forged', calls: 2, expected: [401], answers: new Map([[401, 2]]) }],
	good: ['good 0', 'good 1'],
	heard: ['good 0', 'good 1'],
	failures: [],
	isUp: true,
	memory: { before: 100e6, after: 120e6 },
	seconds: 1,
};

describe('the report of forged postbacks', () => {
	it('finds nothing wrong where nothing is', () => {
		expect(shortcomings(fine)).toEqual([]);
		expect(tableOf(fine)).toContain('forged');
	});

	it.each<[string, Partial<FuzzResult>]>([
		['forged: 1 × 200 in place of 401', { classes: [{ ...fine.classes[0]!, answers: new Map([[200, 1]]) }] }],
		['started by what is no good call: forged', { heard: [...fine.good, 'forged'] }],
		['started twice: good 1', { heard: [...fine.good, 'good 1'] }],
		['not started: good 1', { heard: ['good 0'] }],
		['started and ended with error: No', { failures: ['error: No'] }],
		['n8n has ended', { isUp: false }],
		['n8n has grown from 95 MB to 134 MB', { memory: { before: 100e6, after: 140e6 } }],
	])('says: %s', (said, change) => expect(shortcomings({ ...fine, ...change })).toContain(said));
});

describe('a raw call', () => {
	/** A server that accepts any request and sends the given response. */
	const answering = async (answer: string, call: (port: number) => Promise<unknown>) => {
		let received = '';
		const server = createServer((socket) => {
			socket.on('error', () => undefined);
			socket.on('data', (data) => {
				received += data.toString('latin1');
				socket.end(answer);
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const answered = await call((server.address() as AddressInfo).port);
		await new Promise((resolve) => server.close(resolve));
		return { answered, received };
	};

	it('sends the bytes it is given, and goes by the final status', async () => {
		const bytes = rawRequest({ target: '/x', headers: [['A', '1']], body: Buffer.from('hello') });
		const { answered, received } = await answering(
			'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 Too Large\r\n\r\n',
			async (port) => await rawCall(port, { pieces: [bytes] }),
		);
		expect(answered).toBe(413);
		expect(received).toBe(
			'POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\nContent-Length: 5\r\nA: 1\r\n\r\nhello',
		);
	});

	it('has no answer where none comes, or where it does not wait for one', async () => {
		const ask = async (port: number) => await rawCall(port, { pieces: [Buffer.from('x')] });
		expect((await answering('', ask)).answered).toBe('none');
		const leave = async (port: number) => await rawCall(port, { pieces: [Buffer.from('x')], hangUp: true });
		expect((await answering('HTTP/1.1 200 OK\r\n\r\n', leave)).answered).toBe('none');
		expect(chunked(Buffer.from('hello'), 3).toString()).toBe('3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n');
	});
});
