/** How a response is read, without a server: what a whole run makes of it is tested in response.test.ts. */
import { getEventListeners } from 'node:events';
import { PassThrough, Readable } from 'node:stream';

import {
	isRedirect,
	MAX_ERROR_BYTES,
	MB,
	readResponse,
	redirectTarget,
	STREAM_OPTIONS,
	textOf,
} from '../../../nodes/shared/http/response';

const AT = 'https://acme.example.test/api/things';
const noCancel = () => new AbortController().signal;
/** A response as the engine reads it, with its body as a text. */
const read = async (
	body: unknown,
	{
		most = 100,
		type,
		signal = noCancel(),
		status = 200,
	}: { most?: number | null; type?: string; signal?: AbortSignal; status?: number } = {},
) => {
	const response = await readResponse(
		{ statusCode: status, headers: { 'content-type': type }, body: body as never },
		AT,
		most ?? undefined,
		signal,
	);
	const { pieces: _, ...rest } = response;
	return { ...rest, body: textOf(response) };
};
const bytes = (length: number, piece = length) =>
	Readable.from(
		Array.from({ length: length / piece }, () => Buffer.alloc(piece, ' ')),
		{ objectMode: false },
	);
/** A stream that gives a piece and then breaks off. */
const breakingOff = (failure: Error) =>
	Readable.from(
		(async function* () {
			yield await Promise.resolve(Buffer.from('{"a":1'));
			throw failure;
		})(),
		{ objectMode: false },
	);

it('n8n’s helper is asked for a stream with every status, and follows no redirect with the credential', () =>
	expect(STREAM_OPTIONS).toEqual({
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
	}));

describe('a response', () => {
	it('comes with its status, its headers and the address it was asked at', async () => {
		expect(await read(Readable.from([Buffer.from('{}')]), { type: 'application/json', status: 201 })).toEqual(
			{
				statusCode: 201,
				headers: { 'content-type': 'application/json' },
				url: AT,
				body: '{}',
			},
		);
	});

	it.each([
		['a text', 'done', 'done'],
		['data', { a: 1 }, '{"a":1}'],
		['nothing', undefined, ''],
		['null', null, 'null'],
	])('that n8n mocks with %s is read as well', async (_, body, text) =>
		expect((await read(body)).body).toBe(text),
	);

	it('is read up to the limit, and dropped one byte beyond it', async () => {
		expect((await read(bytes(100, 10))).body).toHaveLength(100);
		const longer = new PassThrough();
		longer.write(Buffer.alloc(100));
		longer.write(Buffer.alloc(1));
		// It has not ended: the rest is not waited for.
		expect((await read(longer)).body).toBeUndefined();
		expect(longer.destroyed).toBe(true);
	});

	it('that is a failure is read up to a limit of its own', async () => {
		expect(MAX_ERROR_BYTES).toBe(8 * 1024 * 1024);
		expect((await read(bytes(8 * MB, MB), { most: null })).body).toHaveLength(8 * MB);
		expect((await read(bytes(9 * MB, MB), { most: null })).body).toBeUndefined();
	});

	it('that is a failure and breaks off is empty: its status says enough', async () =>
		expect((await read(breakingOff(new Error('x')), { most: null })).body).toBe(''));

	it.each([
		['closed', new Error('aborted'), 'ERR_BAD_RESPONSE'],
		['closed with a code', Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'ERR_BAD_RESPONSE'],
		['not compressed as it says', Object.assign(new Error('x'), { code: 'Z_DATA_ERROR' }), 'Z_DATA_ERROR'],
	])(
		'that breaks off (%s) fails with a code',
		async (_, failure, code) =>
			await expect(read(breakingOff(failure))).rejects.toMatchObject({
				code,
				message: 'the answer broke off',
			}),
	);
});

describe('a cancel', () => {
	const reason = new Error('stop button');

	it.each([
		['a success', 100],
		['a failure', null],
	])('ends the reading of %s with its reason, and closes the connection', async (_, most) => {
		const user = new AbortController();
		const endless = new PassThrough();
		endless.write('{"a":');
		const reading = read(endless, { most, signal: user.signal });
		user.abort(reason);
		await expect(reading).rejects.toBe(reason);
		expect(endless.destroyed).toBe(true);
	});

	it('before the reading closes the connection at once', async () => {
		const endless = new PassThrough();
		await expect(read(endless, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
		expect(endless.destroyed).toBe(true);
	});

	it('after it meets no listener of ours, and an error of the stream then does not end n8n', async () => {
		const user = new AbortController();
		// Some streams stay open when they have ended.
		const done = Readable.from([Buffer.from('{}')], { objectMode: false, autoDestroy: false });
		await read(done, { signal: user.signal });
		expect(getEventListeners(user.signal, 'abort')).toEqual([]);
		expect(() => done.emit('error', new Error('late'))).not.toThrow();
		await read(breakingOff(new Error('x')), { signal: user.signal }).catch(() => undefined);
		expect(getEventListeners(user.signal, 'abort')).toEqual([]);
	});
});

describe('the letters of a response', () => {
	const latin = Buffer.from('{"name":"J\xF8rgen"}', 'latin1');
	const utf8 = Buffer.from('{"name":"Jørgen"}');
	const RIGHT = '{"name":"Jørgen"}';
	const WRONG = '{"name":"J\uFFFDrgen"}';

	it.each([
		['are UTF-8', utf8, 'application/json', RIGHT],
		['are UTF-8 without a type', utf8, undefined, RIGHT],
		['are UTF-8 although another charset is named', utf8, 'application/json; charset=iso-8859-1', RIGHT],
		['are of the charset that is named', latin, 'application/json; charset=iso-8859-1', RIGHT],
		['are of one in quotation marks', latin, 'application/json;CHARSET = "iso-8859-1"; q=1', RIGHT],
		['are of one before another parameter', latin, 'text/plain; charset=windows-1252;q=1', RIGHT],
		['stay damaged where the charset is not known', latin, 'application/json; charset=x-none', WRONG],
		['stay damaged where no charset is named', latin, 'application/json', WRONG],
		['begin after a byte order mark', Buffer.concat([Buffer.from('\uFEFF'), utf8]), undefined, RIGHT],
		['keep such a mark further on', Buffer.from('"a\uFEFF"'), undefined, '"a\uFEFF"'],
	])('%s', async (_, body, type, text) =>
		expect((await read(Readable.from([body]), { type })).body).toBe(text),
	);

	it('are whole wherever their pieces are cut', async () => {
		const invalid = [
			[0xc3],
			[0xf0, 0x9f, 0x98],
			[0xe2, 0x82, 0x41, 0x42],
			[0x41, 0x80, 0x80, 0x80, 0x80, 0x80, 0x41],
		];
		for (const body of [
			Buffer.from('"Jørgen €5 😀"'),
			Buffer.from('é€😀'),
			latin,
			...invalid.map((bytes) => Buffer.from(bytes)),
		])
			for (let cut = 0; cut < body.length; cut++) {
				const pieces = [body.subarray(0, cut), body.subarray(cut, cut + 1), body.subarray(cut + 1)];
				expect((await read(Readable.from(pieces))).body).toBe(body.toString());
			}
	});
});

describe('a redirect', () => {
	const response = (statusCode: number, location?: unknown) => ({
		statusCode,
		headers: { location },
		pieces: [],
		url: AT,
	});

	it.each([
		[299, false],
		[300, true],
		[399, true],
		[400, false],
	])('%d: %p', (status, is) => expect(isRedirect(response(status))).toBe(is));

	it.each([
		[302, '/login', 'https://acme.example.test/login'],
		[302, 'other', 'https://acme.example.test/api/other'],
		[302, 'https://other.example.test/x', 'https://other.example.test/x'],
		[302, 'https://', undefined],
		[302, undefined, undefined],
		[302, ['/login'], undefined],
		[201, '/things/1', undefined],
	])('%d to %p leads to %p', (status, location, target) =>
		expect(redirectTarget(response(status, location))?.href).toBe(target),
	);
});
