import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
	SIMULATED_CREDENTIALS,
	startSimulator,
	type Simulator,
	type State,
} from '../../../simulator/http/server';
import { credentialName, whatToEnter } from '../../../simulator/credentials';
import { PARTNERS } from '../../../simulator/partners';
import { type PartnerName, partners } from '../../support/pack';
import { call } from '../support/client';

const KEY = { 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };
const TENANT = { name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3, 9 Larch Row' };
const NOW = '2025-03-01T09:30:00.000Z';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ seed: 5, now: NOW });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const control = (method: string, path: string, body?: unknown) =>
	call(method, `${simulator.url}/_control${path}`, { body });
const create = (url = simulator.url) =>
	call('POST', `${url}/movem/application`, { headers: KEY, body: TENANT });

describe('the seed', () => {
	it('gives the same data twice, whatever the other partners were asked meanwhile', async () => {
		const first = [(await create()).text, (await create()).text];
		simulator.control.reset();
		const { username, password } = SIMULATED_CREDENTIALS.movingPortal;
		await call('POST', `${simulator.url}/moving-portal/auth/login`, {
			body: { username, password },
		});
		expect([(await create()).text, (await create()).text]).toEqual(first);
		const twin = await startSimulator({ seed: 5, now: NOW });
		expect((await create(twin.url)).text).toBe(first[0]?.replace(simulator.url, twin.url));
		await twin.close();
		simulator.control.reset({ seed: 6 });
		expect((await create()).text).not.toBe(first[0]);
		expect(first[0]).not.toBe(first[1]);
	});
});

describe('the clock', () => {
	it('stands where it is put and moves when told', async () => {
		const { clock } = simulator.control;
		expect(clock.now()).toBe(NOW);
		expect(clock.advance({ days: 1, hours: 1, minutes: 1, seconds: 1, milliseconds: 1 })).toBe(
			'2025-03-02T10:31:01.001Z',
		);
		expect(clock.set('2025-01-01T00:00:00Z')).toBe('2025-01-01T00:00:00.000Z');
		expect(() => clock.set('soon')).toThrow('"soon" is not a time');
		await new Promise((resolve) => setTimeout(resolve, 15));
		expect(clock.now()).toBe('2025-01-01T00:00:00.000Z');
	});

	it('can be let run and stopped again', async () => {
		const { clock } = simulator.control;
		clock.run();
		await new Promise((resolve) => setTimeout(resolve, 15));
		expect(Date.parse(clock.now())).toBeGreaterThan(Date.parse(NOW));
		clock.advance({ hours: 1 });
		const stopped = clock.stop();
		expect(Date.parse(stopped) - Date.parse(NOW)).toBeGreaterThan(3_600_000);
		await new Promise((resolve) => setTimeout(resolve, 15));
		expect(clock.now()).toBe(stopped);
	});

	it('runs with the machine when no time is given', async () => {
		const running = await startSimulator();
		expect(Math.abs(Date.parse(running.control.clock.now()) - Date.now())).toBeLessThan(1000);
		expect(running.control.state().clockRuns).toBe(true);
		await running.close();
	});
});

describe('the journal', () => {
	it('keeps requests as they came, without the caller seeing it', async () => {
		const body = '{ "name":"Ada",   "email":"a@example.test","property":"P" }';
		const headers = { ...KEY, 'content-type': 'application/json', 'X-Mixed': 'Case' };
		await call('POST', `${simulator.url}/movem/application/`, { headers, body });
		await call('GET', `${simulator.url}/mymove/v2/clients/x/leads?hrs=1`);
		const [first, second] = simulator.control.requests();
		expect(first).toMatchObject({
			at: NOW,
			provider: 'movem',
			operationId: 'createApplication',
			method: 'POST',
			path: '/movem/application/',
			headers: { ...KEY, 'x-mixed': 'Case' },
			body,
			status: 200,
		});
		expect(second).toMatchObject({
			provider: 'mymove',
			path: '/mymove/v2/clients/x/leads?hrs=1',
			status: 401,
		});
		expect(simulator.control.requests({ since: first?.id })).toEqual([second]);
		expect(simulator.control.requests({ operationId: 'findLeads' })).toEqual([second]);
		simulator.control.clearJournal();
		expect(simulator.control.requests()).toEqual([]);
	});

	it('keeps the body of a GET, which some partners ask for', async () => {
		const { status, text } = await call('GET', `${simulator.url}/moving-portal/quotes`, {
			body: { pageNumber: 1 },
		});
		expect(status).toBe(501);
		expect(text).toContain('does not play searchQuotes');
		expect(simulator.control.requests()).toMatchObject([
			{ operationId: 'searchQuotes', body: '{"pageNumber":1}' },
		]);
	});
});

describe('an answer off the contract', () => {
	it('never leaves: a loud 500 takes its place and is remembered', async () => {
		const warnings: string[] = [];
		const listen = jest
			.spyOn(process, 'emitWarning')
			.mockImplementation((text) => void warnings.push(String(text)));
		simulator.control.mymove.addLead({ new_state: 'Texas' });
		const { accessToken, clientId } = SIMULATED_CREDENTIALS.mymove;
		const { status, text } = await call('GET', `${simulator.url}/mymove/v2/clients/${clientId}/leads?hrs=1`, {
			headers: { authorization: accessToken, 'content-type': 'application/json' },
		});
		listen.mockRestore();
		expect(status).toBe(500);
		expect(text).toContain('THE SIMULATOR BROKE THE CONTRACT in its answer to findLeads');
		expect(text).toContain('new_state');
		expect(warnings).toHaveLength(1);
		expect(simulator.control.violations()).toMatchObject([{ kind: 'answer', operationId: 'findLeads' }]);
	});
});

describe('the panel over HTTP', () => {
	it('does what the panel in the process does', async () => {
		const { body: application } = await create();
		const { id } = application as { id: string };
		expect((await control('POST', '/movem/open', { id })).body).toMatchObject({ id, status: 'IN_PROGRESS' });
		expect((await control('POST', '/movem/setCredits', { credits: 3 })).body).toEqual({ credits: 3 });
		expect((await control('POST', '/moving-portal/expireTokens')).status).toBe(200);
		expect((await control('POST', '/clock/advance', { days: 1 })).body).toEqual({
			now: '2025-03-02T09:30:00.000Z',
		});
		expect((await control('POST', '/clock/set', { now: NOW })).body).toEqual({ now: NOW });
		expect((await control('GET', '/clock')).body).toEqual({ now: NOW });
		expect((await control('POST', '/clock/run', { speed: 600 })).status).toBe(200);
		expect(simulator.control.state()).toMatchObject({ clockRuns: true, clockSpeed: 600 });
		expect((await control('POST', '/clock/stop')).status).toBe(200);
		expect((await control('POST', '/rate-limit', { maxInFlight: 5 })).status).toBe(200);
		expect((await control('DELETE', '/rate-limit')).status).toBe(200);
		expect((await control('POST', '/latency', { ms: 1 })).status).toBe(200);

		const fault = (await control('POST', '/faults', { kind: 'status', status: 503 })).body as { id: number };
		expect((await control('GET', '/faults')).body).toMatchObject([{ id: fault.id, met: 0 }]);
		expect((await create()).status).toBe(503);
		expect((await control('DELETE', `/faults/${fault.id}`)).status).toBe(200);
		expect((await control('GET', '/faults')).body).toEqual([]);

		const journal = (await control('GET', '/requests?provider=movem')).body as Array<{ id: number }>;
		expect(journal).toHaveLength(2);
		expect((await control('GET', `/requests?since=${journal[0]?.id}`)).body).toEqual([journal[1]]);
		expect((await control('GET', '/violations')).body).toEqual([]);
		expect((await control('DELETE', '/requests')).status).toBe(200);

		const state = (await control('GET', '/state')).body as State;
		expect(state).toEqual(JSON.parse(JSON.stringify(simulator.control.state())));
		expect(state).toMatchObject({
			seed: 5,
			latencyMs: 1,
			partners: { movem: { credits: 3 }, mymove: {}, movingPortal: {} },
		});
		expect((await control('POST', '/reset', { seed: 9, now: '2025-01-01T00:00:00Z' })).body).toMatchObject({
			seed: 9,
			now: '2025-01-01T00:00:00.000Z',
			latencyMs: 0,
			partners: { movem: { credits: 100, applications: [] } },
		});
	});

	it.each([
		['/movem/fly', { id: 1 }, 404, 'movem has no action fly; it has open'],
		['/movem/open', { id: 'nobody' }, 400, 'Movem has no application nobody'],
		['/movem/setCredits', { credits: -1 }, 400, 'credits:'],
		['/movem/setCredits', { credit: 1 }, 400, 'credits: Required'],
		['/clock/set', { now: 'soon' }, 400, '"soon" is not a time'],
		['/clock/advance', { weeks: 1 }, 400, 'weeks'],
		['/clock/run', { speed: 0 }, 400, 'a speed above 0'],
		['/faults', { kind: 'status' }, 400, 'status: Required'],
		['/faults', '{', 400, 'JSON'],
	])('answers a slip in words: POST %s', async (path, body, status, words) => {
		const reply = await control('POST', path, body);
		expect(reply.status).toBe(status);
		expect((reply.body as { error: string }).error).toContain(words);
	});
});

describe('who may use it over HTTP', () => {
	const clock = (headers: Record<string, string>) =>
		call('POST', `${simulator.url}/_control/clock/set`, { headers, body: { now: '2030-01-01T00:00:00Z' } });
	const moved = () => simulator.control.clock.now() !== NOW;

	it.each<Record<string, string>>([
		{},
		{ host: '127.0.0.1' },
		{ host: 'localhost:4010' },
		{ host: 'LOCALHOST' },
		{ host: '[::1]:9' },
		{ host: 'localhost:4010', origin: 'http://localhost:4010' },
		{ host: '[::1]:9', origin: 'http://[::1]:9' },
	])('a program of this machine, or a page of the simulator, with %j', async (headers) => {
		expect((await clock(headers)).status).toBe(200);
		expect(moved()).toBe(true);
	});

	it.each<Record<string, string>>([
		{ host: 'rebound.example.test' },
		{ host: 'localhost.example.test:4010' },
		{ host: '127.0.0.1.example.test' },
		{ host: '10.0.0.7:4010' },
		{ host: 'example.test@localhost' },
		{ origin: 'https://example.test' },
		// Another server of this machine.
		{ host: 'localhost:4010', origin: 'http://localhost:3000' },
		{ host: 'localhost:4010', origin: 'http://127.0.0.1:4010' },
		{ host: 'localhost:4010', origin: 'https://localhost:4010' },
		{ origin: 'http://localhost.example.test' },
		{ origin: 'https://example.test/http://localhost' },
		{ origin: 'null' },
		{ origin: '' },
		{ host: '127.0.0.1', origin: 'https://example.test' },
	])('not a web page, with %j', async (headers) => {
		const reply = await clock(headers);
		expect(reply.status).toBe(403);
		expect(reply.body).toEqual({ error: expect.stringMatching(/^The control panel .+ "[^"]*"\.$/) });
		expect(moved()).toBe(false);
		expect((await call('GET', `${simulator.url}/_control/state`, { headers })).status).toBe(403);
	});

	it('while the partners answer whoever calls them', async () => {
		const headers = { ...KEY, host: 'partners.example.test', origin: 'https://example.test' };
		const reply = await call('POST', `${simulator.url}/movem/application`, { headers, body: TENANT });
		expect(reply.status).toBe(200);
	});
});

describe('what the start prints and /_control answers', () => {
	it('names every partner, how to reach it and what opens it', async () => {
		const { text, headers } = await call('GET', `${simulator.url}/_control`);
		expect(headers['content-type']).toContain('text/plain');
		for (const { prefix, credential } of Object.values(PARTNERS)) {
			expect(text).toContain(`${simulator.url}/${prefix}`);
			for (const value of Object.values(credential)) expect(text.toLowerCase()).toContain(value);
		}
		expect(text).toContain(simulator.instructions);
	});

	it('names the fields of n8n’s credentials, and their choices, as they stand on the screen', () => {
		for (const [name, { type, values }] of Object.entries(partners)) {
			const { displayName, properties } = type();
			expect(credentialName(name as PartnerName)).toBe(displayName);
			const entered = whatToEnter(name as PartnerName, simulator.url);
			for (const [label, value] of entered) {
				const field = properties.find((one) => one.displayName === label);
				expect([label, field?.displayName]).toEqual([label, label]);
				const options = (field?.options ?? []) as Array<{ name: string; value?: unknown }>;
				const chosen = options.find((option) => option.name === value)?.value;
				if (options.length > 0) expect(chosen).toBe({ environment: 'custom', ...values }[field!.name]);
			}
			expect(entered).toHaveLength(Object.keys(values).length + 2);
			expect(simulator.instructions).toContain(`  ${displayName}\n`);
		}
	});
});

describe('the command', () => {
	const start = (...options: string[]) => {
		const root = join(__dirname, '../../..');
		return spawn(process.execPath, ['--import', 'tsx', 'simulator/main.ts', ...options], { cwd: root });
	};

	it('starts with a port, a seed and a time, and stops when asked', async () => {
		const running = start('--port', '0', '--seed', '5', '--now', NOW, '--n8n', 'http://127.0.0.1:5678');
		let page = '';
		for await (const chunk of running.stdout) {
			page += String(chunk);
			if (page.includes('Ctrl-C stops it')) break;
		}
		expect(page).toMatch(/Page +http:\/\/127\.0\.0\.1:\d+\/\n/);
		expect(page).toContain('Seed 5, simulated time 2025-03-01T09:30:00.000Z (standing still)');
		const home = /(http\S+\/)\n/.exec(page)?.[1] ?? '';
		expect((await call('GET', home)).text).toContain('<a href="http://127.0.0.1:5678"');
		const url = /http:\/\/127\.0\.0\.1:\d+(?=\/movem)/.exec(page)?.[0];
		expect((await create(url)).status).toBe(200);
		const ended = once(running, 'exit');
		running.kill('SIGTERM');
		expect(await ended).toEqual([0, null]);
	}, 60_000);

	it('says how to use it when it is used wrongly', async () => {
		const wrong = start('--port', 'eleven');
		let words = '';
		wrong.stderr.on('data', (chunk) => (words += String(chunk)));
		const [code] = (await once(wrong, 'close')) as [number];
		expect(code).toBe(1);
		expect(words).toContain("'--port <port>' argument 'eleven' is invalid. It takes a whole number.");
		expect(words).toContain('Usage:');
		const script = start('--port', '0', '--n8n', 'javascript:alert(1)');
		expect(await once(script, 'close')).toEqual([1, null]);
	}, 60_000);
});
