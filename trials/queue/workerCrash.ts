import { setTimeout as pause } from 'node:timers/promises';

import { errorOf, jsonOf } from '../../testbed/executions';
import type { Execution, WorkflowFile } from '../../testbed/n8nTypes';
import { executionsOfWorkers } from '../../testbed/queue';
import type { Testbed } from '../../testbed/testbed';

/** The outcome of a run whose worker was killed in the middle, and of a second run with the same input. */
export interface KillReport {
	wanted: number;
	/** Applications at Movem after the kill. */
	madeBeforeKill: number;
	/** The statuses that n8n gave the interrupted execution in turn, with seconds since the kill. */
	verdicts: Array<{ status: Execution['status']; seconds: number }>;
	/** The last of these statuses. */
	status: Execution['status'];
	message: string;
	/** Whether the interrupted execution still has the input of its webhook call. */
	inputKept: boolean;
	/** How often the workflow's Error Trigger ran. */
	errorTriggerRuns: number;
	/** How many items the second run returned, and how many of those had been made before. */
	returned: number;
	found: number;
	/** Applications at Movem in the end: all of them, and how many are different. */
	made: number;
	different: number;
	creditsGone: number;
}

const tenantsOf = (street: string, count: number) =>
	Array.from({ length: count }, (_, index) => ({
		name: `Tenant ${index + 1}`,
		email: `tenant.${index + 1}@example.test.nosend`,
		property: `Flat ${index + 1}, 4 ${street}`,
	}));

/** A workflow that is called with a list of tenants and invites every one of them. */
const inviteAll: WorkflowFile = {
	name: 'Invite all',
	nodes: [
		{
			name: 'Called',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			id: 'invite-all',
			webhookId: 'invite-all',
			parameters: { path: 'invite-all', httpMethod: 'POST', options: {} },
		},
		{
			name: 'Each tenant',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [220, 0],
			parameters: { fieldToSplitOut: 'body.tenants', options: {} },
		},
		{
			name: 'Invite',
			type: 'n8n-nodes-moving-partners.movem',
			typeVersion: 1,
			position: [440, 0],
			parameters: {
				resource: 'application',
				operation: 'create',
				name: '={{ $json.name }}',
				email: '={{ $json.email }}',
				property: '={{ $json.property }}',
				ifExists: 'return',
			},
			credentials: { movemApi: { name: 'Movem' } },
		},
		{
			name: 'When it breaks off',
			type: 'n8n-nodes-base.errorTrigger',
			typeVersion: 1,
			position: [0, 220],
			parameters: {},
		},
	],
	connections: {
		Called: { main: [[{ node: 'Each tenant', type: 'main', index: 0 }]] },
		'Each tenant': { main: [[{ node: 'Invite', type: 'main', index: 0 }]] },
	},
};

/** Activates the workflow, and slows the partner down so that a worker can be killed in the middle of a run. */
async function prepare(testbed: Testbed, street: string, count: number) {
	const { client, queue } = testbed;
	if (!queue) throw new Error('The testbed is not in queue mode');
	const { control } = testbed.simulator;
	const movemState = () => control.state().partners.movem;
	const before = movemState().applications.length;
	const credits = count + 100;
	control.movem.setCredits({ credits });
	control.setLatency(50);
	const workflow = await testbed.addWorkflow(inviteAll);
	await client.activate(workflow.id);
	const executions = async () => await client.listExecutions(workflow.id);
	const made = () => movemState().applications.slice(before);
	return {
		/** Calls the workflow; returns the execution's id. */
		call: async () => {
			const known = new Set((await executions()).map(({ id }) => id));
			await client.callWebhook('POST', 'invite-all', { tenants: tenantsOf(street, count) });
			for (;;) {
				// n8n may tell the Error Trigger of the run before a second time by then; that is an execution, too.
				const fresh = (await executions()).find(({ id, mode }) => mode === 'webhook' && !known.has(id));
				if (fresh) return fresh.id;
				await pause(100);
			}
		},
		/** Waits until 40 percent of the creates are made; returns the worker that runs them. */
		waitUntilUnderWay: async (execution: string) => {
			for (let tries = 0; made().length < count * 0.4; tries++) {
				if (tries > 3000) throw new Error(`Only ${made().length} of ${count} creates came`);
				await pause(20);
			}
			const begun = await executionsOfWorkers(queue);
			const worker = queue.workers[begun.findIndex((ids) => ids.has(execution))];
			if (!worker) throw new Error(`No worker has begun execution ${execution}`);
			return worker;
		},
		made,
		creditsGone: () => credits - movemState().credits,
		errorTriggerRuns: async () => (await executions()).filter(({ mode }) => mode === 'error').length,
		/** Deactivates the workflow and resets the partner's latency. */
		finish: async () => {
			control.setLatency(0);
			await client.deactivate(workflow.id);
		},
		queue,
	};
}

const different = (made: Array<{ email: string; property: string }>) =>
	new Set(made.map(({ email, property }) => `${email} ${property}`)).size;

/** Kills the worker in the middle of `count` creates, waits for n8n's final status, and runs the same input again. */
export async function killWorker(testbed: Testbed, count: number): Promise<KillReport> {
	const trial = await prepare(testbed, 'Quayside', count);
	const { client } = testbed;
	const interrupted = await trial.call();
	const worker = await trial.waitUntilUnderWay(interrupted);
	await worker.kill9();
	const killedAt = Date.now();
	// Requests that were in flight may still arrive.
	await pause(500);
	const madeBeforeKill = trial.made().length;
	const verdicts: KillReport['verdicts'] = [];
	let verdict = await client.getExecution(interrupted);
	// The process that waits for the run gives it its final status when the job has stalled.
	for (let tries = 0; tries < 1200; tries++) {
		if (verdict.status !== (verdicts.at(-1)?.status ?? 'running'))
			verdicts.push({ status: verdict.status, seconds: Math.round((Date.now() - killedAt) / 1000) });
		// n8n 1 gives it no status in between and runs it once more.
		if (verdict.status === 'error' || verdict.status === 'success') break;
		await pause(250);
		verdict = await client.getExecution(interrupted);
	}
	// Not before: a worker that starts writes "crashed" for whatever its own log has no end of, twice, and the second
	// time may come after the final status (n8n 2.41.1, execution-recovery.service.js).
	await trial.queue.restartWorker(worker);
	for (let tries = 0; tries < 50 && (await trial.errorTriggerRuns()) === 0; tries++) await pause(200);

	const again = await client.waitForExecution(await trial.call(), 5 * 60_000);
	const invited = jsonOf(again, 'Invite');
	await trial.finish();
	const made = trial.made();
	return {
		wanted: count,
		madeBeforeKill,
		verdicts,
		status: verdict.status,
		message: errorOf(verdict)?.message ?? '',
		// If n8n only knows that a node has run, it stores a placeholder for its output.
		inputKept: jsonOf(verdict, 'Called').some(({ body }) => body !== undefined),
		errorTriggerRuns: await trial.errorTriggerRuns(),
		returned: invited.length,
		found: invited.filter(({ alreadyExisted }) => alreadyExisted === true).length,
		made: made.length,
		different: different(made),
		creditsGone: trial.creditsGone(),
	};
}

/** The outcome of a run whose worker was stopped in the middle. */
export interface StopReport {
	wanted: number;
	madeBeforeStop: number;
	status: Execution['status'];
	made: number;
	different: number;
	creditsGone: number;
}

/** Stops the worker with SIGTERM in the middle of `count` creates. */
export async function stopWorker(testbed: Testbed, count: number): Promise<StopReport> {
	const trial = await prepare(testbed, 'Mill Lane', count);
	const execution = await trial.call();
	const worker = await trial.waitUntilUnderWay(execution);
	const madeBeforeStop = trial.made().length;
	await worker.stop();
	await trial.queue.restartWorker(worker);
	const { status } = await testbed.client.waitForExecution(execution, 5 * 60_000);
	await trial.finish();
	const made = trial.made();
	return {
		wanted: count,
		madeBeforeStop,
		status,
		made: made.length,
		different: different(made),
		creditsGone: trial.creditsGone(),
	};
}
