import fc from 'fast-check';
import { get } from 'node:http';
import type { INodeParameters } from 'n8n-workflow';

import { findSecrets, keysOf } from '../../../testbed/secrets';
import type { Simulator } from '../../../simulator/http/server';
import { OPERATIONS } from '../../operations/cases';
import { runPartner } from '../../support/pack';
import type { SampleServer } from '../../support/sample';
import { everythingIn } from '../../support/secrets';
import { waits } from '../../support/fastTimers';
import { CLOSED_PORT, pause } from '../../support/runAcme';
import { brokenIn, sumOf, type Figures } from './stats';
import { judge } from './oracle';
import { checksFirst, plans, type Plan } from './plan';

/** What the executions run against. */
export interface RandomRun extends Pick<Simulator, 'url' | 'control'> {
	/** Another host; a request that arrives there was redirected. */
	elsewhere: SampleServer;
}

/** Longest time for an execution to end, and for its requests to be finished. */
const TIME_LIMIT_MS = 30_000;
/** The run ends after this many executions that hang. */
const MAX_HUNG = 3;
/** Longest time for handles to close by themselves; shorter than the time limit of a request. */
const CLOSING_MS = 2_500;

/**
 * Runs the given number of executions, all drawn from the seed.
 *
 * @returns the figures of all, and the plans of those that broke a promise
 */
export async function runMany(context: RandomRun, runs: number, seed: number) {
	const all: Figures[] = [];
	const broken: Array<{ plan: Plan; figures: Figures }> = [];
	let baseline: Map<string, number> | undefined;
	for (const plan of fc.sample(plans, { numRuns: runs, seed })) {
		const figures = await play(context, plan);
		// What the first execution has loaded and opened stays open.
		baseline ??= handles();
		figures.leaked = await leftOver(baseline);
		all.push(figures);
		if (brokenIn(figures).length > 0) broken.push({ plan, figures });
		// Each execution that hangs costs the whole time limit.
		if (broken.filter((one) => one.figures.hung > 0).length >= MAX_HUNG) break;
	}
	return { figures: sumOf(all), broken };
}

/** Runs one execution, waits until none of its requests is in flight, and judges it. */
async function play({ url, control, elsewhere }: RandomRun, plan: Plan): Promise<Figures> {
	const { partner, parameters, items: prepare } = OPERATIONS[plan.operation]!;
	control.reset();
	control.setLatency(plan.latencyMs);
	// Half of a bare number is still a number, and cannot be told from the whole.
	control.smartMove.setSwitches({ applicationIdAs: 'object' });
	const different = prepare(control, plan.items - plan.twins);
	const items = [...different, ...different.slice(0, plan.twins).map((item) => ({ ...item }))];
	for (const fault of plan.faults)
		control.faults.add(fault.kind === 'redirect' ? { ...fault, location: elsewhere.baseUrl } : fault);
	elsewhere.seen.length = 0;
	waits.reset();

	const baseUrl = {
		right: undefined,
		unknown: 'http://no-such-host.invalid',
		closed: `http://127.0.0.1:${CLOSED_PORT}`,
	}[plan.host];
	const { atOnce: concurrency, retries, timeout } = plan;
	const stop = new AbortController();
	const { cancelAt } = plan;
	const watch =
		cancelAt === null
			? undefined
			: setInterval(() => control.requests().length >= cancelAt && stop.abort(), 1);
	const running = runPartner(
		partner,
		url,
		{
			...parameters,
			...(checksFirst(plan.operation) && { ifExists: plan.ifExists }),
			requestOptions: { concurrency, retries, timeout },
		} as INodeParameters,
		items,
		{
			onError: plan.onError,
			signal: stop.signal,
			credential: { ...(plan.bearer && { authentication: 'bearer' }), ...(baseUrl && { baseUrl }) },
			...(plan.retryOnFail && { retryOnFail: { maxTries: 2, waitBetweenTries: 1 } }),
		},
	);
	const late = new AbortController();
	const result = await Promise.race([running, pause(TIME_LIMIT_MS, late.signal)]);
	late.abort();
	clearInterval(watch);
	await settled(url);
	const counts = () => control.state().partners[partner];
	await within(TIME_LIMIT_MS, () => counts().inFlight === 0);

	const verdict = result && judge({ plan, items, result, partners: control.state().partners });
	// The simulator does not count requests that never arrive, nor the Stop button.
	const faults: Record<string, number> = {
		...(plan.host !== 'right' && { [`${plan.host} host`]: 1 }),
		...(stop.signal.aborted && { cancel: 1 }),
	};
	for (const { fault, met } of control.faults.list()) faults[fault.kind] = (faults[fault.kind] ?? 0) + met;
	return {
		runs: 1,
		items: items.length,
		requests: counts().requests,
		retries: waits.ownCount,
		faults,
		...(verdict ?? { lost: 0, duplicates: 0, creditsLost: 0, untrue: 0 }),
		hung: result ? 0 : 1,
		leaked: 0,
		secrets: findSecrets(everythingIn([result?.run, result?.error]), 'the run', keysOf({ url, control }))
			.length,
		stray: control.violations().length + elsewhere.seen.length,
	};
}

/**
 * Waits until everything sent so far has reached the simulator. A request that was broken off may still wait to be
 * accepted, and would count for the next execution. Connections are accepted in order.
 */
async function settled(url: string): Promise<void> {
	for (let round = 0; round < 2; round++) {
		await new Promise((resolve, reject) => {
			get(`${url}/_control/faults`, { agent: false }, (response) => response.resume().on('end', resolve)).on(
				'error',
				reject,
			);
		});
	}
}

/** Sockets, timers and the like that keep this process alive, by kind. */
function handles(): Map<string, number> {
	const kinds = new Map<string, number>();
	for (const kind of process.getActiveResourcesInfo()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
	return kinds;
}

/** How many more handles there are than before, after those that close by themselves had time to. */
async function leftOver(baseline: Map<string, number>): Promise<number> {
	const count = () =>
		[...handles()].reduce((sum, [kind, now]) => sum + Math.max(0, now - (baseline.get(kind) ?? 0)), 0);
	await within(CLOSING_MS, () => count() === 0);
	return count();
}

/** Waits until a condition holds, at most the given time of this process. */
async function within(milliseconds: number, holds: () => boolean): Promise<void> {
	for (let left = milliseconds / 2; left > 0 && !holds(); left--) await pause(2);
}
