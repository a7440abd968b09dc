import fc from 'fast-check';
import { get } from 'node:http';
import type { INodeParameters } from 'n8n-workflow';

import { findSecrets, keysOf } from '../../../testbed/secrets';
import type { Simulator } from '../../../simulator/http/server';
import { OPERATIONS } from '../../operations/table';
import { partners, runPartner } from '../../support/pack';
import type { SampleServer } from '../../support/sample';
import { everythingIn } from '../../support/secrets';
import { waits } from '../../support/fastTimers';
import { closedPort, pause } from '../../support/runAcme';
import { brokenIn, sumOf, type Figures } from './stats';
import { judge } from './oracle';
import { looksFirst, plans, type Plan } from './plan';

/** What executions run against. */
export interface RandomRun extends Pick<Simulator, 'url' | 'control'> {
	/** Another host; whatever arrives there has been sent on. */
	elsewhere: SampleServer;
}

/** Longest time that an execution is given, and its partner to have done with it. */
const PATIENCE_MS = 30_000;
/** After so many executions that do not end, no more are played. */
const MOST_HUNG = 3;
/** Longest time for what closes by itself to be closed; shorter than the deadline of a request, as it is here. */
const CLOSING_MS = 2_500;

/**
 * Plays as many executions as wanted, all drawn from the seed.
 *
 * @returns the figures of all, and the plans of those that broke something
 */
export async function runMany(world: RandomRun, runs: number, seed: number) {
	const all: Figures[] = [];
	const broken: Array<{ plan: Plan; figures: Figures }> = [];
	let baseline: Map<string, number> | undefined;
	for (const plan of fc.sample(plans, { numRuns: runs, seed })) {
		const figures = await play(world, plan);
		// What the first execution has loaded and opened stays.
		baseline ??= handles();
		figures.leaked = await leftOver(baseline);
		all.push(figures);
		if (brokenIn(figures).length > 0) broken.push({ plan, figures });
		// Each of them is waited for.
		if (broken.filter((one) => one.figures.hung > 0).length >= MOST_HUNG) break;
	}
	return { figures: sumOf(all), broken };
}

/** Plays one execution, waits until nothing of it is under way, and judges it. */
async function play({ url, control, elsewhere }: RandomRun, plan: Plan): Promise<Figures> {
	const { partner, parameters, items: prepare } = OPERATIONS[plan.operation]!;
	control.reset();
	control.setLatency(plan.latencyMs);
	// Half of a bare number is a number, which nobody can tell from the whole.
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
		closed: `http://127.0.0.1:${await closedPort()}`,
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
			...(looksFirst(plan.operation) && { ifExists: plan.ifExists }),
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
	const result = await Promise.race([running, pause(PATIENCE_MS, late.signal)]);
	late.abort();
	clearInterval(watch);
	await settled(url);
	const counts = () => control.state().partners[partners[partner].prefix as 'movem'];
	await within(PATIENCE_MS, () => counts().inFlight === 0);

	const verdict = result && judge({ plan, items, result, partners: control.state().partners });
	// What never arrives, and what comes from the user, the simulator knows nothing of.
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
 * Waits until what was on its way to the simulator is there: a request that was broken off may wait to be accepted,
 * and would be taken for one of the next execution. Connections are accepted one after the other.
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

/** Sockets, timers and the like that keep this process busy, by kind. */
function handles(): Map<string, number> {
	const kinds = new Map<string, number>();
	for (const kind of process.getActiveResourcesInfo()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
	return kinds;
}

/** How many more of them there are than before, once all that ends by itself has had the time. */
async function leftOver(baseline: Map<string, number>): Promise<number> {
	const count = () =>
		[...handles()].reduce((sum, [kind, now]) => sum + Math.max(0, now - (baseline.get(kind) ?? 0)), 0);
	await within(CLOSING_MS, () => count() === 0);
	return count();
}

/** Waits until something holds, at most so many milliseconds. */
async function within(milliseconds: number, holds: () => boolean): Promise<void> {
	for (const start = Date.now(); !holds() && Date.now() - start < milliseconds;) await pause(2);
}
