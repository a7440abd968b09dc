import type { Log } from '../../testbed/progress';
import type { Row } from '../demo/report';
import { orderScreening, reportsOf } from '../demo/screeningDemo';
import { importWorkflows, runDemo } from '../demo/chain';
import { allExecutions } from '../../testbed/executions';
import type { StoredWorkflow, WorkflowFile } from '../../testbed/n8nTypes';
import { isAtLeast } from '../../testbed/n8nVersions';
import { executionsOfWorkers } from '../../testbed/queue';
import { killWorker, stopWorker, type KillReport, type StopReport } from './workerCrash';
import { soak, SOAK_BEGINS, type SoakPlan, type SoakResult } from '../soak/soak';
import { isSound } from '../soak/report';
import type { Testbed } from '../../testbed/testbed';

export interface QueueTrialPlan {
	/** The soak of the polling triggers; its kills are of main. */
	soak: Omit<SoakPlan, 'log'>;
	/** How many webhook calls the workers share. */
	calls: number;
	/** How many creates a run has in which a worker is killed, and in one in which a worker is stopped. */
	creates: number;
	log: Log;
}

export interface QueueTrialResult {
	rows: Row[];
	soak: SoakResult;
	kill: KillReport;
	stop: StopReport;
	/** Executions that each worker began. */
	byWorker: number[];
	/** Executions that no worker began. */
	elsewhere: string[];
}

const called: WorkflowFile = {
	name: 'Called often',
	nodes: [
		{
			name: 'Called',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			id: 'called-often',
			webhookId: 'called-often',
			parameters: { path: 'called-often', httpMethod: 'POST', responseMode: 'lastNode', options: {} },
		},
		{
			name: 'Credits',
			type: 'n8n-nodes-moving-partners.movem',
			typeVersion: 1,
			position: [220, 0],
			parameters: { resource: 'credit', operation: 'get' },
			credentials: { movemApi: { name: 'Movem' } },
		},
	],
	connections: { Called: { main: [[{ node: 'Credits', type: 'main', index: 0 }]] } },
};

const row = (partner: string, count: number, what: string, expectations: Array<[boolean, string]>): Row => ({
	partner,
	count,
	what,
	faults: expectations.filter(([holds]) => !holds).map(([, fault]) => fault),
});

/** Sends many calls at once to the webhook process; the workers run them. */
async function shareCalls(testbed: Testbed, calls: number): Promise<Row> {
	if (!testbed.queue) throw new Error('The testbed is not in queue mode');
	const workflow = await testbed.addWorkflow(called);
	await testbed.client.activate(workflow.id);
	// An older n8n deletes a job as soon as it is done (scaling.service.js, removeOnComplete; 2.41 keeps the last
	// ones). If that is before the webhook process waits for the job, the call is never answered. Slower runs, and
	// fewer at once, avoid that.
	const deletesJobs = !isAtLeast(testbed.install.version, '2.41');
	testbed.simulator.control.setLatency(deletesJobs ? 3_000 : 500);
	const call = async () => await testbed.client.callWebhook('POST', 'called-often', {});
	await call();
	const before = await executionsOfWorkers(testbed.queue);
	const atOnce = deletesJobs ? 10 : calls;
	const answers: string[] = [];
	while (answers.length < calls)
		answers.push(...(await Promise.all(Array.from({ length: atOnce }, async () => await call()))));
	testbed.simulator.control.setLatency(0);
	await testbed.client.deactivate(workflow.id);
	const after = await executionsOfWorkers(testbed.queue);
	const shares = after.map((ids, index) => ids.size - (before[index]?.size ?? 0));
	const good = answers.filter((answer) => /credit/i.test(answer)).length;
	return row('Shared calls', calls, `calls, ${atOnce} at once, run by the workers: ${shares.join(' and ')}`, [
		[good === calls, `${calls - good} calls got another answer`],
		[shares.every((share) => share > 0), 'the workers did not share them'],
		[shares.reduce((sum, share) => sum + share, 0) === calls, 'not every call was run once'],
	]);
}

/** Runs "Order Now and Wait for Report": the execution sleeps until its final postback reaches the webhook process. */
async function sleepAndWake(testbed: Testbed, workflow: StoredWorkflow): Promise<Row> {
	const { client, simulator, webhookUrl } = testbed;
	const { smartMove } = simulator.control;
	const { asleep, applicationId } = await orderScreening(testbed, workflow, '3C');
	const one = { applicationId };
	smartMove.accept(one);
	smartMove.completeIdentity(one);
	await smartMove.settled({});
	const between = await client.getExecution(asleep.id);
	smartMove.makeReady(one);
	await smartMove.settled({});
	const awake = await client.waitForExecution(asleep.id);
	const postbacks = smartMove.postbacks(one);
	const reports = reportsOf(awake).filter((url) => url.startsWith('http'));
	return row(
		'Order Now and Wait for Report',
		postbacks.length,
		'postbacks to the webhook process, woken by the last of them',
		[
			[between.status === 'waiting', 'it was woken by what came in between'],
			[awake.status === 'success' && reports.length === 1, `it ended with "${awake.status}"`],
			[postbacks.every(({ to }) => to.startsWith(webhookUrl)), 'the postbacks went elsewhere'],
		],
	);
}

function soakRow(result: SoakResult): Row {
	const sum = (of: (one: SoakResult['triggers'][number]) => number) =>
		result.triggers.reduce((total, one) => total + of(one), 0);
	const delivered = sum((one) => one.delivered);
	const what = `events brought by the four polling triggers in ${sum((one) => one.executions)} executions, main killed ${result.kills} times`;
	return row('Polling', delivered, what, [
		[isSound(result.triggers), `lost, invented or repeated: ${JSON.stringify(result.triggers)}`],
		[result.triggers.every((one) => one.delivered > 0), 'a trigger brought nothing'],
		[result.violations === 0, `${result.violations} requests off a contract`],
	]);
}

/**
 * The outcome of the killed worker's run. n8n 1 lets another worker start the run again, once
 * (`QUEUE_WORKER_MAX_STALLED_COUNT`); since 2.0 the run fails (scaling.service.js, maxStalledCount).
 */
function killRow(kill: KillReport, rerunsOnce: boolean): Row {
	const verdicts = kill.verdicts.map(({ status, seconds }) => `"${status}" after ${seconds} s`).join(', ');
	const what = `creates, worker killed after ${kill.madeBeforeKill}: ${verdicts}; run again ${kill.found} found, ${kill.made} in all for ${kill.creditsGone} credits`;
	return row('Worker killed', kill.wanted, what, [
		[kill.madeBeforeKill < kill.wanted, 'it was killed too late'],
		...((rerunsOnce
			? [
					[kill.status === 'success', 'another worker did not finish it'],
					[kill.errorTriggerRuns === 0, 'the Error Trigger ran although nothing failed'],
					[kill.found === kill.wanted, 'what another worker made was not found'],
				]
			: [
					[kill.status === 'error', 'n8n does not say that it failed'],
					[kill.errorTriggerRuns > 0, 'the Error Trigger did not run'],
					[kill.found === kill.madeBeforeKill, 'the second run did not find what the first had made'],
				]) as Array<[boolean, string]>),
		[kill.returned === kill.wanted, `the second run returned ${kill.returned}`],
		[
			kill.made === kill.wanted && kill.different === kill.wanted,
			`${kill.made} were made, ${kill.different} different ones`,
		],
		[kill.creditsGone === kill.wanted, 'credits are gone for nothing'],
	]);
}

function stopRow(stop: StopReport): Row {
	const what = `creates, worker ended in order after ${stop.madeBeforeStop}: "${stop.status}", ${stop.made} in all`;
	return row('Worker ended', stop.wanted, what, [
		[stop.madeBeforeStop < stop.wanted, 'it was ended too late'],
		[stop.status === 'success', 'the run did not succeed'],
		[
			stop.made === stop.wanted && stop.different === stop.wanted,
			`${stop.made} were made, ${stop.different} different ones`,
		],
		[stop.creditsGone === stop.wanted, 'credits are gone for nothing'],
	]);
}

/** Tries everything the pack does on a testbed in queue mode; a row of the table for each part. */
export async function tryQueue(testbed: Testbed, plan: QueueTrialPlan): Promise<QueueTrialResult> {
	if (!testbed.queue) throw new Error('The testbed is not in queue mode');
	const { log } = plan;
	log('Examples');
	const workflowOf = await importWorkflows(testbed);
	const rows = await runDemo(testbed, workflowOf);
	rows.push(await sleepAndWake(testbed, workflowOf('us-screen-and-wait')));
	log('Shared calls');
	rows.push(await shareCalls(testbed, plan.calls));
	log('Polling triggers');
	// The soak counts every event at the partners since their last reset.
	testbed.simulator.control.reset({ seed: plan.soak.seed, now: SOAK_BEGINS });
	const soaked = await soak(testbed, { ...plan.soak, log });
	log('A worker ended in order, a worker killed');
	const stop = await stopWorker(testbed, plan.creates);
	const kill = await killWorker(testbed, plan.creates);
	rows.push(soakRow(soaked), stopRow(stop));
	rows.push(killRow(kill, !isAtLeast(testbed.install.version, '2.0')));

	while ((await allExecutions(testbed.client)).some(({ status }) => ['new', 'running'].includes(status)))
		await new Promise((resolve) => setTimeout(resolve, 500));
	const begun = await executionsOfWorkers(testbed.queue);
	// A failed poll is stored as a failed execution that no worker runs.
	const ids = (await allExecutions(testbed.client))
		.filter(({ status, mode }) => !(mode === 'trigger' && status === 'error'))
		.map(({ id }) => id);
	const elsewhere = ids.filter((id) => !begun.some((some) => some.has(id)));
	const byWorker = begun.map(({ size }) => size);
	rows.push(
		row('Executions', ids.length, `in all, begun by the workers: ${byWorker.join(' and ')}`, [
			[elsewhere.length === 0, `not begun by a worker: ${elsewhere.join(', ')}`],
		]),
	);
	return { rows, soak: soaked, kill, stop, byWorker, elsewhere };
}
