/** What is sent through n8n's helper and what becomes of its answers, by Jest's clock and without a server. */
import { Readable } from 'node:stream';
import type { IDataObject, IHttpRequestOptions, NodeApiError } from 'n8n-workflow';

import { readCommonError } from '../../../nodes/shared/errors/errorBody';
import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import { faultDetails } from '../../../nodes/shared/errors/faultDetails';
import { NO_TOKEN } from '../../../nodes/shared/http/login';
import { RateLimiter } from '../../../nodes/shared/http/rateLimiter';
import { MB, STREAM_OPTIONS } from '../../../nodes/shared/http/response';
import { MAX_DEPTH } from '../../../nodes/shared/json';
import { waitAskedBy, type RetryOptions } from '../../../nodes/shared/http/retry';
import { Session } from '../../../nodes/shared/http/session';
import { Transport } from '../../../nodes/shared/http/transport';
import type { Partner, RequestSpec } from '../../../nodes/shared/operation';
import { acmeNode } from '../../support/acme';

interface Answer {
	status?: number;
	headers?: Record<string, unknown>;
	body?: string;
}
type Answering = Answer | Error | string | ((sent: Sent) => Answer | Promise<Answer>);

interface Caller {
	getExecutionCancelSignal(): AbortSignal;
	getNode(): unknown;
	helpers: { httpRequest(options: IHttpRequestOptions): Promise<unknown> };
}
interface Sent {
	at: number;
	credential: string;
	options: IHttpRequestOptions;
	more: { credentialsDecrypted: { data: unknown } };
	caller: Caller;
}

const BASE = 'https://acme.example.test/api';
const KEY = 'key-0123456789';
const read: RequestSpec = { method: 'GET', path: '/things' };
const write: RequestSpec = { method: 'POST', path: '/things', body: { name: 'x' } };
const DEFAULTS: RetryOptions = { retries: 3, timeout: 60_000, largest: MB };

const acme: Partner = {
	name: 'Acme',
	credential: 'acmeApi',
	secrets: ['key'],
	baseUrl: () => BASE,
	readError: readCommonError,
};
const withLogin: Partner = { ...acme, session: () => ({ token: 'token', expiredOn: [401] }) };

/** In the place of an outcome that there is not, so that a test fails at once. */
const never = async () => await Promise.reject<never>(new Error('The request did not end'));

const responseOf = ({ status = 200, headers = {}, body = '{"ok":true}' }: Answer) => ({
	statusCode: status,
	headers,
	body: Readable.from([Buffer.from(body)], { objectMode: false }),
});

/** A run whose requests get these answers, the last one again and again. */
function newRun(
	answers: Answering[],
	{
		partner = acme,
		credentials = { key: KEY } as IDataObject,
		atOnce = 10,
		signal,
		login,
	}: {
		partner?: Partner;
		credentials?: IDataObject;
		atOnce?: number;
		signal?: AbortSignal;
		/** The answer to the login that n8n sends before a request without a token. */
		login?: Answer;
	} = {},
) {
	const sent: Sent[] = [];
	let answered = 0;
	const n8n = {
		getNode: () => acmeNode,
		helpers: {
			httpRequest: async () => await Promise.resolve(responseOf(login ?? {})),
			async httpRequestWithAuthentication(
				this: Caller,
				credential: string,
				options: IHttpRequestOptions,
				more: Sent['more'],
			) {
				const one = { at: Date.now(), credential, options, more, caller: this };
				if (login) await this.helpers.httpRequest({ method: 'POST', url: `${BASE}/login` });
				sent.push(one);
				const answer = answers[Math.min(answered++, answers.length - 1)] ?? {};
				if (answer instanceof Error || typeof answer === 'string')
					return await Promise.reject(answer as Error);
				return responseOf(typeof answer === 'function' ? await answer(one) : answer);
			},
		},
	};
	const session = new Session(partner, credentials);
	const transport = new Transport(n8n as never, partner, session, new RateLimiter(atOnce, signal), signal);
	const errors = new ErrorFactory(acmeNode, partner, () => session.secrets(), 0);
	const send = async (request: RequestSpec, options: Partial<RetryOptions> = {}) => {
		const outcome = transport.send(request, { ...DEFAULTS, ...options }, errors).then(
			(response) => ({ response, error: undefined }),
			(error: NodeApiError) => ({ error, response: undefined }),
		);
		// Longer than anything that ends.
		await jest.advanceTimersByTimeAsync(600_000);
		return await Promise.race([outcome, never()]);
	};
	const begin = Date.now();
	return { send, sent, transport, n8n, credentials, times: () => sent.map(({ at }) => at - begin) };
}

beforeEach(() => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] });
	jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

describe('a request', () => {
	it('goes through n8n’s helper, with the credential that was decrypted once', async () => {
		const { send, sent, credentials, n8n } = newRun([{}]);
		await send({ ...read, query: { page: 2 } });
		expect(sent).toHaveLength(1);
		const { credential, options, more, caller } = sent[0]!;
		expect(credential).toBe('acmeApi');
		expect(options).toEqual({
			method: 'GET',
			url: `${BASE}/things`,
			qs: { page: 2 },
			headers: { Accept: 'application/json' },
			timeout: 60_000,
			...STREAM_OPTIONS,
		});
		expect(more).toEqual({
			credentialsDecrypted: { id: '', name: 'acmeApi', type: 'acmeApi', data: credentials },
			preAuthenticationRetryStatusCode: [],
		});
		expect(more.credentialsDecrypted.data).toBe(credentials);
		// Whatever else n8n's helper asks the caller for is n8n's own.
		expect(caller.getNode).toBe(n8n.getNode);
	});

	it('with a body says that it is JSON, and may say otherwise', async () => {
		const { send, sent } = newRun([{}]);
		await send(write);
		await send({ ...write, headers: { Accept: 'text/plain', 'X-Own': '1' } });
		expect(sent.map(({ options }) => [options.body, options.headers])).toEqual([
			[{ name: 'x' }, { Accept: 'application/json', 'Content-Type': 'application/json' }],
			[{ name: 'x' }, { Accept: 'text/plain', 'Content-Type': 'application/json', 'X-Own': '1' }],
		]);
	});

	it('is broken off when the user cancels', async () => {
		const user = new AbortController();
		const { send, sent } = newRun(
			[
				async ({ caller }) => {
					user.abort(new Error('stop button'));
					expect(caller.getExecutionCancelSignal().aborted).toBe(true);
					return await new Promise<never>(() => {});
				},
			],
			{ signal: user.signal },
		);
		expect((await send(read)).error?.message).toBe('stop button');
		expect(sent).toHaveLength(1);
	});

	it('that was answered while the user cancelled gives the cancel, a success and a failure alike', async () => {
		for (const status of [200, 400]) {
			const user = new AbortController();
			const { send } = newRun([{ status }], { signal: user.signal });
			const body = Readable.prototype;
			jest.spyOn(body, 'destroy').mockImplementation(function (this: Readable) {
				user.abort(new Error('stop button'));
				return this;
			});
			expect((await send(read)).error?.message).toBe('stop button');
			jest.mocked(body.destroy).mockRestore();
		}
	});

	it('is given up after its time', async () => {
		const { send, times } = newRun([async () => await new Promise<never>(() => {})]);
		const { error } = await send(read, { retries: 1, timeout: 7000 });
		expect(error?.message).toBe('Acme was asked, and no answer came in time [item 0]');
		expect(times()).toEqual([0, 7250]);
	});
});

describe('an answer', () => {
	const get = async (answer: Answer, request: Partial<RequestSpec> = {}) =>
		await newRun([answer]).send({ ...read, ...request });

	it.each([
		['JSON', '{"a":1}', { a: 1 }],
		['nothing', '', ''],
	])('with %s is its body', async (_, body, value) =>
		expect((await get({ body, status: 201 })).response).toEqual({ status: 201, body: value }),
	);

	it.each([
		[200, true],
		[299, true],
		[300, false],
		[199, false],
		[404, false],
	])('with %d is a success: %p', async (status, is) =>
		expect((await get({ status })).error === undefined).toBe(is),
	);

	it('with a status that the request accepts is a success, whatever is in it', async () => {
		const request = { acceptedStatuses: [404] };
		expect((await get({ status: 404, body: '{"a":1}' }, request)).response).toEqual({
			status: 404,
			body: { a: 1 },
		});
		expect((await get({ status: 409 }, request)).error?.httpCode).toBe('409');
	});

	it('with a text is one only where the request allows it', async () => {
		expect((await get({ body: 'Ready' }, { allowText: true })).response?.body).toBe('Ready');
		expect((await get({ body: 'Ready' })).error?.message).toBe(
			'Acme answered with something that is not complete JSON [item 0]',
		);
	});

	it.each([[{}], [{ allowText: true }]])('with a web page is none (%j)', async (request) =>
		expect((await get({ body: ' \n<html>' }, request)).error?.message).toBe(
			'Acme answered with a web page instead of data [item 0]',
		),
	);

	it('whose text has a "<" further on is no web page', async () =>
		expect((await get({ body: 'a <b' }, { allowText: true })).response?.body).toBe('a <b'));

	it.each([
		['HEAD', 200, 'text/html; charset=utf-8', false],
		['HEAD', 200, 'Text/HTML', false],
		['HEAD', 299, 'text/html', false],
		['HEAD', 300, 'text/html', true],
		['HEAD', 404, 'text/html', true],
		['HEAD', 200, 'application/json', true],
		['HEAD', 200, 'x-text/html', true],
		['HEAD', 200, undefined, true],
		['GET', 200, 'text/html', true],
	] as const)('to a %s with %d and %s is one: %p', async (method, status, type, is) => {
		const answer = { status, body: '', headers: { 'content-type': type } };
		const { error } = await get(answer, { method, acceptedStatuses: [300, 404] });
		expect(error === undefined).toBe(is);
	});

	it('that is longer than may be read says so', async () => {
		const { error } = await newRun([{ body: ' '.repeat(MB + 1) }]).send(read);
		expect(error?.message).toBe('Acme answered with more than 1 MB [item 0]');
	});

	it('that is nested too deep says so', async () => {
		const body = `${'['.repeat(MAX_DEPTH + 1)}1${']'.repeat(MAX_DEPTH + 1)}`;
		expect((await get({ body })).error?.message).toBe(
			'Acme answered with data that is nested more than 100 deep [item 0]',
		);
	});

	it('comes without the secrets of the run', async () =>
		expect((await get({ body: `{"url":"/?key=${KEY}"}` })).response?.body).toEqual({ url: '/?key=***' }));

	it('tells the partner’s time, until one does not', async () => {
		const { send, transport } = newRun([
			{ headers: { date: 'Thu, 26 Nov 2026 20:00:00 GMT' } },
			{ headers: { date: 'today' } },
			{},
		]);
		expect(transport.partnerTime).toBeUndefined();
		await send(read);
		expect(transport.partnerTime).toBe(Date.UTC(2026, 10, 26, 20));
		await send(read);
		expect(transport.partnerTime).toBeUndefined();
		await send(read);
		expect(transport.partnerTime).toBeUndefined();
	});
});

describe('what a failed answer says', () => {
	const fail = async (answer: Answer) => (await newRun([{ status: 400, ...answer }]).send(read)).error;

	it('is quoted without the secrets of the run', async () =>
		expect((await fail({ body: `{"message":"No ${KEY}"}` }))?.message).toBe(
			'Acme refuses the request: No *** [item 0]',
		));

	it('is left out where it is too long or too deep, and that is said', async () => {
		expect((await fail({ body: ' '.repeat(8 * MB + 1) }))?.description).toMatch(
			/^What it says is longer than 8 MB and was not read\n/,
		);
		const deep = `${'['.repeat(MAX_DEPTH + 1)}1${']'.repeat(MAX_DEPTH + 1)}`;
		expect((await fail({ body: deep }))?.description).toMatch(
			/^What it says is nested more than 100 deep and was not read\n/,
		);
	});
});

describe('a request that failed', () => {
	const busy = { status: 503, body: '{"message":"Back soon"}' };
	const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
	const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

	it.each([
		['a read the partner cannot answer', read, busy],
		['a POST that only reads', { ...write, safeToRepeat: true }, busy],
		['a read whose connection broke', read, reset],
		['a write that never arrived', write, refused],
	])('(%s) is sent again after growing pauses, as often as was chosen', async (_, request, failure) => {
		const { send, times } = newRun([failure]);
		expect((await send(request)).error).toBeDefined();
		expect(times()).toEqual([0, 250, 750, 1750]);
		const once = newRun([failure]);
		await once.send(request, { retries: 0 });
		expect(once.times()).toEqual([0]);
	});

	it.each([
		['a write the partner could not answer', write, busy],
		['a write whose connection broke', write, reset],
		['a read that was refused', read, { status: 400 }],
		['a read of something that is no JSON', read, { body: '{"a":' }],
	])('(%s) is not sent again', async (_, request, failure) => {
		const { send, times } = newRun([failure, {}]);
		expect((await send(request)).error).toBeDefined();
		expect(times()).toEqual([0]);
	});

	it('succeeds when a repetition does', async () => {
		const { send } = newRun([busy, reset, {}]);
		expect((await send(read)).response?.body).toEqual({ ok: true });
	});

	it('has the words of its last answer', async () => {
		const { send } = newRun([reset, busy]);
		expect((await send(read, { retries: 1 })).error?.message).toBe(
			'Acme cannot answer at the moment (HTTP 503): Back soon [item 0]',
		);
	});

	it.each([
		['nothing that n8n says', 'x', 'no reason was given'],
		['a refusal of n8n itself', new Error('Domain not allowed'), 'Domain not allowed'],
		[
			'one of n8n’s with a status',
			Object.assign(new Error('Not from here'), { httpCode: '403' }),
			'Not from here',
		],
	])('with %s is said to be unreachable, and not sent again', async (_, failure, reason) => {
		const { send, sent } = newRun([failure]);
		expect((await send(read)).error?.message).toBe(`Acme cannot be reached: ${reason} [item 0]`);
		expect(sent).toHaveLength(1);
	});
});

describe('a partner that says when to come back', () => {
	const later = (seconds: number, status = 503) => ({ status, headers: { 'retry-after': String(seconds) } });

	it.each([
		[503, 5, [0, 5000]],
		// Its own pause is the longer one.
		[503, 0, [0, 250]],
		[503, 3600, [0, 120_000]],
		[429, 5, [0, 5000]],
		[429, 3600, [0, 120_000]],
	])('with %d after %d s is left alone that long', async (status, seconds, times) => {
		const run = newRun([later(seconds, status), {}]);
		expect((await run.send(read)).error).toBeUndefined();
		expect(run.times()).toEqual(times);
	});

	it('later than all has to be over is not waited for, and what it asked is known uncut', async () => {
		const { send, times } = newRun([later(3600), {}]);
		const { error } = await send(read, { deadline: Date.now() + 120_000 });
		expect(error?.httpCode).toBe('503');
		expect(waitAskedBy(error!)).toBe(3_600_000);
		expect(times()).toEqual([0]);
		const inTime = newRun([later(3600), {}]);
		expect((await inTime.send(read, { deadline: Date.now() + 120_001 })).error).toBeUndefined();
	});

	it('without a time asks for nothing', async () => {
		const { error } = await newRun([{ status: 503 }]).send(read, { retries: 0 });
		expect(waitAskedBy(error!)).toBeUndefined();
	});

	it('is asked no more when the user cancels the pause', async () => {
		const user = new AbortController();
		const { send, times } = newRun([later(60)], { signal: user.signal });
		setTimeout(() => user.abort(new Error('stop button')), 1000);
		expect((await send(read)).error).toBeDefined();
		expect(times()).toEqual([0]);
	});
});

describe('several requests of a run', () => {
	const later = (status: number) => ({ status, headers: { 'retry-after': '60' } });
	const sending = async (answers: Answering[]) => {
		const { send, sent, times } = newRun(answers, { atOnce: 1 });
		const outcomes = await Promise.all(['/a', '/b', '/c'].map(async (path) => await send({ ...read, path })));
		expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
		return sent.map(({ options }, index) => [options.url.slice(BASE.length), times()[index]]);
	};

	it('keep their order after a 429, for which all wait: the refused one goes first', async () =>
		expect((await sending([later(429), {}])).map(([path]) => path)).toEqual(['/a', '/a', '/b', '/c']));

	it('do not wait for one that the partner could not answer', async () =>
		expect(await sending([later(503), {}])).toEqual([
			['/a', 0],
			['/b', 0],
			['/c', 0],
			['/a', 60_000],
		]));
});

describe('a 429', () => {
	it('of a request that went alone counts against its repetitions', async () => {
		const { send, sent } = newRun([{ status: 429 }]);
		const { error } = await send(read, { retries: 2 });
		expect(error?.message).toBe('Acme asks to slow down [item 0]');
		expect(sent).toHaveLength(3);
	});

	it('that several caused together costs none of them a repetition', async () => {
		// The first goes alone; of the three after it two are refused, and refused once more when they go alone.
		const { send, sent } = newRun([{}, {}, { status: 429 }, { status: 429 }, { status: 429 }, {}, {}, {}]);
		await send(read);
		const outcomes = await Promise.all([1, 2, 3].map(async () => await send(read, { retries: 1 })));
		expect(outcomes.map(({ error }) => error?.message)).toEqual([undefined, undefined, undefined]);
		expect(sent).toHaveLength(7);
	});

	it('that several caused together fails those that are not to be sent again', async () => {
		const { send, sent } = newRun([{}, {}, { status: 429 }, { status: 429 }, {}]);
		await send(read);
		const outcomes = await Promise.all([1, 2, 3].map(async () => await send(read, { retries: 0 })));
		expect(outcomes.map(({ error }) => error?.httpCode)).toEqual([undefined, '429', '429']);
		expect(sent).toHaveLength(4);
	});

	it('to the end of all patience fails the rest unsent', async () => {
		const { send, sent } = newRun([{ status: 429, headers: { 'retry-after': '120' } }], { atOnce: 1 });
		const outcomes = await Promise.all([1, 2, 3].map(async () => await send(read, { retries: 0 })));
		expect(outcomes.map(({ error }) => error?.message)).toEqual(
			Array(3).fill('Acme asks to slow down [item 0]'),
		);
		expect(sent).toHaveLength(1);
	});
});

it('a long refusal is read in steps, between which n8n does its other work', async () => {
	const done: string[] = [];
	const { parse } = JSON;
	jest.spyOn(JSON, 'parse').mockImplementation((text) => {
		if (text.length > MB) setTimeout(() => done.push('other work'), 0);
		return parse(text) as unknown;
	});
	const readError: Partner['readError'] = (body) => {
		done.push('the words');
		return readCommonError(body);
	};
	const body = JSON.stringify({ message: 'No', more: 'x'.repeat(MB) });
	const { error } = await newRun([{ status: 400, body }], { partner: { ...acme, readError } }).send(read);
	expect(error?.message).toBe('Acme refuses the request: No [item 0]');
	expect(done).toEqual(['other work', 'the words']);
});

describe('a login', () => {
	const run = (login: Answer, answers: Answering[] = [new Error(NO_TOKEN)]) =>
		newRun(answers, { partner: withLogin, credentials: { key: KEY, token: '' }, login });
	const message = async (login: Answer, request = read) =>
		(await run(login).send(request, { retries: 0 })).error?.message;

	it('that is refused has the partner’s words and its code', async () => {
		const { send } = run({ status: 401, body: '{"message":"Wrong password"}' });
		const { error } = await send(read);
		expect(error).toMatchObject({
			message: 'Acme does not accept the credential: Wrong password [item 0]',
			httpCode: '401',
		});
	});

	it.each([
		['a message', '{"message":"Locked"}', ': Locked'],
		['a message with a secret in it', `{"message":"Locked ${KEY}"}`, ': Locked ***'],
		['a text, which may be the token', 'abc', ''],
		['half a JSON', '{"message":"Lo', ''],
		['a list', '["Locked"]', ''],
		['nothing', '', ''],
	])('without a token, but with %s, is told from one that did not come about', async (_, body, said) =>
		expect(await message({ body })).toBe(`Acme answered the login without a token${said} [item 0]`),
	);

	it('whose answer is too long has no words', async () =>
		expect(await message({ body: ' '.repeat(8 * MB + 1) })).toBe(
			'Acme answered the login without a token [item 0]',
		));

	it.each([
		['busy', { status: 503 }],
		['slowing down', { status: 429 }],
	])('that came to nothing (%s) is tried again before a write, which was never sent', async (_, login) => {
		const { send, sent } = run(login);
		const { error } = await send(write, { retries: 2 });
		expect(faultDetails(error)).toMatchObject({ mayHaveHappened: false, httpCode: login.status });
		expect(error?.description).not.toContain('carried out');
		expect(sent).toEqual([]);
	});

	it('that nobody answered leaves n8n’s own reason', async () => {
		const failing = newRun([Object.assign(new Error('x'), { code: 'ENOTFOUND' })], {
			partner: withLogin,
			credentials: { key: KEY, token: '' },
		});
		const { error } = await failing.send(write, { retries: 2 });
		expect(error?.message).toBe('Acme cannot be reached: its host name is not known [item 0]');
		expect(failing.sent).toHaveLength(3);
	});

	it('is not blamed for what broke after it', async () => {
		const broken = newRun([Object.assign(new Error('x'), { code: 'ECONNRESET' }), {}], {
			partner: withLogin,
			credentials: { key: KEY, token: 'valid' },
		});
		const { error } = await broken.send(write);
		expect(faultDetails(error)).toMatchObject({ mayHaveHappened: true });
		expect(broken.sent).toHaveLength(1);
	});
});

describe('a redirect', () => {
	const to = (location: string, status = 302) => ({ status, headers: { location } });
	const urls = (sent: Sent[]) => sent.map(({ options }) => [options.method, options.url, options.qs]);

	it('on the same host is followed by a read, without the query that was sent first', async () => {
		const { send, sent } = newRun([to('/v2/things?page=2'), {}]);
		expect((await send({ ...read, query: { page: 2 } })).response?.status).toBe(200);
		expect(urls(sent)).toEqual([
			['GET', `${BASE}/things`, { page: 2 }],
			['GET', 'https://acme.example.test/v2/things?page=2', undefined],
		]);
	});

	it.each([
		[301, 1],
		[302, 1],
		[303, 1],
		[307, 2],
		[308, 2],
	])('with %d on the same host lets a write go %d times', async (status, times) => {
		const { send, sent } = newRun([to('/v2/things', status), {}]);
		const { error } = await send(write);
		expect(sent).toHaveLength(times);
		if (times === 1)
			expect(error?.message).toBe('Acme sends this request on to /v2/things on the same host [item 0]');
	});

	it.each(['https://other.example.test/', 'http://acme.example.test/', 'https://acme.example.test:8443/'])(
		'to %s is not followed',
		async (location) => {
			const { send, sent } = newRun([to(location), {}]);
			expect((await send(read)).error?.httpCode).toBe('302');
			expect(sent).toHaveLength(1);
		},
	);

	it('from where it led is judged by where that is', async () => {
		const { send, sent } = newRun([to('/a'), to('b'), {}]);
		await send(read);
		expect(urls(sent).map(([, url]) => url)).toEqual([
			`${BASE}/things`,
			'https://acme.example.test/a',
			'https://acme.example.test/b',
		]);
	});

	it('is followed five times', async () => {
		const { send, sent } = newRun([to('/a')]);
		expect((await send(read)).error?.httpCode).toBe('302');
		expect(sent).toHaveLength(6);
	});
});
