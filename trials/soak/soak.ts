import { PARTNERS } from '../../simulator/partners';
import { series } from '../../simulator/random';
import type { Log } from '../../testbed/progress';
import { allExecutions, jsonOf } from '../../testbed/executions';
import { N8nHttpError } from '../../testbed/n8nHttp';
import type { Execution, JsonObject, StoredWorkflow } from '../../testbed/n8nTypes';
import { startActivity, lateLeads, soakTriggers, type SoakTrigger } from './partners';
import { compare, type Delivery, type Observation, type Kill, type TriggerReport } from './report';
import type { SchedulerMode } from '../../testbed/schedulers';
import type { Testbed } from '../../testbed/testbed';

export interface SoakPlan {
	seed: number;
	/** How many events there are to be, about, and in how many simulated days. */
	events: number;
	days: number;
	/** Simulated seconds in a second. */
	speed: number;
	kills: number;
	/** For how many simulated hours all partners are down. */
	outageHours: number;
	/** How n8n runs the polls; it has been started with the environment for it. */
	scheduler?: SchedulerMode;
	log: Log;
}

export interface SoakResult {
	triggers: TriggerReport[];
	kills: number;
	seconds: number;
	/** Requests or answers off a contract. */
	violations: number;
}

/** Where the clock begins; both hours that summer time moves come within a month. */
export const SOAK_BEGINS = '2025-03-28T06:00:00Z';

/** How much slower the clock runs while n8n starts. */
const SLOWER = 8;

const DAY = 86_400_000;
const pause = async (ms: number) => await new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Every three seconds: n8n refuses an interval of less than a minute, but takes many times at which to poll. */
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

/** The newest request that has come in, by its number. */
const lastRequest = ({ simulator }: Testbed) => simulator.control.requests().at(-1)?.id ?? 0;

/** Waits until a partner has answered a poll that came after a request, five minutes at most. */
async function polled(stage: Testbed, { name }: SoakTrigger, since: number): Promise<void> {
	const provider = PARTNERS[name].prefix;
	const isPoll = (request: { provider: string; operationId: string | null }) =>
		request.provider === provider && !/login|token/i.test(request.operationId ?? '');
	for (let tries = 0; !answeredSince(stage, since).some(isPoll); tries++) {
		if (tries > 3000) throw new Error(`The trigger of ${name} does not poll`);
		await pause(100);
	}
}

/** Activates a workflow and waits until its trigger has begun, which n8n does in the background. */
async function activate(stage: Testbed, workflow: StoredWorkflow, trigger: SoakTrigger): Promise<void> {
	const since = lastRequest(stage);
	await stage.client.activate(workflow.id);
	await polled(stage, trigger, since);
	// What it has begun with is stored after the answer.
	await pause(1500);
}

/** What was answered since a request, with the time of the partners. */
const answeredSince = ({ simulator }: Testbed, since: number) =>
	simulator.control.requests({ since }).filter(({ status }) => status === 200);

/** Waits for the next poll and a moment more, so that n8n dies in the middle of passing something on. */
async function amidPoll(stage: Testbed, momentMs: number): Promise<void> {
	const since = lastRequest(stage);
	for (let tries = 0; tries < 1000 && answeredSince(stage, since).length === 0; tries++) await pause(5);
	await pause(momentMs);
}

/** What a trigger passed on to an execution that n8n died in before it had run the trigger. */
const beforeTrigger = ({ data: { executionData } }: Execution) =>
	(executionData?.nodeExecutionStack ?? [])
		.filter(({ node }) => node.name === 'Trigger')
		.flatMap(({ data }) => data?.main?.[0] ?? [])
		.map(({ json }) => json);

/**
 * What came of the polls of a trigger.
 *
 * @param isAtomic whether n8n stores an execution together with the memory of its poll: then what is in one that n8n
 *   died in does not come again, and whoever looks at n8n's executions finds it there
 */
async function deliveriesOf(
	stage: Testbed,
	workflow: StoredWorkflow,
	trigger: SoakTrigger,
	isAtomic: boolean,
): Promise<{ deliveries: Delivery[]; failures: string[] }> {
	const deliveries: Delivery[] = [];
	const failures: string[] = [];
	for (const { id, status, createdAt } of await allExecutions(stage.client, workflow.id)) {
		const execution = await stage.client.getExecution(id).catch((error: unknown) => {
			// n8n 1 cannot show an execution that it was killed in while it stored it.
			if (error instanceof N8nHttpError && error.status === 500) return undefined;
			throw error;
		});
		if (execution === undefined) {
			failures.push('crashed: nothing of it is stored');
			continue;
		}
		const hasEnded = status === 'success';
		const items = hasEnded
			? jsonOf(execution, 'Trigger')
			: isAtomic && status === 'crashed'
				? beforeTrigger(execution)
				: [];
		const events = items.map((item: JsonObject) => trigger.eventOf(item));
		const redelivered = events.filter((_, index) => items[index]?.redelivered === true);
		// One that n8n died in has not gone through, also where n8n 1 had stored that it had, and nothing else; what
		// it was to bring has to come in another.
		if (status === 'success' && events.length === 0) continue;
		if (events.length > 0)
			deliveries.push({ id, passedOnAt: Date.parse(createdAt ?? ''), events, redelivered, hasEnded });
		if (!hasEnded) failures.push(`${status}: ${execution.data.resultData.error?.message ?? ''}`);
	}
	return { deliveries, failures };
}

/** What happens in between, at seeded moments: when n8n dies, the partners are down, the workflows switched off. */
type Incident = { at: number; act: () => Promise<void> };

/**
 * Lets a lot happen at the simulated partners while the four triggers poll on a real n8n that is killed again and
 * again, and holds what was delivered against what happened.
 */
export async function soak(stage: Testbed, plan: SoakPlan): Promise<SoakResult> {
	const { control } = stage.simulator;
	const began = Date.now();
	const next = series(plan.seed);
	const chance = () => next() / 2 ** 32;
	const kills: Kill[] = [];
	const most = new Map<string, number>();
	const simulatedNow = () => Date.parse(control.clock.now());

	const workflows = new Map<SoakTrigger, StoredWorkflow>();
	startActivity(stage.simulator, 0);
	for (const trigger of soakTriggers) workflows.set(trigger, await addWorkflow(stage, trigger));
	// The clock stands still meanwhile: what happens from here on is after every trigger's "now".
	for (const [trigger, workflow] of workflows) await activate(stage, workflow, trigger);
	const start = simulatedNow();

	const kill = async () => {
		if (chance() < 0.6) await amidPoll(stage, chance() * 120);
		// What n8n still does between our decision and its end belongs before the kill.
		const end = stage.n8n.exited.then(() => kills.push({ at: Date.now(), simulated: simulatedNow() }));
		plan.log(`  killed at ${control.clock.now()} (${kills.length + 1} of ${plan.kills})`);
		// Starting takes n8n as long as a dozen polls; at full speed most of the time would pass without it.
		control.clock.run({ speed: plan.speed / SLOWER });
		await stage.restartN8n('kill9');
		await end;
		await amidPoll(stage, 0);
		await keepRunning();
		control.clock.run({ speed: plan.speed });
	};
	/**
	 * What whoever runs n8n does: starts it again when it has ended by itself. n8n 2.41.1 does so at a start at which it
	 * finds an execution that it had stored and not begun when it was killed (InsightsCollectionService reads the time at
	 * which that began); at the next start it is marked as crashed and no longer in the way.
	 */
	const keepRunning = async () => {
		while (!stage.n8n.isRunning()) {
			plan.log('  n8n ended by itself while it recovered from the kill; it is started again');
			kills.push({ at: Date.now(), simulated: simulatedNow() });
			await stage.restartN8n('kill9');
			await amidPoll(stage, 0);
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
		for (const { id } of workflows.values()) await stage.client.deactivate(id);
		await pause(4000);
		for (const [trigger, workflow] of workflows) await activate(stage, workflow, trigger);
	};

	const share = plan.days * DAY;
	const moments = Array.from({ length: plan.kills }, (_, index) => ({
		at: start + (share * (index + 0.15 + 0.7 * chance())) / plan.kills,
		act: kill,
	}));
	const incidents: Incident[] = [
		...moments,
		{ at: start + share * 0.45, act: outage },
		{ at: start + share * 0.75, act: offAndOn },
	];
	incidents.sort((a, b) => a.at - b.at);

	startActivity(stage.simulator, plan.events / plan.days);
	control.clock.run({ speed: plan.speed });
	const late = setInterval(
		() => lateLeads(stage.simulator, chance() * 55),
		share / plan.speed / (plan.events * 0.025),
	);
	try {
		for (const { at, act } of incidents) {
			await until(() => simulatedNow() >= at);
			await keepRunning();
			await act();
			await keepRunning();
			for (const [trigger, workflow] of workflows)
				most.set(
					trigger.name,
					Math.max(most.get(trigger.name) ?? 0, (await stateOf(stage, workflow)).length),
				);
		}
		await until(() => simulatedNow() >= start + share);
	} finally {
		clearInterval(late);
		control.clock.stop();
	}
	// An n8n that has backed off from a partner that was down may not have asked it again yet.
	const ended = lastRequest(stage);
	for (const trigger of workflows.keys()) await polled(stage, trigger, ended);
	await quiet(stage, [...workflows.values()]);

	const glances: Observation[] = answeredSince(stage, 0).map(({ operationId, path, at }) => ({
		operationId,
		path,
		at: Date.parse(at),
	}));
	const triggers: TriggerReport[] = [];
	for (const [trigger, workflow] of workflows) {
		const { deliveries, failures } = await deliveriesOf(
			stage,
			workflow,
			trigger,
			plan.scheduler === 'durable',
		);
		const compared = compare(
			trigger,
			trigger.happened(stage.simulator, new Date(start).toISOString()),
			deliveries,
			{ glances, kills },
		);
		const atLast = (await stateOf(stage, workflow)).length;
		triggers.push({
			...compared,
			failures,
			stateBytes: { most: Math.max(most.get(trigger.name) ?? 0, atLast), atLast },
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

/** Waits until three polls in a row have started nothing. */
async function quiet(stage: Testbed, workflows: StoredWorkflow[]): Promise<void> {
	const newest = async () =>
		JSON.stringify(
			await Promise.all(
				workflows.map(async ({ id }) =>
					(await stage.client.listExecutions(id, 3)).map((one) => [one.id, one.status]),
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
