/** Files that a partner sends, and what comes in their place. */
import { ExecuteContext } from 'n8n-core';

import { jsonOf, pairing, succeeded } from '../../support/useSimulator';
import { startServer, type SampleServer } from '../../support/sample';
import { KEY, runAcme } from '../../support/runAcme';

jest.mock('../../../nodes/shared/http/retry', () => ({
	...jest.requireActual<object>('../../../nodes/shared/http/retry'),
	backOff: () => 1,
}));

let server: SampleServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());

const MB = 1024 * 1024;
/** Bytes that are no text in any charset, and contain the key of the credential. */
const PDF = Buffer.concat([
	Buffer.from('%PDF-1.4\n'),
	Buffer.from([0, 255, 254, 128, 195]),
	Buffer.from(KEY),
	Buffer.from('\n%%EOF'),
]);

const answer = (body: string | Buffer, headers: Record<string, string> = {}, status = 200) =>
	server.answer((_request, response) => void response.writeHead(status, headers).end(body));
const asPdf = { 'Content-Type': 'application/pdf' };
const download = async (options: Parameters<typeof runAcme>[3] & object = {}, things = ['7']) =>
	await runAcme('download', server.baseUrl, things, options);

describe('a file', () => {
	afterEach(() => jest.restoreAllMocks());

	it('is put into the binary field byte for byte, with its name and type', async () => {
		answer(PDF, { 'Content-Type': 'Application/PDF; charset=x' });
		const { output } = succeeded(await download({}, ['7', '8']));
		expect(jsonOf(output)).toEqual([
			{ thing: '7', fileName: '7.pdf', fileSize: PDF.length },
			{ thing: '8', fileName: '8.pdf', fileSize: PDF.length },
		]);
		expect(pairing(output)).toEqual([0, 1]);
		const { data } = output[1]!.binary!;
		expect(data).toMatchObject({ fileName: '8.pdf', mimeType: 'application/pdf', fileExtension: 'pdf' });
		// Nothing is taken out of it, not even what looks like a secret.
		expect(Buffer.from(data!.data, 'base64')).toEqual(PDF);
	});

	it('is asked for as whatever it is, unlike data', async () => {
		answer(PDF, asPdf);
		succeeded(await download());
		expect(server.seen[0]?.headers.accept).toBe('*/*');
	});

	it.each([undefined, 'application/octet-stream'])('of the type %s gets that of its name', async (type) => {
		answer(PDF, type === undefined ? {} : { 'Content-Type': type });
		const { output } = succeeded(await download());
		expect(output[0]!.binary!.data!.mimeType).toBe('application/pdf');
	});

	it('that begins with a brace but is no JSON is a file', async () => {
		answer('{\\rtf1 A report}', { 'Content-Type': 'application/rtf' });
		const { output } = succeeded(await download());
		expect(output[0]!.json.fileSize).toBe(16);
	});

	it.each([
		['that says so', { isToolExecution: true }, {}],
		['that does not say so', { isToolExecution: false }, { nodeTypeName: 'acmeTool' }],
	])('is neither passed to an AI agent nor stored, on an n8n %s', async (_, says, options) => {
		jest.spyOn(ExecuteContext.prototype, 'isToolExecution').mockReturnValue(says.isToolExecution);
		answer(PDF, asPdf);
		const { output } = succeeded(await download(options));
		expect(output).toEqual([
			{ json: { thing: '7', fileName: '7.pdf', fileSize: PDF.length }, pairedItem: { item: 0 } },
		]);
	});
});

describe('in the place of a file', () => {
	it.each([
		['JSON', '{"message":"The report is not ready"}', { 'Content-Type': 'application/json' }],
		['a problem', '{"message":"The report is not ready"}', { 'Content-Type': 'application/problem+json' }],
		['JSON of an unknown type', '\n {"message":"The report is not ready"}', {}],
	])('%s is an error in the partner’s words', async (_, body, headers) => {
		answer(body, headers);
		const { error, output } = await download();
		expect(error).toMatchObject({
			message: 'Acme answered with data instead of a file: The report is not ready',
			httpCode: '200',
		});
		expect(error?.description).toContain('Do as Acme says');
		expect(output).toEqual([]);
		expect(server.seen).toHaveLength(1);
	});

	it.each([
		['half a JSON', '{"mess', { 'Content-Type': 'application/json' }, 'data instead of a file'],
		['a page', '<html><body>Sign in</body></html>', {}, 'a web page instead of a file'],
		['a page that says so', 'Sign in', { 'Content-Type': 'text/html' }, 'a web page instead of a file'],
		['nothing', '', asPdf, 'nothing'],
	])('%s is an error', async (_, body, headers, what) => {
		answer(body, headers);
		const { error } = await download();
		expect(error?.message).toBe(`Acme answered with ${what}`);
		expect(error?.description).toContain('base URL');
	});

	it('a secret in the partner’s words is taken out', async () => {
		answer(JSON.stringify({ message: `Not with ${KEY}` }), { 'Content-Type': 'application/json' });
		expect((await download()).error?.message).toContain('data instead of a file: Not with ***');
	});

	it.each([204, 404])('the status %d says that there is none', async (status) => {
		answer(status === 204 ? '' : '{"message":"No"}', {}, status);
		expect((await download()).error?.message).toBe('There is no such file');
	});

	it('a refusal is a refusal', async () => {
		answer('{"message":"Not yours"}', { 'Content-Type': 'application/json' }, 403);
		expect((await download()).error).toMatchObject({
			message: 'Acme refuses the request: Not yours',
			httpCode: '403',
		});
	});
});

describe('a file that does not arrive whole', () => {
	it('because it is too long is broken off, and is not asked for again', async () => {
		answer(Buffer.alloc(MB + 1, 1), asPdf);
		const { error } = await download({ requestOptions: { largestAnswer: 1 } });
		expect(error?.message).toBe('Acme answered with more than 1 MB');
		expect(error?.description).toContain('raise "Largest Answer (MB)" under Request Options');
		expect(server.seen).toHaveLength(1);
		answer(Buffer.alloc(MB, 1), asPdf);
		succeeded(await download({ requestOptions: { largestAnswer: 1 } }));
	});

	it('because the connection broke is asked for again', async () => {
		let times = 0;
		server.answer((_request, response) => {
			const whole = times++ > 0;
			response.writeHead(200, { ...asPdf, 'Content-Length': PDF.length });
			response.write(whole ? PDF : PDF.subarray(0, 10));
			if (whole) response.end();
			else setTimeout(() => response.destroy(), 5);
		});
		const { output } = succeeded(await download());
		expect(output[0]!.json.fileSize).toBe(PDF.length);
		expect(server.seen).toHaveLength(2);
	});

	it('in time is an error, and nothing of it is quoted', async () => {
		server.answer((_request, response) => {
			response.writeHead(200, { ...asPdf, 'Content-Length': PDF.length }).write(PDF.subarray(0, 10));
		});
		const { error, run } = await download({ requestOptions: { retries: 0, timeout: 1 } });
		expect(error?.message).toContain('no answer came in time');
		expect(JSON.stringify(run)).not.toContain('PDF-1.4');
	});

	it('or is partly an error names nothing of it in the record of the execution', async () => {
		answer(`{"message":"No","file":"${PDF.toString('base64')}"}`, { 'Content-Type': 'application/json' });
		const { run } = await download({ onError: 'continueRegularOutput' });
		expect(JSON.stringify(run)).toContain('data instead of a file: No');
		expect(JSON.stringify(run)).not.toContain(PDF.toString('base64').slice(0, 12));
	});
});
