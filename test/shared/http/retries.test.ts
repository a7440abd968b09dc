import { createServer } from 'node:net';

import { INVITATION, numbered, runAcme, until } from '../../support/runAcme';
import { freePort } from '../../../testbed/ports';
import { sendJson, startServer, type SampleServer } from '../../support/sample';
import type { FaultSpec } from '../../../simulator/http/server';
import { jsonOf, succeeded, useSimulator } from '../../support/useSimulator';

// Our own back-off is cut short; a wait that the partner asks for is not.
const mockBackOff = jest.fn(() => 1);
jest.mock('../../../nodes/shared/http/retry', () => ({
	...jest.requireActual<object>('../../../nodes/shared/http/retry'),
	backOff: () => mockBackOff(),
}));
afterEach(() => mockBackOff.mockReset().mockReturnValue(1));

const bench = useSimulator();
const credits = { resource: 'credit', operation: 'get' };
const create = { ...INVITATION, ifExists: 'create' };
const read = async (requestOptions = {}) => await bench.run('movem', { ...credits, requestOptions });
const write = async (requestOptions = {}) => await bench.run('movem', { ...create, requestOptions });
const fault = (spec: FaultSpec) => bench.control.faults.add(spec);
const spent = () => 100 - (bench.control.state().partners.movem as unknown as { credits: number }).credits;

describe('a read', () => {
	it.each([
		['a broken connection', { kind: 'dropBefore' }],
		['an answer that was lost', { kind: 'dropAfter' }],
		['429', { kind: 'tooManyRequests' }],
		['500', { kind: 'status', status: 500, body: {} }],
		['502 with a page', { kind: 'html', status: 502 }],
		['503', { kind: 'status', status: 503, body: {} }],
		['504', { kind: 'status', status: 504, body: {} }],
		['529', { kind: 'status', status: 529, body: {} }],
	] as const)('is sent again after %s', async (_, spec) => {
		fault({ ...spec, times: 3 });
		expect(succeeded(await read()).output[0]?.json).toEqual({ credits: 100 });
		expect(bench.arrived()).toHaveLength(4);
	});

	it.each([400, 401, 403, 404, 405, 406, 409, 410, 422, 501])(
		'is not sent again after %d',
		async (status) => {
			fault({ kind: 'status', status, body: { message: 'no' }, times: -1 });
			expect((await read()).error).toMatchObject({ httpCode: String(status) });
			expect(bench.arrived()).toHaveLength(1);
		},
	);

	it.each([0, 1, 5])('is given up after as many repetitions as the user wants: %d', async (retries) => {
		fault({ kind: 'status', status: 503, body: { message: 'Back soon' }, times: -1 });
		expect((await read({ retries })).error?.message).toBe(
			'Movem cannot answer at the moment (HTTP 503): Back soon',
		);
		expect(bench.arrived()).toHaveLength(retries + 1);
	});

	it('that is a POST is sent again like any other', async () => {
		const server = await startServer();
		server.answer((_request, response) => sendJson(response, {}, server.seen.length < 3 ? 503 : 200));
		succeeded(await runAcme('ask', server.baseUrl, ['1']));
		expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST']);
		await server.close();
	});
});

describe('a write', () => {
	it('is sent again after 429, which is no work done', async () => {
		fault({ kind: 'tooManyRequests', times: 2 });
		succeeded(await write());
		expect(bench.arrived()).toHaveLength(3);
		expect(spent()).toBe(1);
	});

	it.each([
		['a broken connection', { kind: 'dropBefore' }, 0],
		['an answer that was lost', { kind: 'dropAfter' }, 1],
		['an answer that broke off', { kind: 'malformed' }, 1],
		['an empty answer', { kind: 'empty' }, 1],
		['408', { kind: 'status', status: 408, body: {} }, 0],
		['500', { kind: 'status', status: 500, body: {} }, 0],
		['502 with a page', { kind: 'html', status: 502 }, 0],
		[
			'503 that asks to come back',
			{ kind: 'status', status: 503, body: {}, headers: { 'retry-after': '0' } },
			0,
		],
		['504', { kind: 'status', status: 504, body: {} }, 0],
	] as const)(
		'is sent exactly once when it meets %s, and the message says that it may have been carried out',
		async (_, spec, credit) => {
			fault(spec);
			const { error, output } = await write();
			expect(bench.arrived()).toHaveLength(1);
			expect(spent()).toBe(credit);
			expect(error?.description).toContain(
				'It may have been carried out all the same: look there before you run this item again.',
			);
			expect(output).toEqual([]);
		},
	);

	it('is sent exactly once when no answer comes in time', async () => {
		fault({ kind: 'latency', ms: 1500 });
		const { error } = await write({ timeout: 1 });
		expect(error?.message).toBe('Movem was asked, and no answer came in time');
		expect(error?.description).toContain('may have been carried out');
		expect(bench.arrived()).toHaveLength(1);
	});

	it.each([400, 401, 403, 404, 409, 422])(
		'is not sent again after %d, and nothing is said of it having happened',
		async (status) => {
			fault({ kind: 'status', status, body: { message: 'no' }, times: -1 });
			expect((await write()).error?.description).not.toContain('carried out');
			expect(bench.arrived()).toHaveLength(1);
		},
	);

	it('is sent again when the connection was refused, and arrives once', async () => {
		const { port, open } = await closedDoor();
		mockBackOff.mockReturnValue(50);
		const running = runAcme('write', `http://127.0.0.1:${port}`, ['1'], { requestOptions: { retries: 10 } });
		await until(() => mockBackOff.mock.calls.length > 0);
		const server = await open();
		const { error } = await running;
		expect(error).toBeUndefined();
		expect(server.arrived()).toBe(1);
		await server.close();
	});

	it('to a host that there is not says so, and that nothing can have happened', async () => {
		const { error } = await runAcme('write', 'http://no-such-host.invalid', ['1'], {
			requestOptions: { retries: 1 },
		});
		expect(error?.message).toMatch(
			/^Acme cannot be reached: its host name (is not known|could not be looked up)$/,
		);
		expect(error?.description).not.toContain('carried out');
	});
});

describe('a partner that says when to come back', () => {
	const timed = async (work: () => Promise<unknown>) => {
		const start = performance.now();
		await work();
		return performance.now() - start;
	};

	it('in seconds is given that time', async () => {
		fault({ kind: 'tooManyRequests', retryAfterSeconds: 1 });
		expect(await timed(async () => succeeded(await read()))).toBeGreaterThanOrEqual(990);
	});

	it('by a date is given that time', async () => {
		// A date has whole seconds, so two seconds become one to two.
		fault({ kind: 'tooManyRequests', retryAfterSeconds: 2, as: 'date' });
		expect(await timed(async () => succeeded(await read()))).toBeGreaterThanOrEqual(950);
	});

	it('with 503 is given that time too', async () => {
		fault({ kind: 'status', status: 503, body: {}, headers: { 'retry-after': '1' } });
		expect(await timed(async () => succeeded(await read()))).toBeGreaterThanOrEqual(990);
	});

	it('in the past or at once is not waited for', async () => {
		fault({ kind: 'tooManyRequests', retryAfterSeconds: 0, times: 2 });
		expect(await timed(async () => succeeded(await read()))).toBeLessThan(900);
	});

	it('is left alone by the whole run, not only by the item that was told', async () => {
		const server: SampleServer = await startServer();
		const at: number[] = [];
		server.answer((_request, response, { path }) => {
			at.push(performance.now());
			const isFirst = server.seen.filter((seen) => seen.path === path).length === 1;
			if (path !== '/thing/3' || !isFirst) return sendJson(response, { path });
			response.setHeader('Retry-After', '1');
			sendJson(response, {}, 429);
		});
		const { output } = succeeded(
			await runAcme('read', server.baseUrl, numbered(30), { requestOptions: { concurrency: 5 } }),
		);
		expect(jsonOf(output)).toHaveLength(30);
		const silence = Math.max(...at.slice(1).map((time, i) => time - at[i]!));
		expect(silence).toBeGreaterThan(900);
		// Only requests already in flight were sent before the pause was over.
		expect(at.filter((time) => time < at[0]! + 900).length).toBeLessThanOrEqual(10);
		await server.close();
	});
});

/** A port that refuses connections until it is opened. */
async function closedDoor() {
	const port = await freePort();
	const open = async () => {
		let arrived = 0;
		const server = createServer((socket) =>
			socket.on(
				'data',
				() => (arrived++, socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}')),
			),
		);
		await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
		return {
			arrived: () => arrived,
			close: async () => await new Promise((resolve) => server.close(resolve)),
		};
	};
	return { port, open };
}
