import type { IDataObject } from 'n8n-workflow';

import { CredentialStore } from '../../support/credentialStore';
import { credentialFor } from '../../support/pack';
import type { NodeResult } from '../../support/runWorkflow';
import { sendJson, startServer, type SampleServer } from '../../support/sample';
import { jsonOf, pairing, succeeded, useSimulator } from '../../support/useSimulator';
import { KEY, numbered, runAcme } from '../../support/runAcme';

jest.mock('../../../nodes/shared/http/retry', () => ({
	...jest.requireActual<object>('../../../nodes/shared/http/retry'),
	backOff: () => 1,
}));

const bench = useSimulator();
let server: SampleServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());

/** Finds even numbers; odd ones do not exist. */
const oddOnesMissing = () =>
	server.answer((_request, response, { path }) => {
		const number = Number(path.split('/').pop());
		setTimeout(
			() =>
				number % 2 ? sendJson(response, { message: `no ${number}` }, 404) : sendJson(response, { number }),
			(number * 7) % 20,
		);
	});

const failedOnes = numbered(9)
	.map(Number)
	.filter((n) => n % 2)
	.map((n) => ({
		thing: String(n),
		index: n,
		error: `Acme refuses the request: no ${n} [item ${n}]`,
		details: {
			description: 'Check the ID and the environment in the credential.',
			httpCode: 404,
			partnerMessage: `no ${n}`,
			mayHaveHappened: false,
		},
	}));

describe('items are paired with what they came from', () => {
	it('under "Continue", where a failing one keeps its own data beside what went wrong', async () => {
		oddOnesMissing();
		const { output } = succeeded(
			await runAcme('read', server.baseUrl, numbered(9), { onError: 'continueRegularOutput' }),
		);
		expect(pairing(output)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
		expect(jsonOf(output).filter(({ error }) => error)).toEqual(failedOnes);
	});

	it('with an error output, by which the failing ones leave with their own data', async () => {
		oddOnesMissing();
		const { output, errorOutput } = succeeded(
			await runAcme('read', server.baseUrl, numbered(9), { onError: 'continueErrorOutput' }),
		);
		expect(pairing(output)).toEqual([0, 2, 4, 6, 8]);
		expect(jsonOf(output)).toEqual([0, 2, 4, 6, 8].map((number) => ({ number })));
		expect(pairing(errorOutput)).toEqual([1, 3, 5, 7]);
		expect(jsonOf(errorOutput)).toEqual(failedOnes);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'where one becomes many, none, or fails (%s)',
		async (onError) => {
			server.answer((_request, response, { path }) => {
				const number = Number(path.split('/').pop());
				if (number === 2) return sendJson(response, { message: 'no' }, 400);
				sendJson(
					response,
					Array.from({ length: number === 1 ? 0 : 3 }, (_, n) => ({ number, n })),
				);
			});
			const { output, errorOutput } = succeeded(
				await runAcme('list', server.baseUrl, numbered(4), { onError }),
			);
			const failed = onError === 'continueErrorOutput' ? [] : [2];
			expect(pairing(output)).toEqual([0, 0, 0, ...failed, 3, 3, 3]);
			expect(pairing(errorOutput)).toEqual(onError === 'continueErrorOutput' ? [2] : []);
		},
	);

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'also where nothing was sent for one (%s)',
		async (onError) => {
			oddOnesMissing();
			const { output, errorOutput } = succeeded(
				await runAcme('read', server.baseUrl, ['0', '', '2'], { onError }),
			);
			const failed = [...output, ...errorOutput].filter(({ json }) => json.error);
			expect(failed).toMatchObject([
				{
					json: {
						thing: '',
						index: 1,
						error: 'What must be filled in [item 1]',
						details: { fields: ['What'], description: 'Nothing was sent to Acme.' },
					},
					pairedItem: { item: 1 },
				},
			]);
			expect(server.seen.map(({ path }) => path)).toEqual(['/thing/0', '/thing/2']);
		},
	);

	it('also where an operation has a slip in it', async () => {
		const { output } = succeeded(
			await runAcme('slip', server.baseUrl, ['a', 'b'], { onError: 'continueRegularOutput' }),
		);
		expect(jsonOf(output)).toEqual(
			['a', 'b'].map((thing, index) => ({ thing, index, error: 'x is not a function', details: {} })),
		);
	});
});

describe('what fails before the first item does not pass the input on as a success', () => {
	const read = { resource: 'credit', operation: 'get' };
	const noCredential = new CredentialStore();
	const cases: Array<[string, IDataObject, object, RegExp]> = [
		['an operation that there is not', { resource: 'credit', operation: 'spend' }, {}, /operation/],
		['a resource that there is not', { resource: 'nothing', operation: 'get' }, {}, /operation/],
		['a credential that is not chosen', read, { credentials: noCredential }, /credential/i],
		[
			'a base URL that is none',
			read,
			{ credential: { baseUrl: 'api.movem.example' } },
			/^Base URL in the Movem credential must be a web address/,
		],
		[
			'a base URL that is empty',
			read,
			{ credential: { baseUrl: ' ' } },
			/^Base URL in the Movem credential must be a web address/,
		],
	];

	it.each(cases)('%s', async (_, parameters, options, message) => {
		const items = [{ a: 1 }, { a: 2 }];
		const regular = await bench.run('movem', parameters as never, items, {
			onError: 'continueRegularOutput',
			...options,
		});
		const byError = await bench.run('movem', parameters as never, items, {
			onError: 'continueErrorOutput',
			...options,
		});
		const failed = items.map((item, index) =>
			expect.objectContaining({
				json: { ...item, error: expect.stringMatching(message), details: expect.anything() },
				pairedItem: expect.objectContaining({ item: index }),
			}),
		);
		expect(regular.output).toEqual(failed);
		expect(byError.output).toEqual([]);
		expect(byError.errorOutput).toEqual(failed);
		const stopped = await bench.run('movem', parameters as never, items, options);
		expect(stopped.status).toBe('error');
		expect(stopped.error?.message).toMatch(message);
		expect(bench.arrived()).toEqual([]);
	});
});

describe('an error', () => {
	const failing = async (status: number, body: unknown, operation = 'read') => {
		server.answer((_request, response) =>
			typeof body === 'string' ? void response.writeHead(status).end(body) : sendJson(response, body, status),
		);
		return await runAcme(operation, server.baseUrl, ['0'], { requestOptions: { retries: 0 } });
	};

	it.each([
		[400, 'Acme refuses the request: Name too short', 'Check the values of this item'],
		[401, 'Acme does not accept the credential: Name too short', 'Check the key or password'],
		[403, 'Acme refuses the request: Name too short', 'may not do this'],
		[404, 'Acme refuses the request: Name too short', 'Check the ID'],
		[429, 'Acme asks to slow down: Name too short', 'Run it again later'],
		[500, 'Acme cannot answer at the moment (HTTP 500): Name too short', 'Try again later'],
	])(
		'for %d has the partner’s own words, what to do, the code and the item',
		async (status, message, advice) => {
			const { error, nodeError } = await failing(status, { message: 'Name too short' });
			expect(error).toMatchObject({
				name: 'NodeApiError',
				message,
				httpCode: String(status),
				context: { itemIndex: 0 },
			});
			expect(error?.description).toContain(advice);
			expect(nodeError?.message).toBe(message);
		},
	);

	it('names the item only where there are several', async () => {
		const run = async (items: string[]) =>
			await runAcme('read', server.baseUrl, items, { requestOptions: { retries: 0 } });
		server.answer((_request, response) => sendJson(response, { message: 'No' }, 400));
		const one = await run(['0']);
		expect(one.error).toMatchObject({ message: 'Acme refuses the request: No', context: { itemIndex: 0 } });
		const two = await run(['0', '1']);
		expect(two.error).toMatchObject({
			message: 'Acme refuses the request: No [item 0]',
			context: { itemIndex: 0 },
		});
	});

	it('has the lines about single fields in its description', async () => {
		const { error } = await failing(400, {
			message: 'Invalid',
			errors: { email: ['is taken'], name: ['is long'] },
		});
		expect(error?.description).toMatch(/^email: is taken\nname: is long\n/);
	});

	it.each(['EPERM', 'ENOENT in SUPERPERMIT', 'getaddrinfo ECONNREFUSED', 'ETIMEDOUT'])(
		'keeps a message that n8n would take for a fault of its own: %s',
		async (message) => {
			expect((await failing(400, { message })).error?.message).toBe(`Acme refuses the request: ${message}`);
		},
	);

	it('without words of the partner’s names the status', async () => {
		expect((await failing(418, '')).error?.message).toBe('Acme refuses the request (HTTP 418)');
	});
});

describe('an answer that is none', () => {
	const answers: Array<[string, string, Record<string, string>, string]> = [
		[
			'a page',
			'<!doctype html><title>Welcome</title>',
			{ 'content-type': 'text/html' },
			'a web page instead of data',
		],
		[
			'a page that says it is JSON',
			'\n <html></html>',
			{ 'content-type': 'application/json' },
			'a web page instead of data',
		],
		['nothing', '', {}, 'nothing'],
		[
			'half of it',
			'{"number": 1, "na',
			{ 'content-type': 'application/json' },
			'something that is not complete JSON',
		],
		['a word', 'OK', { 'content-type': 'text/plain' }, 'something that is not complete JSON'],
		['a list', '[]', { 'content-type': 'application/json' }, 'something else than an object'],
		['null', 'null', { 'content-type': 'application/json' }, 'something else than an object'],
	];

	it.each(answers)(
		'%s: is said, and that a write may have been carried out',
		async (_, body, headers, message) => {
			server.answer((_request, response) => void response.writeHead(200, headers).end(body));
			const read = await runAcme('read', server.baseUrl, ['0']);
			expect(read.error).toMatchObject({
				message: `Acme answered with ${message}`,
				httpCode: '200',
			});
			expect(read.error?.description).not.toContain('carried out');
			expect(server.seen).toHaveLength(1);
			const write = await runAcme('write', server.baseUrl, ['0']);
			expect(write.error?.description).toContain('may have been carried out');
			expect(server.seen).toHaveLength(2);
		},
	);

	it('because the connection broke in the middle: is read again, and a write is not', async () => {
		server.answer((_request, response) => {
			response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 }).write('{"a":1');
			setTimeout(() => response.destroy(), 5);
		});
		const { error } = await runAcme('read', server.baseUrl, ['0'], { requestOptions: { retries: 2 } });
		expect(error?.message).toBe('Acme was asked, and the connection was closed in the middle of the answer');
		expect(server.seen).toHaveLength(3);
		await runAcme('write', server.baseUrl, ['0'], { requestOptions: { retries: 2 } });
		expect(server.seen).toHaveLength(4);
	});
});

describe('a secret', () => {
	/** Everything a run stores, except the node’s own parameters, which are what the user typed. */
	const record = ({ run }: NodeResult) =>
		JSON.stringify(run.data.resultData).replaceAll(/"parameters":\{.*?\}\}/g, '');
	const spellings: Array<[string, (secret: string) => string]> = [
		['as it is', (secret) => secret],
		['URL-encoded', encodeURIComponent],
		['in Base64', (secret) => Buffer.from(secret).toString('base64')],
		['in a Basic header', (secret) => Buffer.from(`kim:${secret}`).toString('base64')],
	];
	const places: Array<[string, (said: string) => string]> = [
		['a message', (said) => JSON.stringify({ message: `Wrong key ${said}.` })],
		['a code and a line', (said) => JSON.stringify({ message: 'No', code: said, errors: { key: [said] } })],
		['an object where a text should be', (said) => JSON.stringify({ errors: [{ key: said }] })],
		['a page', (said) => `<html><title>Wrong key ${said}</title><body>${said}</body></html>`],
		['a text where it is cut', (said) => `${'x'.repeat(275)}${said}`],
		['a text that is folded', (said) => `Wrong\n\nkey   ${said}\t.`],
	];

	it.each(
		places.flatMap(([place, put]) => spellings.map(([how, spell]) => [place, how, put, spell] as const)),
	)('that comes back in %s, %s, stands nowhere', async (_place, _how, put, spell) => {
		const said = spell(KEY);
		for (const status of [401, 500, 200]) {
			server.answer((_request, response) => void response.writeHead(status).end(put(said)));
			for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
				const left = record(
					await runAcme('write', server.baseUrl, ['0'], { onError, requestOptions: { retries: 0 } }),
				);
				expect(server.seen[0]?.headers['x-key']).toBe(KEY);
				// Ten characters in a row are no coincidence.
				for (let at = 0; at + 10 <= said.length; at += 5)
					expect(left).not.toContain(JSON.stringify(said.slice(at, at + 10)).slice(1, -1));
			}
		}
	});

	it.each(['abcdef0123456789', 'AbCdEf0123456789'])(
		'that is in a message of our own, as in the name of the host that a redirect leads to, stands nowhere: %s',
		async (key) => {
			server.answer(
				(_request, response) => void response.writeHead(302, { Location: `http://${key}.invalid/` }).end(),
			);
			expect((await runAcme('read', server.baseUrl, ['0'], { key })).error?.message).toBe(
				'Acme sends this request on to ***.invalid',
			);
		},
	);

	it('that a field holds stands nowhere either', async () => {
		server.answer((_request, response, { path }) =>
			sendJson(response, { message: `Card 4000-0000-0000-0002 was declined for ${path}` }, 402),
		);
		const { output } = await runAcme('write', server.baseUrl, ['0', '1'], {
			card: '4000-0000-0000-0002',
			onError: 'continueRegularOutput',
		});
		expect(jsonOf(output).map(({ error }) => error)).toEqual(
			[0, 1].map((n) => `Acme refuses the request: Card *** was declined for /thing/${n} [item ${n}]`),
		);
	});

	it('that is a token stands nowhere, however new it is', async () => {
		const credentials = new CredentialStore({
			movingPortalApi: credentialFor('movingPortal', bench.url, { authentication: 'bearer' }),
		});
		const exists = { resource: 'referral', operation: 'exists', reference: 'R-1' };
		succeeded(await bench.run('movingPortal', exists, [{}], { credentials }));
		const token = String(credentials.get('movingPortalApi').accessToken);
		bench.control.faults.add({
			kind: 'status',
			operationId: 'createReferral',
			status: 500,
			body: { title: `Bearer ${token} caused trouble` },
		});
		const { smallReferral } = await import('../../partners/movingPortal/smallReferral');
		const result = await bench.run(
			'movingPortal',
			{ ...smallReferral, totalFeeInclVAT: 1, uniqueIntegrationReference: 'R-1' },
			[{}],
			{ credentials },
		);
		expect(result.error?.message).toContain('Bearer *** caused trouble');
		expect(record(result)).not.toContain(token);
	});
});
