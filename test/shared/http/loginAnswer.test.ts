/** What the login that n8n sends before a request gets, without a server: whole runs are tested in login.test.ts. */
import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { Login, LoginResponseError, NO_TOKEN } from '../../../nodes/shared/http/login';
import { STREAM_OPTIONS } from '../../../nodes/shared/http/response';

const MB = 1024 * 1024;

/** n8n's helpers with a partner that answers every login like this. */
function loggingIn(statusCode: number, body: string) {
	const sent: IHttpRequestOptions[] = [];
	const helpers = {
		httpRequest: async (options: IHttpRequestOptions) => {
			sent.push(options);
			return await Promise.resolve({
				statusCode,
				headers: { 'x-partner': 'acme' },
				body: Readable.from([Buffer.from(body)], { objectMode: false }),
			});
		},
		assertBinaryData: () => 'n8n’s own',
	};
	const { signal } = new AbortController();
	const login = new Login(helpers as never, signal);
	const send = async (options: Partial<IHttpRequestOptions> = {}): Promise<unknown> =>
		await login.helpers.httpRequest({ method: 'POST', url: 'https://acme.example.test/login', ...options });
	return { login, send, sent, signal };
}

describe('a login', () => {
	it('is sent as the credential says, but as a stream that ends with the request', async () => {
		const { login, send, sent, signal } = loggingIn(200, '{}');
		await send({ body: { user: 'kim' }, headers: { 'X-Own': '1' } });
		expect(sent).toEqual([
			{
				method: 'POST',
				url: 'https://acme.example.test/login',
				body: { user: 'kim' },
				headers: { 'X-Own': '1' },
				...STREAM_OPTIONS,
				abortSignal: signal,
			},
		]);
		// n8n's other helpers stay as they are.
		expect((login.helpers as never as { assertBinaryData(): string }).assertBinaryData()).toBe('n8n’s own');
	});

	it.each([
		['JSON', '{"token":"t-1"}', {}, { token: 't-1' }],
		['a text', 't-1', {}, 't-1'],
		['JSON where a text was asked for', '{"token":"t-1"}', { encoding: 'text' as const }, '{"token":"t-1"}'],
		['nothing', '', {}, ''],
		['more than is read of a login', ' '.repeat(8 * MB + 1), {}, ''],
	])('gets what n8n’s helper would give it: %s', async (_, body, options, given) =>
		expect(await loggingIn(200, body).send(options)).toEqual(given),
	);

	it('gets the status and the headers as well where it asks for them', async () =>
		expect(await loggingIn(201, '{"token":"t-1"}').send({ returnFullResponse: true })).toEqual({
			statusCode: 201,
			headers: { 'x-partner': 'acme' },
			body: { token: 't-1' },
		}));

	it.each([
		[199, false],
		[200, true],
		[299, true],
		[300, false],
		[401, false],
	])('with %d succeeds: %p', async (status, is) => {
		const outcome: unknown = await loggingIn(status, '{}')
			.send()
			.catch((failure: unknown) => failure);
		if (is) return expect(outcome).toEqual({});
		expect(outcome).toBeInstanceOf(LoginResponseError);
		expect(outcome).toMatchObject({
			message: 'The login was answered',
			httpCode: String(status),
			response: { statusCode: status, pieces: [Buffer.from('{}')] },
		});
	});
});

describe('why a request had no token', () => {
	const failure = new Error('of n8n');

	it('is what n8n says where no login was answered', () =>
		expect(loggingIn(200, '').login.explain(failure)).toBe(failure));

	it('is what n8n says where it could not store the token of a good login', async () => {
		const { login, send } = loggingIn(200, '{"token":"t-1"}');
		await send();
		const busy = Object.assign(new Error('SQLITE_BUSY: database is locked'), { code: 'SQLITE_BUSY' });
		expect(login.explain(busy)).toBe(busy);
	});

	it('is the answer to the login where that was no success, whatever n8n says', async () => {
		const { login, send } = loggingIn(401, '{}');
		await send().catch(() => undefined);
		expect(login.explain(failure)).toMatchObject({ httpCode: '401' });
	});

	it.each([
		['as the credential throws it', new Error(NO_TOKEN)],
		['as n8n wraps it', new Error('of n8n', { cause: new Error(NO_TOKEN) })],
	])('is the answer to the login where that has no token (%s), a success has no code', async (_, thrown) => {
		const { login, send } = loggingIn(200, '{"message":"Locked"}');
		await send();
		const reason = login.explain(thrown);
		expect(reason).toBeInstanceOf(LoginResponseError);
		expect(reason).toMatchObject({
			httpCode: undefined,
			response: { pieces: [Buffer.from('{"message":"Locked"}')] },
		});
	});
});
