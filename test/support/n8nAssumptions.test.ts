/**
 * What n8n’s own request helper sends and returns. Our request function relies on it; a newer n8n that changes it fails
 * here first.
 */
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { CLOSED_PORT } from './runAcme';
import { runNode } from './runWorkflow';
import { KeyCredential, SampleNode, sendJson, startServer } from './sample';
import type { Handler, SampleServer } from './sample';

let server: SampleServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());

interface Outcome {
	answer?: unknown;
	error?: Record<string, unknown> & {
		cause?: Record<string, unknown> & { response?: Record<string, unknown> };
	};
}

/** Sends one request from inside a node and catches what the node would catch. */
async function send(
	options: Partial<IHttpRequestOptions>,
	{
		headers,
		signal,
		extra,
	}: { headers?: Record<string, string>; signal?: AbortSignal; extra?: IDataObject } = {},
): Promise<Outcome> {
	const outcome: Outcome = {};
	const node = new SampleNode(async function () {
		const request: IHttpRequestOptions = { url: `${server.baseUrl}/x`, ...options };
		try {
			outcome.answer = await this.helpers.httpRequestWithAuthentication.call(
				this,
				'sampleApi',
				request,
				extra,
			);
		} catch (error) {
			outcome.error = error as Outcome['error'];
		}
		return [[]];
	});
	await runNode({
		node,
		credentials: { sampleApi: {} },
		credentialTypes: [new KeyCredential(headers)],
		signal,
	});
	return outcome;
}

const text =
	(body: string, type: string, status = 200): Handler =>
	(_request, response) => {
		response.writeHead(status, { 'Content-Type': type }).end(body);
	};
const full = { returnFullResponse: true, ignoreHttpStatusErrors: true } as const;

describe('what is sent', () => {
	beforeEach(() => server.answer((_request, response) => sendJson(response, { ok: true })));

	it('keeps a Content-Type on a GET without a body, from the options and from the credential', async () => {
		await send({ json: true });
		await send({ json: true, headers: { 'Content-Type': 'application/json' } });
		await send({ json: true }, { headers: { 'Content-Type': 'application/json' } });
		expect(server.seen.map(({ headers }) => headers['content-type'])).toEqual([
			undefined,
			'application/json',
			'application/json',
		]);
	});

	it('drops a body of a GET, and an empty object of a POST', async () => {
		await send({ method: 'GET', body: { a: 1 } });
		await send({ method: 'POST', body: {} });
		await send({ method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } });
		await send({ method: 'POST', body: { a: 1 } });
		expect(server.seen.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
			['', undefined],
			['', undefined],
			['{}', 'application/json'],
			['{"a":1}', 'application/json'],
		]);
	});

	it('sends a request twice on 401, also a write with a plain key, unless told which status renews', async () => {
		server.answer((_request, response) => sendJson(response, {}, 401));
		await send({ method: 'POST', body: { a: 1 } });
		expect(server.seen).toHaveLength(2);
		await send({ method: 'POST', body: { a: 1 } }, { extra: { preAuthenticationRetryStatusCode: [] } });
		expect(server.seen).toHaveLength(3);
	});

	it('opens a connection per request and writes the credential into the given options', async () => {
		const headers: IDataObject = {};
		await send({ headers });
		expect(server.seen[0]?.headers.connection).toBe('close');
		expect(headers).toEqual({ 'X-Key': 'default-key' });
	});
});

describe('what comes back in full', () => {
	it('answers a HEAD with an empty text and its status', async () => {
		server.answer((_request, response) => void response.writeHead(404).end());
		expect((await send({ method: 'HEAD', ...full })).answer).toMatchObject({ statusCode: 404, body: '' });
		expect(server.seen[0]?.method).toBe('HEAD');
	});

	it('gives a redirect as it is when told not to follow', async () => {
		server.answer((_request, response) => void response.writeHead(302, { Location: '/y' }).end('moved'));
		const { answer } = await send({ ...full, disableFollowRedirect: true });
		expect(answer).toMatchObject({ statusCode: 302, headers: { location: '/y' }, body: 'moved' });
		expect(server.seen).toHaveLength(1);
	});

	it.each([
		['JSON', text('{"a":1}', 'application/json'), { a: 1 }, '{"a":1}'],
		['JSON that says it is a page', text('{"a":1}', 'text/html'), { a: 1 }, '{"a":1}'],
		['a bare JSON text', text('"Success"', 'application/json'), 'Success', '"Success"'],
		[
			'a long number',
			text('12345678901234567890', 'application/json'),
			12345678901234567000,
			'12345678901234567890',
		],
		['a page', text('<h1>oops</h1>', 'text/html', 502), '<h1>oops</h1>', '<h1>oops</h1>'],
		['broken JSON', text('{"a":', 'application/json'), '{"a":', '{"a":'],
		['nothing', text('', 'application/json'), '', ''],
	])('reads %s without `encoding` and with `encoding: text`', async (_what, handler, parsed, raw) => {
		server.answer(handler);
		expect((await send({ ...full, json: true })).answer).toMatchObject({ body: parsed });
		expect((await send({ ...full, json: true, encoding: 'text' })).answer).toMatchObject({ body: raw });
	});
});

describe('what is thrown', () => {
	it('is a NodeApiError whose body is in context.data and whose headers are in cause.response', async () => {
		server.answer((_request, response) => {
			response.setHeader('Retry-After', '3');
			sendJson(response, { error: { message: 'Slow down' } }, 429);
		});
		const { error } = await send({ json: true });
		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '429',
			description: 'Slow down',
			message: 'The service is receiving too many requests from you',
			context: { data: { error: { message: 'Slow down' } } },
			cause: { code: 'ERR_BAD_REQUEST', response: { status: 429, headers: { 'retry-after': '3' } } },
		});
	});

	it('has no context.data when the body is no object', async () => {
		server.answer((_request, response) => sendJson(response, ['email is invalid'], 422));
		const { error } = await send({ json: true });
		expect(error).toMatchObject({
			httpCode: '422',
			context: {},
			cause: { response: { data: ['email is invalid'] } },
		});
	});

	const cutOff: Handler = (_request, response) => {
		response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 }).write('{"a":1');
		setTimeout(() => response.destroy(), 20);
	};

	it.each([
		[
			'reset connection',
			((request) => void request.socket.resetAndDestroy()) as Handler,
			'ECONNRESET',
			'ECONNRESET',
			undefined,
		],
		['silent server', (() => undefined) as Handler, 'ECONNABORTED', 'ECONNABORTED', undefined],
		// The response had begun, so axios kept its 200: only the code shows that it was lost.
		['cut-off body', cutOff, 'ERR_BAD_RESPONSE', '200', 200],
	])(
		'says so of a %s, also when status errors are ignored',
		async (what, handler, code, httpCode, status) => {
			server.answer(handler);
			const { error } = await send({ ...full, timeout: what === 'silent server' ? 150 : 20_000 });
			expect(error).toMatchObject({ name: 'NodeApiError', httpCode, cause: { code } });
			expect(error?.cause?.response?.status).toBe(status);
		},
	);

	it('says so of a refused connection and of an unknown host', async () => {
		const refused = await send({ url: `http://127.0.0.1:${CLOSED_PORT}/` });
		expect(refused.error).toMatchObject({ httpCode: 'ECONNREFUSED', cause: { code: 'ECONNREFUSED' } });
		const unknown = await send({ url: 'http://no-such-host.invalid/' });
		// EAI_AGAIN where the machine has no resolver at all.
		expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(unknown.error?.cause?.code);
	});

	it("is ERR_CANCELED after a cancel; a signal of one's own is replaced by the execution's", async () => {
		const stop = new AbortController();
		server.answer(() => stop.abort());
		const cancelled = await send({ timeout: 20_000 }, { signal: stop.signal });
		expect(cancelled.error).toMatchObject({
			message: 'canceled',
			cause: { name: 'CanceledError', code: 'ERR_CANCELED' },
		});
		server.answer(() => undefined);
		const own = await send({ timeout: 200, abortSignal: AbortSignal.timeout(50) });
		expect(own.error).toMatchObject({ cause: { code: 'ECONNABORTED' } });
	});
});
