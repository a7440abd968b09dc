import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import dns from 'node:dns';
import type { Socket } from 'node:net';

import { useSimulator, succeeded } from '../../support/useSimulator';
import { sendJson, startServer, type SampleServer } from '../../support/sample';
import { INVITATION, KEY, runAcme, until } from '../../support/runAcme';

jest.mock('../../../nodes/shared/http/retry', () => ({
	...jest.requireActual<object>('../../../nodes/shared/http/retry'),
	backOff: () => 1,
}));

const bench = useSimulator();
/** Another origin, as browsers define it. */
let elsewhere: SampleServer;
let server: SampleServer;
beforeAll(async () => ([elsewhere, server] = await Promise.all([startServer(), startServer()])));
afterAll(async () => void (await Promise.all([elsewhere.close(), server.close()])));
beforeEach(() => elsewhere.answer((_request, response) => sendJson(response, { credits: 7, id: 'x' })));

const REDIRECTS = [301, 302, 303, 307, 308] as const;
const credits = { resource: 'credit', operation: 'get' };
const create = { ...INVITATION, ifExists: 'create' };
const redirect = (status: (typeof REDIRECTS)[number], location: string, times = 1) =>
	bench.control.faults.add({ kind: 'redirect', status, location, times });

describe('a redirect to another host', () => {
	const credentials = [
		['movem', { header: 'x-api-key' }, credits],
		['movem', { header: 'authorization' }, credits],
		['movem', { header: 'both' }, create],
		['mymove', {}, { resource: 'lead', operation: 'getAll', timeRange: 'lastHours', hours: 1 }],
		[
			'movingPortal',
			{ authentication: 'basic' },
			{ resource: 'referral', operation: 'exists', reference: 'R-1' },
		],
		[
			'movingPortal',
			{ authentication: 'bearer' },
			{ resource: 'referral', operation: 'exists', reference: 'R-1' },
		],
	] as const;

	it.each(
		REDIRECTS.flatMap((status) =>
			credentials.map(
				([partner, credential, parameters]) => [status, partner, credential, parameters] as const,
			),
		),
	)(
		'by %d is not followed with the credential of %s (%j)',
		async (status, partner, credential, parameters) => {
			// A login is redirected as well; it carries the password.
			redirect(status, `${elsewhere.baseUrl}/catch`, -1);
			const { error } = await bench.run(partner, { ...parameters, requestOptions: { retries: 1 } }, [{}], {
				credential,
			});
			expect(elsewhere.seen).toEqual([]);
			expect(error).toBeDefined();
		},
	);

	it('of the login names the host as well, and is not tried again', async () => {
		redirect(302, `${elsewhere.baseUrl}/catch`, -1);
		const { error } = await bench.run('sprove', { resource: 'property', operation: 'getAll' });
		expect(error?.message).toBe(`sprove sends this request on to ${new URL(elsewhere.baseUrl).host}`);
		expect(bench.arrived()).toHaveLength(1);
		expect(elsewhere.seen).toEqual([]);
	});

	it('names the host and what to do', async () => {
		redirect(302, `${elsewhere.baseUrl}/catch?token=abc`);
		const { error } = await bench.run('movem', credits);
		expect(error).toMatchObject({
			message: `Movem sends this request on to ${new URL(elsewhere.baseUrl).host}`,
			httpCode: '302',
		});
		expect(error?.description).toContain('The credential was not sent there.');
	});

	it.each(['//evil.invalid/catch', 'https://127.0.0.1/', 'http://[broken'])(
		'is not followed however it is written: %j',
		async (location) => {
			redirect(307, location);
			expect((await bench.run('movem', credits)).error?.message).toContain('sends this request on to');
			expect(bench.arrived()).toHaveLength(1);
		},
	);
});

describe('a redirect within the host', () => {
	it.each(REDIRECTS)('by %d is followed by a read, with the credential', async (status) => {
		redirect(status, '/movem/credits');
		expect(succeeded(await bench.run('movem', credits)).output[0]?.json).toEqual({ credits: 100 });
		expect(bench.arrived().map(({ method, headers }) => [method, headers['x-api-key']])).toEqual([
			['GET', 'movem-sim-key-0001'],
			['GET', 'movem-sim-key-0001'],
		]);
	});

	it.each([301, 302, 303] as const)(
		'by %d does not turn a write into a read, and may mean that it was carried out',
		async (status) => {
			redirect(status, '/movem/application');
			const { error } = await bench.run('movem', create);
			expect(bench.arrived().map(({ method }) => method)).toEqual(['POST']);
			expect(error?.httpCode).toBe(String(status));
			expect(error?.description).toContain('may have been carried out');
		},
	);

	it.each([307, 308] as const)('by %d is followed by a write, as it is', async (status) => {
		redirect(status, '/movem/application');
		succeeded(await bench.run('movem', create));
		expect(bench.arrived().map(({ method, body, path }) => [method, JSON.parse(body), path])).toEqual([
			[
				'POST',
				{ name: 'Ada Quill', email: 'ada@example.test', property: '9 Larch Row' },
				'/movem/application',
			],
			[
				'POST',
				{ name: 'Ada Quill', email: 'ada@example.test', property: '9 Larch Row' },
				'/movem/application',
			],
		]);
	});

	it('that leads round in a circle comes to an end', async () => {
		redirect(302, '/movem/credits', -1);
		expect((await bench.run('movem', credits)).error?.httpCode).toBe('302');
		expect(bench.arrived()).toHaveLength(6);
	});
});

describe('the timeout', () => {
	const shortTimeout = { requestOptions: { timeout: 1, retries: 0 } };
	const timed = async (operation: string) => await runAcme(operation, server.baseUrl, ['0'], shortTimeout);

	it('bounds an answer that never begins', async () => {
		server.answer(() => undefined);
		const { error } = await timed('read');
		expect(error?.message).toBe('Acme was asked, and no answer came in time');
	});

	it('bounds an answer that drips without an end, and closes its connection', async () => {
		let closed = false;
		server.answer((_request, response) => {
			response.writeHead(200, { 'Content-Type': 'application/json' });
			const drip = setInterval(() => response.write(' '), 100);
			response.on('close', () => (clearInterval(drip), (closed = true)));
		});
		const { error } = await timed('write');
		expect(error?.message).toBe('Acme was asked, and no answer came in time');
		expect(error?.description).toContain('may have been carried out');
		await until(() => closed);
	});

	it('lets an answer be slow that ends in time', async () => {
		bench.control.faults.add({ kind: 'drip', overMs: 600, pieces: 6 });
		const requestOptions = { timeout: 20, retries: 0 };
		succeeded(await bench.run('movem', { ...credits, requestOptions }));
	});

	it('begins anew with every repetition', async () => {
		server.answer((_request, response) => void (server.seen.length > 2 && sendJson(response, {})));
		succeeded(await runAcme('read', server.baseUrl, ['0'], { requestOptions: { timeout: 1, retries: 2 } }));
		expect(server.seen).toHaveLength(3);
	});
});

describe.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'])('%s', (code) => {
	const clients: Socket[] = [];
	const remember = (message: unknown) => void clients.push((message as { socket: Socket }).socket);
	beforeAll(() => subscribe('net.client.socket', remember));
	afterAll(() => unsubscribe('net.client.socket', remember));
	/** Ends the first request, once it has arrived, as Linux does when a route or firewall has changed meanwhile. */
	const giveUpFirst = () =>
		server.answer((request, response) => {
			if (server.seen.length > 1) return sendJson(response, {});
			const failure = Object.assign(new Error(`read ${code}`), { code, syscall: 'read' });
			clients.find(({ localPort }) => localPort === request.socket.remotePort)?.destroy(failure);
		});

	it('after a write has arrived is a lost answer, and the write is not sent again', async () => {
		giveUpFirst();
		const { error } = await runAcme('write', server.baseUrl, ['0']);
		expect(error?.message).toBe('Acme was asked, and the connection was closed before an answer came');
		expect(error?.description).toContain('may have been carried out');
		expect(server.seen).toHaveLength(1);
	});

	it('after a read has arrived lets the read be sent again', async () => {
		giveUpFirst();
		succeeded(await runAcme('read', server.baseUrl, ['0']));
		expect(server.seen).toHaveLength(2);
	});
});

it.each([1, 2])('a connection that is refused by each of %d addresses has carried nothing', async (count) => {
	const addresses = ['127.0.0.1', '127.0.0.2'].slice(0, count).map((address) => ({ address, family: 4 }));
	const lookup = (_host: string, _options: object, done: (error: null, found: unknown) => void) =>
		done(null, addresses);
	const spy = jest.spyOn(dns, 'lookup').mockImplementation(lookup as never);
	const { error } = await runAcme('write', 'http://acme.invalid:1', ['0']);
	spy.mockRestore();
	expect(error?.message).toBe('Acme cannot be reached: the connection was refused');
	expect(error?.description).not.toContain('carried out');
});

it('sends the key as it is, whatever is in it', async () => {
	server.answer((_request, response) => sendJson(response, {}));
	succeeded(await runAcme('read', server.baseUrl, ['a/b?c#d%e ü']));
	expect(server.seen[0]).toMatchObject({
		path: '/thing/a%2Fb%3Fc%23d%25e%20%C3%BC',
		headers: { 'x-key': KEY },
	});
});
