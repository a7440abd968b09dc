import fc from 'fast-check';
import { json, postback, spellings, type FuzzClass, type FuzzTarget } from './calls';
import { chunked, rawRequest, type RawAnswer, type RawCall } from '../../testbed/rawHttp';

const bytes = (text: string) => Buffer.from(text, 'latin1');

/**
 * Requests that break HTTP, end early, or use another method or address. Each has the right password and a valid
 * postback.
 */
export function wireClasses(target: FuzzTarget): FuzzClass[] {
	const { path } = target;
	const body = json(postback('odd'));
	const who = ['Authorization', spellings(target)[0] ?? ''] as [string, string];
	const type = ['Content-Type', 'application/json'] as [string, string];
	const withHeaders = (...more: Array<[string, string]>) =>
		rawRequest({ target: path, headers: [who, type, ...more], body });
	const one = (...pieces: Buffer[]): RawCall => ({ pieces });
	const of = (name: string, answers: RawAnswer[], weight: number, ...calls: RawCall[]): FuzzClass => ({
		name,
		answers,
		weight,
		call: fc.constantFrom(...calls),
	});
	const head = (line: string) =>
		bytes(`${line}\r\nHost: 127.0.0.1\r\n${who.join(': ')}\r\n${type.join(': ')}\r\n`);
	const promise = (length: number | string) => withHeaders(['Content-Length', String(length)]);
	const chunks = (...text: string[]) =>
		one(
			rawRequest({ target: path, headers: [who, type, ['Transfer-Encoding', 'chunked']] }),
			bytes(text.join('')),
		);
	const size = body.length.toString(16);
	const whole = chunked(body, 50);

	return [
		of(
			'wrong length',
			[400],
			3,
			one(promise(-1)),
			one(promise('many')),
			one(promise(`${body.length}, ${body.length}`)),
			one(promise('9'.repeat(40))),
			one(promise('0x10')),
			one(withHeaders(['Content-Length', '5'], ['Content-Length', '6'])),
			one(withHeaders(['Content-Length', String(body.length)], ['Transfer-Encoding', 'chunked'])),
			// What follows the ten bytes is read as a new request, and is not a valid one.
			one(promise(10)),
		),
		of(
			'wrong chunks',
			[400],
			3,
			chunks('zz\r\n', body.toString(), '\r\n0\r\n\r\n'),
			chunks(`${size.repeat(9)}\r\n`, body.toString(), '\r\n0\r\n\r\n'),
			chunks('-1\r\n', body.toString(), '\r\n0\r\n\r\n'),
			chunks('5\r\n', body.toString(), '\r\n0\r\n\r\n'),
			chunks('0\r\n\r\n'),
		),
		of(
			'breaks off',
			['none', 400],
			4,
			{ pieces: [promise(body.length + 100)], hangUp: true },
			{ pieces: [withHeaders().subarray(0, -20)], hangUp: true },
			{
				pieces: [
					rawRequest({ target: path, headers: [who, type, ['Transfer-Encoding', 'chunked']] }),
					whole.subarray(0, -12),
				],
				hangUp: true,
			},
			{ pieces: [head(`POST ${path} HTTP/1.1`)], hangUp: true },
			{ pieces: [bytes('POS')], hangUp: true },
			{ pieces: [], hangUp: true },
		),
		of('slow, and gives up', ['none'], 1, {
			pieces: [...head(`POST ${path} HTTP/1.1`)].slice(0, 150).map((code) => Buffer.of(code)),
			hangUp: true,
		}),
		of(
			'no HTTP',
			[400],
			3,
			one(bytes('\r\n\r\nHELO example.test\r\n\r\n')),
			one(head(`POST ${path} HTTP/9.9`), bytes('\r\n')),
			one(head(`POST  HTTP/1.1`), bytes('\r\n')),
			one(head(`FETCH ${path} HTTP/1.1`), bytes('\r\n')),
			one(head(`POST ${path} HTTP/1.1`), bytes('Bad Header: 1\r\n\r\n')),
			one(head(`POST ${path} HTTP/1.1`), bytes('A: \u0000\r\n\r\n')),
			one(bytes(`POST ${path} HTTP/1.1\r\n\r\n`)),
			one(Buffer.from('16030100a5010000a1030352', 'hex'), Buffer.alloc(64, 1)),
		),
		{
			name: 'another method',
			answers: [404],
			weight: 3,
			call: fc
				.constantFrom('GET', 'PUT', 'PATCH', 'DELETE', 'HEAD')
				.map((method) => one(rawRequest({ method, target: path, headers: [who, type], body }))),
		},
		{
			name: 'another address',
			answers: [404],
			weight: 3,
			call: fc
				.constantFrom('/x', '/..%2fpostback', '%00', '/', '/%2e%2e/%2e%2e/rest/workflows', '?', '//')
				.filter((more) => !['/', '?', '//'].includes(more))
				.map((more) => one(rawRequest({ target: `${path}${more}`, headers: [who, type], body }))),
		},
	];
}
