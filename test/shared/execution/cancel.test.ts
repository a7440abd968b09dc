import type { IDataObject } from 'n8n-workflow';

import { smallReferral } from '../../partners/movingPortal/smallReferral';
import { jsonOf, useSimulator } from '../../support/useSimulator';
import type { PartnerName } from '../../support/pack';
import { sendJson, startServer, type SampleServer } from '../../support/sample';
import { INVITATION, numbered, pause, rounds, runAcme, until } from '../../support/runAcme';

const bench = useSimulator();
const credits = { resource: 'credit', operation: 'get' };
const modes = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

/** Waits for `reached` in a run, presses n8n’s Stop button, and records what comes after it. */
async function stopOnce(
	reached: () => boolean,
	parameters: IDataObject = credits,
	{
		count = 1,
		partner = 'movem' as PartnerName,
		...options
	}: { count?: number; partner?: PartnerName } & Parameters<typeof bench.run>[3] = {},
) {
	const stop = new AbortController();
	const running = bench.run(
		partner,
		parameters as never,
		Array.from({ length: count }, (_, index) => ({ index })),
		{ signal: stop.signal, ...options },
	);
	await until(reached);
	const before = bench.arrived().length;
	const pressed = performance.now();
	stop.abort();
	const result = await running;
	const took = performance.now() - pressed;
	// A request sent before the button was pressed may still arrive.
	await rounds(30);
	const onItsWay = bench.arrived().length;
	expect(onItsWay - before).toBeLessThanOrEqual(Math.min(count, 10));
	await rounds(120);
	return { result, took, before: onItsWay, after: bench.arrived().length };
}

/** The run ended at once, nothing was sent after it, and n8n calls it canceled. */
function expectStopped({ result, took, before, after }: Awaited<ReturnType<typeof stopOnce>>): void {
	expect(result.status).toBe('canceled');
	// Waiting for the request to end would take thirty seconds or more.
	expect(took).toBeLessThan(20_000);
	expect(after).toBe(before);
	// An item that was broken off has not failed, and must not reach the next node as a failure.
	expect([...result.output, ...result.errorOutput].filter(({ json }) => json.error)).toEqual([]);
}

describe.each(modes)('the Stop button (%s)', (onError) => {
	it('ends a request in its middle', async () => {
		bench.control.setLatency(30_000);
		expectStopped(await stopOnce(() => bench.arrived().length === 1, credits, { onError }));
	});

	it('ends a wait that the partner asked for', async () => {
		bench.control.faults.add({ kind: 'tooManyRequests', retryAfterSeconds: 30, times: -1 });
		expectStopped(await stopOnce(() => bench.arrived()[0]?.status === 429, credits, { onError }));
	});

	it('ends a wait of our own', async () => {
		bench.control.faults.add({
			kind: 'status',
			status: 503,
			body: {},
			headers: { 'retry-after': '30' },
			times: -1,
		});
		expectStopped(await stopOnce(() => bench.arrived()[0]?.status === 503, credits, { onError }));
	});

	it('ends a long list in its middle', async () => {
		bench.control.setLatency(30);
		const stopped = await stopOnce(() => bench.arrived().length >= 25, credits, { onError, count: 400 });
		expectStopped(stopped);
		expect(stopped.after).toBeLessThan(50);
	});

	it('ends a login, and what that was for is not sent', async () => {
		bench.control.faults.add({ kind: 'latency', operationId: 'login', ms: 600 });
		const referral = { ...smallReferral, totalFeeInclVAT: 1, uniqueIntegrationReference: 'R-1' };
		expectStopped(
			await stopOnce(() => bench.arrived('login').length === 1, referral, {
				onError,
				partner: 'movingPortal',
				credential: { authentication: 'bearer' },
				count: 3,
			}),
		);
		await pause(700);
		expect(bench.arrived().map(({ operationId }) => operationId)).toEqual(['login']);
	});

	it('ends items that wait for another one', async () => {
		bench.control.faults.add({ kind: 'latency', operationId: 'createApplication', ms: 30_000, times: -1 });
		expectStopped(
			await stopOnce(() => bench.arrived('createApplication').length === 1, INVITATION, {
				onError,
				count: 5,
			}),
		);
		expect(bench.arrived('createApplication')).toHaveLength(1);
	});
});

it('before anything was sent lets nothing be sent', async () => {
	const { status } = await bench.run('movem', credits, [{}], { signal: AbortSignal.abort() });
	expect(status).toBe('canceled');
	expect(bench.arrived()).toEqual([]);
});

it('closes the connection, so that the partner can stop too', async () => {
	const server: SampleServer = await startServer();
	let closed = false;
	server.answer((_request, response) => void response.on('close', () => (closed = true)));
	const stop = new AbortController();
	const running = runAcme('read', server.baseUrl, ['0'], { signal: stop.signal });
	await until(() => server.seen.length === 1);
	stop.abort();
	await running;
	await until(() => closed);
	await server.close();
});

it('keeps what was finished before', async () => {
	const server: SampleServer = await startServer();
	server.answer((_request, response, { path }) =>
		Number(path.split('/').pop()) < 4 ? sendJson(response, { path }) : undefined,
	);
	const stop = new AbortController();
	const running = runAcme('read', server.baseUrl, numbered(20), {
		signal: stop.signal,
		requestOptions: { concurrency: 2 },
	});
	await until(() => server.seen.length === 6);
	stop.abort();
	expect(jsonOf((await running).output)).toEqual([0, 1, 2, 3].map((n) => ({ path: `/thing/${n}` })));
	await server.close();
});
