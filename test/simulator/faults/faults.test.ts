import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { FAULT_KINDS } from '../../../simulator/faults/kinds';
import {
	type FaultSpec,
	SIMULATED_CREDENTIALS,
	startSimulator,
	type Simulator,
} from '../../../simulator/http/server';
import { call } from '../support/client';

const KEY = { 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };
const TENANT = { name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3, 9 Larch Row' };

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const movem = (method: string, path: string, body?: unknown) =>
	call(method, `${simulator.url}/movem${path}`, { headers: KEY, body });
const create = () => movem('POST', '/application', TENANT);
const break_ = (spec: FaultSpec) => simulator.control.faults.add(spec);
const spent = () => 100 - Number(simulator.control.state().partners.movem?.credits);

describe('a fault', () => {
	it('is over after one request unless told otherwise', async () => {
		break_({ kind: 'status', status: 503 });
		expect((await movem('GET', '/credits')).status).toBe(503);
		expect((await movem('GET', '/credits')).status).toBe(200);
	});

	it('meets only the partner and operation it is meant for, after those it skips', async () => {
		break_({ provider: 'movem', operationId: 'getCredits', kind: 'status', status: 500, skip: 1, times: 2 });
		const statuses = [];
		for (let n = 0; n < 4; n += 1) {
			expect((await movem('GET', '/application')).status).toBe(200);
			statuses.push((await movem('GET', '/credits')).status);
		}
		expect(statuses).toEqual([200, 500, 500, 200]);
		const portal = await call('POST', `${simulator.url}/moving-portal/auth/login`, {
			body: { username: 'x', password: 'y' },
		});
		expect(portal.status).toBe(401);
		expect(simulator.control.faults.list()).toMatchObject([{ seen: 4, met: 2 }]);
	});

	it('meets only what its piece of the path names', async () => {
		break_({ path: '/credits', kind: 'status', status: 500, times: -1 });
		expect((await movem('GET', '/application')).status).toBe(200);
		expect((await movem('GET', '/credits')).status).toBe(500);
		break_({ path: 'only=this', kind: 'status', status: 503 });
		expect((await movem('GET', '/application?only=that')).status).toBe(400);
		expect((await movem('GET', '/application?only=this')).status).toBe(503);
	});

	it('lasts for ever with times -1, until it is cleared', async () => {
		const id = break_({ kind: 'status', status: 500, times: -1 });
		for (let n = 0; n < 3; n += 1) expect((await movem('GET', '/credits')).status).toBe(500);
		simulator.control.faults.clear(id);
		expect((await movem('GET', '/credits')).status).toBe(200);
	});

	it('waits until the one before it is used up', async () => {
		break_({ kind: 'status', status: 500 });
		break_({ kind: 'status', status: 503 });
		const statuses = [
			await movem('GET', '/credits'),
			await movem('GET', '/credits'),
			await movem('GET', '/credits'),
		];
		expect(statuses.map(({ status }) => status)).toEqual([500, 503, 200]);
	});

	it('that makes no sense is refused in words', () => {
		expect(() => break_({ kind: 'status', status: 99 })).toThrow();
		expect(() => break_({ kind: 'sulk' } as unknown as FaultSpec)).toThrow('Invalid discriminator value');
	});

	it('shows in the journal', async () => {
		break_({ kind: 'latency', ms: 1 });
		break_({ kind: 'empty' });
		await movem('GET', '/credits');
		expect(simulator.control.requests()).toMatchObject([{ faults: ['latency', 'empty'], status: 200 }]);
	});
});

it('gives every kind of fault a file of its own, named in simulator/faults/kinds/index.ts', () => {
	const files = readdirSync(join(__dirname, '../../../simulator/faults/kinds'));
	expect(files.sort()).toEqual(['index.ts', ...Object.keys(FAULT_KINDS).map((kind) => `${kind}.ts`)].sort());
});

describe('before the partner does anything', () => {
	it('latency holds the answer back, once or always', async () => {
		break_({ kind: 'latency', ms: 80 });
		let began = performance.now();
		expect((await create()).status).toBe(200);
		expect(performance.now() - began).toBeGreaterThan(75);
		simulator.control.setLatency(40);
		began = performance.now();
		await create();
		expect(performance.now() - began).toBeGreaterThan(35);
	});

	it('any status can be answered, with any body and headers', async () => {
		break_({
			kind: 'status',
			status: 418,
			body: { message: 'short and stout' },
			headers: { 'x-pot': 'tea' },
		});
		expect(await create()).toMatchObject({
			status: 418,
			body: { message: 'short and stout' },
			headers: { 'x-pot': 'tea', 'content-type': 'application/json; charset=utf-8' },
		});
		break_({ kind: 'status', status: 500, body: 'plain words' });
		expect(await create()).toMatchObject({ status: 500, text: 'plain words' });
		expect(spent()).toBe(0);
	});

	it('429 says when to come back, in seconds, as a date, or not at all', async () => {
		break_({ kind: 'tooManyRequests', retryAfterSeconds: 7 });
		expect(await create()).toMatchObject({
			status: 429,
			headers: { 'retry-after': '7' },
			body: { message: 'Too many requests' },
		});
		break_({ kind: 'tooManyRequests', retryAfterSeconds: 60, as: 'date' });
		const { headers } = await create();
		const wait = Date.parse(String(headers['retry-after'])) - Date.now();
		expect(wait).toBeGreaterThan(55_000);
		expect(wait).toBeLessThan(65_000);
		break_({ kind: 'tooManyRequests' });
		expect((await create()).headers).not.toHaveProperty('retry-after');
		expect(spent()).toBe(0);
	});

	it('the connection can break', async () => {
		break_({ kind: 'dropBefore' });
		await expect(create()).rejects.toThrow(/socket hang up|ECONNRESET/);
		expect(spent()).toBe(0);
		expect(simulator.control.requests()).toMatchObject([{ operationId: 'createApplication', status: null }]);
	});

	it('right credentials can be called wrong, in the partner’s own shape', async () => {
		break_({ kind: 'wrongCredentials' });
		expect(await create()).toMatchObject({ status: 401, body: { message: 'The credentials are not valid' } });
		break_({ kind: 'wrongCredentials', provider: 'moving-portal' });
		const { body } = await call('GET', `${simulator.url}/moving-portal/auth/whoami`);
		expect(body).toMatchObject({ title: 'Unauthorized', detail: 'The credentials are not valid' });
	});

	it('a web page can come instead', async () => {
		break_({ kind: 'html' });
		const gateway = await create();
		expect(gateway).toMatchObject({ status: 502, headers: { 'content-type': 'text/html; charset=utf-8' } });
		expect(gateway.text).toContain('<h1>');
		break_({ kind: 'html', status: 200 });
		expect((await create()).status).toBe(200);
		expect(spent()).toBe(0);
	});

	it('it can be sent elsewhere, where the journal shows what arrives', async () => {
		for (const status of [301, 302, 307] as const) {
			break_({ kind: 'redirect', location: `${simulator.url}/_elsewhere`, status });
			expect(await movem('GET', '/credits')).toMatchObject({
				status,
				headers: { location: `${simulator.url}/_elsewhere` },
			});
		}
		break_({ kind: 'redirect', location: `${simulator.url}/_elsewhere?a=1` });
		await fetch(`${simulator.url}/movem/credits`, { headers: KEY });
		expect(simulator.control.requests({ provider: 'elsewhere' })).toMatchObject([
			{ method: 'GET', path: '/_elsewhere?a=1', headers: KEY, status: 200 },
		]);
	});
});

describe('after the partner has done its work', () => {
	it('the connection can break', async () => {
		break_({ kind: 'dropAfter' });
		await expect(create()).rejects.toThrow(/socket hang up|ECONNRESET/);
		expect(spent()).toBe(1);
		expect((await movem('GET', '/application')).body).toHaveLength(1);
	});

	it('the answer can be cut off', async () => {
		break_({ kind: 'malformed' });
		const { status, text, body, headers } = await create();
		expect(status).toBe(200);
		expect(text).toMatch(/^\{"id":"/);
		expect(body).toBeUndefined();
		expect(headers['content-type']).toContain('application/json');
		expect(spent()).toBe(1);
	});

	it('the connection can break in the middle of the answer, unless the answer has no middle', async () => {
		break_({ kind: 'breakOff', times: 2 });
		await expect(create()).rejects.toThrow();
		expect(spent()).toBe(1);
		const { id } = simulator.control.state().partners.movem.applications[0]!;
		expect(await movem('DELETE', `/application/${id}`)).toMatchObject({ status: 204, text: '' });
	});

	it('the answer can be empty', async () => {
		break_({ kind: 'empty' });
		expect(await create()).toMatchObject({ status: 200, text: '' });
		break_({ kind: 'empty', status: 204 });
		expect(await create()).toMatchObject({ status: 204, text: '' });
		expect(spent()).toBe(2);
	});

	it('the answer can trickle', async () => {
		break_({ kind: 'drip', overMs: 120, pieces: 6 });
		const response = await fetch(`${simulator.url}/movem/credits`, { headers: KEY });
		const began = performance.now();
		let pieces = 0;
		for await (const _chunk of response.body ?? []) pieces += 1;
		expect(pieces).toBeGreaterThan(2);
		expect(performance.now() - began).toBeGreaterThan(60);
	});

	it('the answer that trickled is whole', async () => {
		break_({ kind: 'drip', overMs: 30 });
		expect((await movem('GET', '/credits')).body).toEqual({ credits: 100 });
	});
});

describe('a rate limit', () => {
	it('on requests in flight answers 429 to those too many', async () => {
		simulator.control.setLatency(500);
		simulator.control.rateLimit.set({ provider: 'movem', maxInFlight: 3, retryAfterSeconds: 2 });
		const replies = await Promise.all(Array.from({ length: 8 }, () => movem('GET', '/credits')));
		const refused = replies.filter(({ status }) => status === 429);
		expect(refused).toHaveLength(5);
		expect(refused.every(({ headers }) => headers['retry-after'] === '2')).toBe(true);
		expect(simulator.control.state().partners.movem).toMatchObject({
			requests: 8,
			inFlight: 0,
			maxInFlight: 8,
		});
	});

	it('on requests per second lets them in again later, and spends nothing meanwhile', async () => {
		simulator.control.rateLimit.set({ maxPerSecond: 2, retryAfterSeconds: 1 });
		const replies = await Promise.all([create(), create(), create()]);
		expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
		expect(spent()).toBe(2);
		await new Promise((resolve) => setTimeout(resolve, 1010));
		expect((await create()).status).toBe(200);
		simulator.control.rateLimit.clear();
		await create();
		await create();
		expect((await create()).status).toBe(200);
	});
});

it('listens on the loopback address only, and frees its port', async () => {
	const passing = await startSimulator();
	expect(passing.url).toBe(`http://127.0.0.1:${passing.port}`);
	await passing.close();
	const taken = createServer();
	await new Promise<void>((resolve) => taken.listen(passing.port, '127.0.0.1', resolve));
	expect((taken.address() as AddressInfo).port).toBe(passing.port);
	await new Promise((resolve) => taken.close(resolve));
});
