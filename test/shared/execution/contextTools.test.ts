/** What an operation works with, without n8n: whole operations are tested in test/operations and test/partners. */
import type { IDataObject, IHttpRequestOptions, NodeApiError } from 'n8n-workflow';

import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import { readCommonError } from '../../../nodes/shared/errors/errorBody';
import { faultDetails } from '../../../nodes/shared/errors/faultDetails';
import {
	createContext,
	createContextWithoutItem,
	openRun,
	type RunContext,
} from '../../../nodes/shared/execution/context';
import { retryOptionsOf } from '../../../nodes/shared/execution/nodeProperties';
import type { Partner, RequestSpec } from '../../../nodes/shared/operation';
import { acmeNode } from '../../support/acme';

const acme: Partner = {
	name: 'Acme',
	credential: 'acmeApi',
	secrets: ['key'],
	baseUrl: ({ baseUrl }) => String(baseUrl),
	readError: readCommonError,
};
const read: RequestSpec = { method: 'GET', path: '/things' };
const write: RequestSpec = { method: 'POST', path: '/things' };
const KEY = 'key-0123456789';

interface Answer {
	status?: number;
	headers?: Record<string, unknown>;
	body?: string;
}

/** n8n with a partner that gives these answers, the last one again and again. */
function n8nWith(answers: Answer[], credentials: IDataObject = {}) {
	const sent: IHttpRequestOptions[] = [];
	const hints: unknown[] = [];
	const n8n = {
		getNode: () => acmeNode,
		getCredentials: async (name: string) => {
			expect(name).toBe('acmeApi');
			return await Promise.resolve({ baseUrl: 'https://acme.example.test', key: KEY, ...credentials });
		},
		addExecutionHints: (hint: unknown) => void hints.push(hint),
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => {
				const {
					status = 200,
					headers = {},
					body = '{}',
				} = answers[Math.min(sent.length, answers.length - 1)]!;
				sent.push(options);
				return await Promise.resolve({ statusCode: status, headers, body });
			},
		},
	};
	return { n8n: n8n as never, sent, hints };
}

/** The context of an item, and of others of the same run. */
async function opened(answers: Answer[], credentials?: IDataObject) {
	const { n8n, sent, hints } = n8nWith(answers, credentials);
	const run = await openRun(n8n, acme);
	const item = (index: number) => {
		const errors = new ErrorFactory(acmeNode, acme, () => run.session.secrets(), index);
		return createContext(run, errors, retryOptionsOf({ retries: 0 }));
	};
	return { run, item, context: item(0), sent, hints };
}
const thrown = async (work: Promise<unknown>) =>
	await work.then(
		() => undefined,
		(failure: NodeApiError) => failure,
	);

describe('a run', () => {
	it('asks nothing where the base URL in the credential is none, and tells no secret of it', async () => {
		const { n8n, sent } = n8nWith([{}], { baseUrl: `ftp://${KEY}` });
		const failure = await thrown(openRun(n8n, acme));
		expect(failure).toMatchObject({
			message: expect.stringMatching(/^Base URL in the Acme credential must be a web address/),
			description: 'Nothing was sent to Acme.',
		});
		expect(sent).toEqual([]);
	});

	it('has its own parts, and no values of items', async () => {
		const { run } = await opened([{}]);
		expect(run).toMatchObject<Partial<RunContext>>({
			partner: acme,
			baseUrl: 'https://acme.example.test',
			memoized: new Map(),
		});
		expect(await run.allItemValues()).toEqual([]);
	});
});

describe('an object', () => {
	it('is what was asked for', async () => {
		const { context } = await opened([{ body: '{"id":1}' }]);
		expect(await context.object(read)).toEqual({ id: 1 });
	});

	it.each([
		['[]', 'something else than an object'],
		['null', 'something else than an object'],
		['', 'nothing'],
	])('is not %j', async (body, what) => {
		const { context } = await opened([{ body }]);
		expect((await thrown(context.object(read)))?.message).toBe(`Acme answered with ${what} [item 0]`);
	});
});

describe('a list', () => {
	const get = async (body: string, keys?: string[], status = 200) =>
		await (await opened([{ body, status }])).context.list(read, keys);

	it.each([
		['as it is', '[{"a":1}]', undefined, 200, [{ a: 1 }]],
		['under a name, in any case', '{"Things":[{"a":1}]}', ['items', 'things'], 200, [{ a: 1 }]],
		['empty without a content', '', ['things'], 204, []],
		['empty as null', '{"things":null}', ['things'], 200, []],
	])('may be given %s', async (_, body, keys, status, entries) =>
		expect(await get(body, keys, status)).toEqual(entries),
	);

	it.each([
		['{"things":[]}', undefined, 'something else than a list'],
		['{"other":[]}', ['things'], 'something else than a list'],
		['{"things":7}', ['things'], 'something else than a list'],
		['', ['things'], 'nothing'],
		['null', ['things'], 'something else than a list'],
		['{"message":"No"}', ['things'], 'something else than a list: No'],
	])('is not %j', async (body, keys, what) =>
		expect((await thrown(get(body, keys)))?.message).toBe(`Acme answered with ${what} [item 0]`),
	);

	it('that goes on elsewhere is not the whole list', async () => {
		const failure = await thrown(get('{"things":[{}],"next":"/things?page=2"}', ['things']));
		expect(failure?.message).toBe(
			'Acme answered with something else than the whole list: it says that there is more than the 1 it gave [item 0]',
		);
	});
});

describe('an answer that was not expected', () => {
	const said = async (body: unknown) => {
		const { context } = await opened([{}]);
		return context.unexpectedResponse(write, { status: 200, body }, 'a thing');
	};

	it.each([
		[{ message: 'No' }, ': No'],
		[{ message: `No ${KEY}` }, ': No ***'],
		['Locked', ': Locked'],
		['"{half', ''],
		['{"message":"ha', ''],
		[[{ message: 'No' }], ''],
		[null, ''],
	])('has the words of the partner where it has any: %j', async (body, words) => {
		const error = await said(body);
		expect(error.message).toBe(`Acme answered with something else than a thing${words} [item 0]`);
		expect(faultDetails(error)).toMatchObject({ httpCode: 200, mayHaveHappened: true });
	});

	it('is told from none', async () =>
		expect((await said('')).message).toBe('Acme answered with nothing [item 0]'));
});

describe('an operation', () => {
	it('can say that a success was none, or something of its own', async () => {
		const { context } = await opened([{}]);
		const no = context.apiError(write, { message: 'No' }, { status: 200, body: {} });
		expect(no.message).toBe('Acme refuses the request: No [item 0]');
		expect(context.operationError('No', 'Ask.')).toMatchObject({
			message: 'No [item 0]',
			description: 'Ask.',
		});
	});

	it('that has changed something and then fails says so', async () => {
		const { context } = await opened([{}, { status: 404 }]);
		await context.send(write);
		expect(faultDetails(await thrown(context.send(read)))).toMatchObject({ mayHaveHappened: true });
	});

	it('reads a setting of the credential as trimmed text', async () => {
		const { context } = await opened([{}], { clientId: ' c-1 ', port: 80 });
		expect(['clientId', 'port', 'none'].map((name) => context.credentialSetting(name))).toEqual([
			'c-1',
			'80',
			'',
		]);
	});

	it('knows the partner’s time, or its own until there was an answer', async () => {
		const { context } = await opened([{ headers: { date: 'Thu, 26 Nov 2026 20:00:00 GMT' } }]);
		expect(Math.abs(context.partnerTime() - Date.now())).toBeLessThan(60_000);
		await context.send(read);
		expect(context.partnerTime()).toBe(Date.UTC(2026, 10, 26, 20));
	});

	it('shows a hint beside the output where n8n can', async () => {
		const { context, hints } = await opened([{}]);
		context.addHint('Look there');
		expect(hints).toEqual([{ message: 'Look there', location: 'outputPane' }]);
	});

	it('does under one name one thing at a time', async () => {
		const { context, item } = await opened([{}]);
		const order: string[] = [];
		const slow = async (name: string) => {
			order.push(`${name} begins`);
			await new Promise((resolve) => setImmediate(resolve));
			order.push(`${name} ends`);
		};
		await Promise.all([
			context.runExclusive('x', async () => await slow('first')),
			item(1).runExclusive('x', async () => await slow('second')),
		]);
		expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
	});
});

describe('what all items share', () => {
	it('is worked out once for each name', async () => {
		const { context, item } = await opened([{}]);
		const work = jest.fn(async () => await Promise.resolve({}));
		const [first, second] = await Promise.all([context.memoize('x', work), item(1).memoize('x', work)]);
		expect(second).toBe(first);
		await context.memoize('y', work);
		expect(work).toHaveBeenCalledTimes(2);
	});

	it('fails for each of them in its own words, and is tried again by the next', async () => {
		const { context, item } = await opened([{ status: 404 }, {}]);
		const failures = await Promise.all([
			thrown(context.memoize('x', async () => await context.send(read))),
			thrown(item(1).memoize('x', async () => await item(1).send(read))),
		]);
		expect(failures.map((failure) => failure?.message)).toEqual([
			'Acme refuses the request (HTTP 404) [item 0]',
			'Acme refuses the request (HTTP 404) [item 1]',
		]);
		expect(await item(2).memoize('x', async () => await item(2).send(read))).toMatchObject({ status: 200 });
	});
});

describe('a context without an item, as in a dropdown', () => {
	it('has no item in its messages, and shows no hints where n8n has no place for them', async () => {
		const { n8n } = n8nWith([{ status: 404 }]);
		delete (n8n as { addExecutionHints?: unknown }).addExecutionHints;
		const context = await createContextWithoutItem(n8n, acme);
		expect((await thrown(context.send(read)))?.message).toBe('Acme refuses the request (HTTP 404)');
		expect(() => context.addHint('Look there')).not.toThrow();
		expect(await context.allItemValues()).toEqual([]);
	});

	it('gives each request the time that is left, at most the usual, and repeats it once', async () => {
		jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] });
		const timeouts = async (left?: number) => {
			const { n8n, sent } = n8nWith([{ status: 503 }]);
			const deadline = left === undefined ? undefined : Date.now() + left;
			const context = await createContextWithoutItem(n8n, acme, { deadline });
			const failing = thrown(context.send(read));
			await jest.runAllTimersAsync();
			await failing;
			return sent.map(({ timeout }) => timeout);
		};
		jest.spyOn(Math, 'random').mockReturnValue(0);
		try {
			expect(await timeouts()).toEqual([60_000, 60_000]);
			expect(await timeouts(60_100)).toEqual([60_000, 59_850]);
			expect(await timeouts(1000)).toEqual([1000, 750]);
			expect(await timeouts(-5)).toEqual([1]);
		} finally {
			jest.restoreAllMocks();
			jest.useRealTimers();
		}
	});

	it('is broken off by its signal', async () => {
		const { n8n, sent } = n8nWith([{}]);
		const signal = AbortSignal.abort(new Error('over'));
		const context = await createContextWithoutItem(n8n, acme, { signal });
		expect((await thrown(context.send(read)))?.message).toBe('over');
		expect(sent).toEqual([]);
	});
});
