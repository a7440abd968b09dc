/** Responses that are too large or too deeply nested, have another charset, or redirect elsewhere. */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { INode } from 'n8n-workflow';

import { retryOptionsOf } from '../../../nodes/shared/execution/nodeProperties';
import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import { movem } from '../../../nodes/Movem/api';
import { CredentialStore } from '../../support/credentialStore';
import { credentialFor } from '../../support/pack';
import { sendJson, startServer, type SampleServer } from '../../support/sample';
import { jsonOf, succeeded, useSimulator } from '../../support/useSimulator';
import { smallReferral } from '../../partners/movingPortal/smallReferral';
import { INVITATION, KEY, runAcme, until } from '../../support/runAcme';

jest.mock('../../../nodes/shared/http/retry', () => ({
	...jest.requireActual<object>('../../../nodes/shared/http/retry'),
	backOff: () => 1,
}));

const bench = useSimulator();
let server: SampleServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());

const MB = 1024 * 1024;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const ONE_MB = { requestOptions: { largestAnswer: 1, retries: 3 } };

/** A JSON object of this many bytes, mostly blanks. */
const json = (bytes: number) => `{"a":1}${' '.repeat(bytes - 7)}`;
/** Sends a text compressed: a few kilobytes for many megabytes. */
const packed = (text: string, status = 200) => {
	const body = gzipSync(text);
	server.answer(
		(_request, response) =>
			void response.writeHead(status, { ...JSON_TYPE, 'Content-Encoding': 'gzip' }).end(body),
	);
};
/** Sends blanks as long as the client reads them, and counts the bytes it took. */
const endless = (status: number) => {
	const sent = { bytes: 0, closed: 0 };
	const piece = Buffer.alloc(64 * 1024, ' ');
	const pour = (response: ServerResponse) => {
		while (!response.destroyed && response.write(piece)) sent.bytes += piece.length;
		if (!response.destroyed) response.once('drain', () => pour(response));
	};
	server.answer((_request, response) => {
		response.on('close', () => sent.closed++);
		pour(response.writeHead(status, JSON_TYPE));
	});
	return sent;
};
const raw = (body: string | Buffer, status = 200, type = 'application/json') =>
	server.answer((_request, response) => void response.writeHead(status, { 'Content-Type': type }).end(body));

describe('an answer that is too long', () => {
	it('is read up to the bound, unpacked, and not one byte beyond it', async () => {
		packed(json(MB));
		expect(jsonOf(succeeded(await runAcme('read', server.baseUrl, ['0'], ONE_MB)).output)).toEqual([
			{ a: 1 },
		]);
		packed(json(MB + 1));
		const { error } = await runAcme('read', server.baseUrl, ['0'], ONE_MB);
		expect(error).toMatchObject({ message: 'Acme answered with more than 1 MB', httpCode: '200' });
		expect(error?.description).toContain('raise "Largest Answer (MB)" under Request Options');
		expect(server.seen).toHaveLength(1);
	});

	it('to a write says that it may have been carried out', async () => {
		packed(json(2 * MB));
		const { error } = await runAcme('write', server.baseUrl, ['0'], ONE_MB);
		expect(error?.description).toContain('may have been carried out');
		expect(server.seen).toHaveLength(1);
	});

	it('is bounded where nothing was chosen, too', async () => {
		expect(retryOptionsOf()).toEqual({ retries: 3, timeout: 60_000, largest: 64 * MB });
		packed(json(100 * MB));
		const { error } = await runAcme('read', server.baseUrl, ['0']);
		expect(error?.message).toBe('Acme answered with more than 64 MB');
		expect(server.seen).toHaveLength(1);
	});

	it('has no end: is broken off, once', async () => {
		const sent = endless(200);
		const { error } = await runAcme('read', server.baseUrl, ['0'], ONE_MB);
		expect(error?.message).toBe('Acme answered with more than 1 MB');
		await until(() => sent.closed === 1);
		// The buffers of both ends hold some more.
		expect(sent.bytes).toBeLessThan(20 * MB);
		expect(server.seen).toHaveLength(1);
	});

	it.each([
		[400, 'Acme refuses the request (HTTP 400)', 1],
		[503, 'Acme cannot answer at the moment (HTTP 503)', 3],
	])('with status %d is judged by its status', async (status, message, requests) => {
		const sent = endless(status);
		const { error } = await runAcme('read', server.baseUrl, ['0'], { requestOptions: { retries: 2 } });
		expect(error?.message).toBe(message);
		expect(error?.description).toContain('What it says is longer than 8 MB and was not read');
		expect(server.seen).toHaveLength(requests);
		await until(() => sent.closed === requests);
	});

	it('to a login is broken off as well', async () => {
		const sent = endless(200);
		const { error } = await bench.run('sprove', { resource: 'property', operation: 'getAll' }, [{}], {
			credential: { baseUrl: server.baseUrl },
		});
		expect(error?.message).toBe('sprove answered the login without a token');
		expect(server.seen.map(({ path }) => path)).toEqual(['/auth']);
		await until(() => sent.closed === 1);
	});

	it('does not send a trigger to options that it has not got', () => {
		const errors = new ErrorFactory({ parameters: {} } as INode, movem, () => []);
		const error = errors.tooLong({ method: 'GET', path: '/' }, 200, 64) as Error & { description: string };
		expect(error.message).toBe('Movem answered with more than 64 MB');
		expect(error.description).toContain('base URL');
		expect(error.description).not.toContain('Request Options');
	});
});

describe('an answer that breaks off', () => {
	const half = (status: number, headers = {}) =>
		server.answer((_request, response) => {
			response.writeHead(status, { ...JSON_TYPE, 'Content-Length': 100, ...headers }).write('{"message":"N');
			setTimeout(() => response.destroy(), 5);
		});

	it.each([
		[400, 'Acme refuses the request (HTTP 400)', 1],
		[500, 'Acme cannot answer at the moment (HTTP 500)', 3],
	])('with status %d is judged by its status', async (status, message, requests) => {
		half(status);
		const { error } = await runAcme('read', server.baseUrl, ['0'], { requestOptions: { retries: 2 } });
		expect(error?.message).toBe(message);
		expect(server.seen).toHaveLength(requests);
	});

	it('in what was packed is a broken connection like any other', async () => {
		const body = gzipSync(json(MB));
		server.answer((_request, response) => {
			response
				.writeHead(200, { ...JSON_TYPE, 'Content-Encoding': 'gzip', 'Content-Length': body.length })
				.write(body.subarray(0, -20));
			setTimeout(() => response.destroy(), 5);
		});
		const { error } = await runAcme('read', server.baseUrl, ['0'], { requestOptions: { retries: 1 } });
		expect(error?.message).toContain('the connection was closed in the middle of the answer');
		expect(server.seen).toHaveLength(2);
	});

	it('because it was packed wrongly says so', async () => {
		server.answer(
			(_request, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('{"a":1}'),
		);
		const { error } = await runAcme('read', server.baseUrl, ['0'], { requestOptions: { retries: 0 } });
		expect(error?.message).toContain('the connection broke (Z_DATA_ERROR)');
	});
});

describe('a hundred thousand errors about fields', () => {
	it('are a few lines and a number', async () => {
		const errors = Array.from({ length: 100_000 }, (_, n) => `Field ${n} is wrong`);
		server.answer((_request, response) => sendJson(response, { message: 'Invalid', errors }, 400));
		const { output } = await runAcme('read', server.baseUrl, ['0'], { onError: 'continueRegularOutput' });
		const { partnerDetails, description } = jsonOf(output)[0]?.details as {
			partnerDetails: string[];
			description: string;
		};
		expect(partnerDetails).toHaveLength(51);
		expect(partnerDetails.at(-1)).toBe('and 99950 more');
		expect(description).toContain('Field 49 is wrong\nand 99950 more\nCheck the values of this item');
		expect(JSON.stringify(output).length).toBeLessThan(5_000);
	});
});

describe('an answer that is nested thousands deep', () => {
	const nested = (depth: number, inside = `"${KEY}"`) => `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`;
	// The key is in it, so redacting would have to go through all of it.
	const inside = JSON.stringify(KEY);

	it.each([200, 200_000])('(%d) is said to be', async (depth) => {
		raw(`{"a":${nested(depth, inside)}}`);
		const { error } = await runAcme('read', server.baseUrl, ['0']);
		expect(error).toMatchObject({
			message: 'Acme answered with data that is nested more than 100 deep',
			httpCode: '200',
		});
		expect(server.seen).toHaveLength(1);
	});

	it('with a refusal does not hide the refusal', async () => {
		raw(`{"message":"No","errors":${nested(200_000, inside)}}`, 400);
		const { error } = await runAcme('read', server.baseUrl, ['0']);
		expect(error?.message).toBe('Acme refuses the request (HTTP 400)');
		expect(error?.description).toContain('What it says is nested more than 100 deep and was not read');
	});

	it('is taken as it is up to a hundred', async () => {
		raw(`{"a":${nested(99, '1')}}`);
		expect(JSON.stringify(succeeded(await runAcme('read', server.baseUrl, ['0'])).output[0]?.json)).toBe(
			`{"a":${nested(99, '1')}}`,
		);
	});
});

describe('letters', () => {
	const NAME = 'Zoë Müller, Ærøskøbing';
	const answered = async () => succeeded(await runAcme('read', server.baseUrl, ['0'])).output[0]?.json.name;

	it.each([
		['application/json; charset=iso-8859-1', Buffer.from(JSON.stringify({ name: NAME }), 'latin1')],
		['application/json;charset="ISO-8859-1"', Buffer.from(JSON.stringify({ name: NAME }), 'latin1')],
		['application/json; charset=utf-8', Buffer.from(JSON.stringify({ name: NAME }))],
		['application/json', Buffer.from(`\uFEFF${JSON.stringify({ name: NAME })}`)],
		// UTF-8 is read as UTF-8, whatever the header says.
		['application/json; charset=iso-8859-1', Buffer.from(JSON.stringify({ name: NAME }))],
		['application/json; charset=no-such-charset', Buffer.from(JSON.stringify({ name: NAME }))],
	])('are right in %s', async (type, body) => {
		raw(body, 200, type);
		expect(await answered()).toBe(NAME);
	});

	it('that nobody names a charset for do not stop an item', async () => {
		raw(
			Buffer.from(JSON.stringify({ name: 'Zoë' }), 'latin1'),
			200,
			'application/json; charset=no-such-charset',
		);
		expect(await answered()).toBe('Zo\uFFFD');
	});

	it('are right in a refusal as well', async () => {
		raw(Buffer.from('{"message":"Für Zoë nicht"}', 'latin1'), 400, 'application/json; charset=iso-8859-1');
		expect((await runAcme('read', server.baseUrl, ['0'])).error?.message).toContain('Für Zoë nicht');
	});
});

describe('a secret in what is read', () => {
	const dotNet = (text: string) =>
		JSON.stringify(text).replace(
			/[+&'<>]|\\"/g,
			(one) => `\\u00${one.charCodeAt(one.length - 1).toString(16)}`,
		);

	it('is taken out of data that spells it with escapes', async () => {
		raw(`{"note":${dotNet(`key ${KEY}`)},"log":${JSON.stringify(`{"key":${dotNet(KEY)}}`)}}`);
		const { output } = succeeded(await runAcme('read', server.baseUrl, ['0']));
		expect(output[0]?.json).toEqual({ note: 'key ***', log: '{"key":"***"}' });
	});

	it.each([
		['nested JSON', JSON.stringify({ message: `{"key":${dotNet(KEY)}}` })],
		['nested JSON of plain JSON', JSON.stringify({ message: JSON.stringify({ key: KEY }) })],
		['HTML', JSON.stringify({ message: KEY.replaceAll('&', '&amp;').replaceAll('"', '&quot;') })],
		['JSON that broke off', `{"message": ${dotNet(KEY)}, "na`],
	])('is taken out of %s in a message', async (_, body) => {
		raw(body, 400);
		const { error } = await runAcme('read', server.baseUrl, ['0']);
		expect(error?.message).toContain('***');
		expect(error?.message).not.toMatch(/acme.{0,6}key|0123456789/);
	});

	it('stays one to the end of the run, also a token that was renewed meanwhile', async () => {
		const credentials = new CredentialStore({
			movingPortalApi: credentialFor('movingPortal', bench.url, { authentication: 'bearer' }),
		});
		const exists = { resource: 'referral', operation: 'exists', reference: 'R-1' };
		succeeded(await bench.run('movingPortal', exists, [{}], { credentials }));
		const old = String(credentials.get('movingPortalApi').accessToken);
		bench.control.movingPortal.expireTokens();
		bench.control.faults.add({
			kind: 'status',
			operationId: 'createReferral',
			status: 400,
			body: { title: `Bearer ${old} was over` },
			skip: 1,
		});
		const { error } = await bench.run(
			'movingPortal',
			{ ...smallReferral, totalFeeInclVAT: 1, uniqueIntegrationReference: 'R-1', ifExists: 'create' },
			[{}],
			{ credentials },
		);
		expect(credentials.get('movingPortalApi').accessToken).not.toBe(old);
		expect(error?.message).toContain('Bearer *** was over');
	});
});

describe('a redirect within the host that is not followed', () => {
	const redirect = (location: string, status: 302 | 303 = 302) =>
		bench.control.faults.add({ kind: 'redirect', status, location, times: -1 });
	const create = { ...INVITATION, ifExists: 'create' };

	it.each(['/movem/v2/application', 'v2/application'])('says where it leads: %s', async (location) => {
		redirect(location);
		const { error } = await bench.run('movem', create);
		expect(error?.message).toBe('Movem sends this request on to /movem/v2/application on the same host');
		expect(error?.description).toContain('It was not followed any further. Check the base URL');
		expect(error?.description).not.toContain('credential was not sent');
	});

	it('says so of the last in a circle', async () => {
		redirect('/movem/credits');
		expect((await bench.run('movem', { resource: 'credit', operation: 'get' })).error?.message).toBe(
			'Movem sends this request on to /movem/credits on the same host',
		);
	});

	it('says so of a login', async () => {
		redirect('/sprove/login');
		expect((await bench.run('sprove', { resource: 'property', operation: 'getAll' })).error?.message).toBe(
			'sprove sends this request on to /sprove/login on the same host',
		);
	});

	it('names the protocol where only that is another', async () => {
		const { host } = new URL(bench.url);
		redirect(`https://${host}/movem/credits`);
		expect((await bench.run('movem', { resource: 'credit', operation: 'get' })).error?.message).toBe(
			`Movem sends this request on to https://${host}`,
		);
	});
});

describe('a login that was answered without a token', () => {
	it.each([
		['a text', 'Welcome to sprove', ''],
		['a page', '<html><title>Sign in</title></html>', ''],
		['another JSON', '{"message":"This account is locked"}', ': This account is locked'],
		['half a JSON', '{"token": "abc', ''],
		['nothing', '', ''],
	])('(%s) is not called unreachable, and is not tried again', async (_, body, said) => {
		raw(body);
		const { error } = await bench.run('sprove', { resource: 'property', operation: 'getAll' }, [{}, {}], {
			credential: { baseUrl: server.baseUrl },
		});
		expect(error).toMatchObject({
			// A text is not quoted: it may be the token itself, which is not known as a secret yet.
			message: `sprove answered the login without a token${said} [item 0]`,
			httpCode: '200',
		});
		expect(error?.description).toContain('Check the base URL in the credential');
		expect(server.seen.map(({ path }) => path)).toEqual(['/auth']);
	});
});
