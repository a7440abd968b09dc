import { setTimeout as pause } from 'node:timers/promises';

import { PARTNERS } from '../../simulator/partners';
import { series } from '../../simulator/random';
import type { Log } from '../../testbed/progress';
import { allExecutions, jsonOf } from '../../testbed/executions';
import { N8nHttpError } from '../../testbed/n8nHttp';
import type { Execution, JsonObject, StoredWorkflow } from '../../testbed/n8nTypes';
import { startActivity, lateLeads, soakTriggers, type SoakTrigger } from './partners';
import { compare, isCrashed, type Delivery, type Observation, type Kill, type TriggerReport } from './report';
import type { SchedulerMode } from '../../testbed/schedulers';
import type { Testbed } from '../../testbed/testbed';

export interface SoakPlan {
	seed: number;
	/** About how many events happen, and in how many simulated days. */
	events: number;
	days: number;
	/** Simulated seconds in a second. */
	speed: number;
	kills: number;
	/** For how many simulated hours all partners are down. */
	outageHours: number;
	/** How n8n runs the polls; n8n must have been started with this mode's environment. */
	scheduler?: SchedulerMode;
	log: Log;
}

export interface SoakResult {
	triggers: TriggerReport[];
	kills: number;
	seconds: number;
	/** Requests or answers that break a contract. */
	violations: number;
}

/** Where the clock begins; summer time begins in Europe two days later. */
export const SOAK_BEGINS = '2025-03-28T06:00:00Z';

/** How much slower the clock runs while n8n starts. */
const STARTUP_SLOWDOWN = 8;

const DAY = 86_400_000;

/** Polls every three seconds: n8n refuses an interval below a minute, but accepts many poll times. */
export const everyThreeSeconds = {
	item: Array.from({ length: 20 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 3} * * * * *`,
	})),
};

/** One workflow for each trigger. */
async function addWorkflow(
	{ addWorkflow: add }: Testbed,
	{ name, type, credential, parameters }: SoakTrigger,
): Promise<StoredWorkflow> {
	const trigger = {
		name: 'Trigger',
		type: `n8n-nodes-moving-partners.${type}`,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { ...parameters, pollTimes: everyThreeSeconds },
		credentials: { [credential]: { name: credential } },
	};
	const end = {
		name: 'End',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [220, 0] as [number, number],
		parameters: {},
	};
	const connections = { Trigger: { main: [[{ node: 'End', type: 'main', index: 0 }]] } };
	return await add({ name: `Soak ${name}`, nodes: [trigger, end], connections });
}

const stateOf = async ({ client }: Testbed, { id }: StoredWorkflow) =>
	JSON.stringify((await client.getWorkflow(id)).staticData ?? {});

/** The id of the newest request at the simulator. */
const lastRequest = ({ simulator }: Testbed) => simulator.control.requests().at(-1)?.id ?? 0;

/** Waits until a partner has answered a poll that came after request `since`, for five minutes at most. */
async function waitForPoll(testbed: Testbed, { name }: SoakTrigger, since: number): Promise<void> {
	const provider = PARTNERS[name].prefix;
	const isPoll = (request: { provider: string; operationId: string | null }) =>
		request.provider === provider && !/login|token/i.test(request.operationId ?? '');
	for (let tries = 0; !answeredSince(testbed, since).some(isPoll); tries++) {
		if (tries > 3000) throw new Error(`The trigger of ${name} does not poll`);
		await pause(100);
	}
}

/** Activates a workflow and waits for the first poll, which n8n makes in the background. */
async function activate(testbed: Testbed, workflow: StoredWorkflow, trigger: SoakTrigger): Promise<void> {
	const since = lastRequest(testbed);
	await testbed.client.activate(workflow.id);
	await waitForPoll(testbed, trigger, since);
	// n8n stores the trigger's first state after the answer.
	await pause(1500);
}

/** Requests after `since` that were answered with 200. */
const answeredSince = ({ simulator }: Testbed, since: number) =>
	simulator.control.requests({ since }).filter(({ status }) => status === 200);

/** Waits for the next poll and a moment more, so that n8n is killed while it passes events on. */
async function waitIntoNextPoll(testbed: Testbed, momentMs: number): Promise<void> {
	const since = lastRequest(testbed);
	for (let tries = 0; tries < 1000 && answeredSince(testbed, since).length === 0; tries++) await pause(5);
	await pause(momentMs);
}

/** The items of an execution that n8n was killed in before it had run the trigger node. */
const unprocessedItems = ({ data: { executionData } }: Execution) =>
	(executionData?.nodeExecutionStack ?? [])
		.filter(({ node }) => node.name === 'Trigger')
		.flatMap(({ data }) => data?.main?.[0] ?? [])
		.map(({ json }) => json);

/**
 * What the polls of a trigger delivered, and how they failed.
 *
 * @param isAtomic whether n8n stores an execution together with the trigger's state: then the items of an execution
 * that n8n was killed in are not delivered again, and they can be found in that execution
 */
async function deliveriesOf(
	testbed: Testbed,
	workflow: StoredWorkflow,
	trigger: SoakTrigger,
	isAtomic: boolean,
	kills: Kill[],
): Promise<{ deliveries: Delivery[]; failures: string[] }> {
	const deliveries: Delivery[] = [];
	const failures: string[] = [];
	for (const { id, status, createdAt } of await allExecutions(testbed.client, workflow.id)) {
		const execution = await testbed.client.getExecution(id).catch((error: unknown) => {
			// n8n 1 cannot return an execution if it was killed while it stored it.
			if (error instanceof N8nHttpError && error.status === 500) return undefined;
			throw error;
		});
		if (execution === undefined) {
			failures.push('crashed: nothing of it is stored');
			continue;
		}
		const hasEnded = status === 'success';
		const storedAt = Date.parse(createdAt);
		const wasCrashed = isCrashed({ status, storedAt }, kills);
		const items = hasEnded
			? jsonOf(execution, 'Trigger')
			: isAtomic && wasCrashed
				? unprocessedItems(execution)
				: [];
		const events = items.map((item: JsonObject) => trigger.eventOf(item));
		const redelivered = events.filter((_, index) => items[index]?.redelivered === true);
		// n8n 1 may have stored "success" without any data before it was killed; the events have to come in another
		// execution.
		if (status === 'success' && events.length === 0) continue;
		if (events.length > 0) deliveries.push({ id, storedAt, events, redelivered, hasEnded });
		if (!hasEnded)
			failures.push(
				`${wasCrashed ? 'crashed' : status}: ${execution.data.resultData.error?.message ?? status}`,
			);
	}
	return { deliveries, failures };
}

/** A disturbance at a seeded moment: n8n is killed, the partners are down, or the workflows are deactivated. */
type Incident = { at: number; act: () => Promise<void> };

/**
 * Makes many events happen at the simulated partners while the four triggers poll on a real n8n that is killed again
 * and again, and compares the deliveries with the events.
 */
export async function soak(testbed: Testbed, plan: SoakPlan): Promise<SoakResult> {
	const { control } = testbed.simulator;
	const began = Date.now();
	const next = series(plan.seed);
	const chance = () => next() / 2 ** 32;
	const kills: Kill[] = [];
	const switchedOff: number[] = [];
	const largestState = new Map<string, number>();
	const simulatedNow = () => Date.parse(control.clock.now());

	const workflows = new Map<SoakTrigger, StoredWorkflow>();
	startActivity(testbed.simulator, 0);
	for (const trigger of soakTriggers) workflows.set(trigger, await addWorkflow(testbed, trigger));
	// The simulated clock stands still until every trigger has started, so that every event is after its "now".
	for (const [trigger, workflow] of workflows) await activate(testbed, workflow, trigger);
	const start = simulatedNow();

	const kill = async () => {
		if (chance() < 0.6) await waitIntoNextPoll(testbed, chance() * 120);
		// The time of the kill is when n8n has exited: what it does until then counts as before the kill.
		const end = testbed.n8n.exited.then(() => kills.push({ at: Date.now(), simulated: simulatedNow() }));
		plan.log(`  killed at ${control.clock.now()} (${kills.length + 1} of ${plan.kills})`);
		// n8n starts as slowly as a dozen polls take; at full speed it would be down for most of the simulated time.
		control.clock.run({ speed: plan.speed / STARTUP_SLOWDOWN });
		await testbed.restartN8n('kill9');
		await end;
		await waitIntoNextPoll(testbed, 0);
		await keepRunning();
		control.clock.run({ speed: plan.speed });
	};
	/**
	 * Starts n8n again if it has ended by itself, as a process supervisor would. n8n 2.41.1 ends when it starts and
	 * finds an execution that was stored but not begun when it was killed (InsightsCollectionService reads its start
	 * time). By the next start that execution is marked as crashed, and n8n keeps running.
	 */
	const keepRunning = async () => {
		while (!testbed.n8n.isRunning()) {
			plan.log('  n8n ended by itself while it recovered from the kill; it is started again');
			kills.push({ at: Date.now(), simulated: simulatedNow() });
			await testbed.restartN8n('kill9');
			await waitIntoNextPoll(testbed, 0);
		}
	};
	const outage = async () => {
		const fault = control.faults.add({ kind: 'status', status: 503, body: {}, times: -1 });
		plan.log(`  partners down at ${control.clock.now()} for ${plan.outageHours} hours`);
		await pause((plan.outageHours * 3_600_000) / plan.speed);
		control.faults.clear(fault);
	};
	const offAndOn = async () => {
		plan.log(`  deactivated and activated at ${control.clock.now()}`);
		for (const { id } of workflows.values()) await testbed.client.deactivate(id);
		await pause(4000);
		switchedOff.push(simulatedNow());
		for (const [trigger, workflow] of workflows) await activate(testbed, workflow, trigger);
	};

	const durationMs = plan.days * DAY;
	const killIncidents = Array.from({ length: plan.kills }, (_, index) => ({
		at: start + (durationMs * (index + 0.15 + 0.7 * chance())) / plan.kills,
		act: kill,
	}));
	const incidents: Incident[] = [
		...killIncidents,
		{ at: start + durationMs * 0.45, act: outage },
		{ at: start + durationMs * 0.75, act: offAndOn },
	];
	incidents.sort((a, b) => a.at - b.at);

	startActivity(testbed.simulator, plan.events / plan.days);
	control.clock.run({ speed: plan.speed });
	const late = setInterval(
		() => lateLeads(testbed.simulator, chance() * 55),
		durationMs / plan.speed / (plan.events * 0.025),
	);
	try {
		for (const { at, act } of incidents) {
			await until(() => simulatedNow() >= at);
			await keepRunning();
			await act();
			await keepRunning();
			for (const [trigger, workflow] of workflows)
				largestState.set(
					trigger.name,
					Math.max(largestState.get(trigger.name) ?? 0, (await stateOf(testbed, workflow)).length),
				);
		}
		await until(() => simulatedNow() >= start + durationMs);
	} finally {
		clearInterval(late);
		control.clock.stop();
	}
	// n8n may still be backing off from a partner that was down.
	const ended = lastRequest(testbed);
	for (const trigger of workflows.keys()) await waitForPoll(testbed, trigger, ended);
	await waitUntilIdle(testbed, [...workflows.values()]);

	const observations: Observation[] = answeredSince(testbed, 0).map(({ operationId, path, at }) => ({
		operationId,
		path,
		at: Date.parse(at),
	}));
	const triggers: TriggerReport[] = [];
	for (const [trigger, workflow] of workflows) {
		const { deliveries, failures } = await deliveriesOf(
			testbed,
			workflow,
			trigger,
			plan.scheduler === 'durable',
			kills,
		);
		const compared = compare(
			trigger,
			trigger.eventsSince(testbed.simulator, new Date(start).toISOString()),
			deliveries,
			{ observations, kills, switchedOff },
		);
		const atLast = (await stateOf(testbed, workflow)).length;
		triggers.push({
			...compared,
			failures,
			stateBytes: { most: Math.max(largestState.get(trigger.name) ?? 0, atLast), atLast },
		});
	}
	return {
		triggers,
		kills: kills.length,
		seconds: Math.round((Date.now() - began) / 1000),
		violations: control.violations().length,
	};
}

async function until(done: () => boolean): Promise<void> {
	while (!done()) await pause(20);
}

/** Waits until no execution has started or changed for five checks in a row. */
async function waitUntilIdle(testbed: Testbed, workflows: StoredWorkflow[]): Promise<void> {
	const newest = async () =>
		JSON.stringify(
			await Promise.all(
				workflows.map(async ({ id }) =>
					(await testbed.client.listExecutions(id, 3)).map((one) => [one.id, one.status]),
				),
			),
		);
	let last = '';
	for (let same = 0; same < 5;) {
		await pause(2500);
		const now = await newest();
		same = now === last ? same + 1 : 0;
		last = now;
	}
}
