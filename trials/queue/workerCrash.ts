import { errorOf, jsonOf } from '../../testbed/executions';
import type { Execution, WorkflowFile } from '../../testbed/n8nTypes';
import { executionsOfWorkers } from '../../testbed/queue';
import type { Testbed } from '../../testbed/testbed';

/** What became of a run whose worker was killed in the middle of it, and of the same run again. */
export interface KillReport {
	wanted: number;
	/** Applications at Movem when the worker was dead. */
	madeBeforeKill: number;
	/** What n8n said of the interrupted execution, one after the other, and how many seconds after the kill. */
	verdicts: Array<{ status: Execution['status']; seconds: number }>;
	/** The last of it. */
	status: Execution['status'];
	message: string;
	/** Whether what the execution had been called with can still be read in it. */
	inputKept: boolean;
	/** How often the workflow's Error Trigger was told of it. */
	errorTriggerRuns: number;
	/** What the second run returned, and how many of those were there already. */
	returned: number;
	found: number;
	/** At the partner, at last. */
	made: number;
	different: number;
	creditsGone: number;
}

const pause = async (ms: number) => await new Promise<void>((resolve) => setTimeout(resolve, ms));

const tenantsOf = (street: string, count: number) =>
	Array.from({ length: count }, (_, index) => ({
		name: `Tenant ${index + 1}`,
		email: `tenant.${index + 1}@example.test.nosend`,
		property: `Flat ${index + 1}, 4 ${street}`,
	}));

/** Called with a list of tenants, invites every one of them. */
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

/** An n8n in queue mode with the workflow in service, the partner slow enough to be caught at it. */
async function prepare(stage: Testbed, street: string, count: number) {
	const { client, queue } = stage;
	if (!queue) throw new Error('The stage is not in queue mode');
	const { control } = stage.simulator;
	const books = () => control.state().partners.movem;
	const before = books().applications.length;
	const credits = count + 100;
	control.movem.setCredits({ credits });
	control.setLatency(50);
	const workflow = await stage.addWorkflow(inviteAll);
	await client.activate(workflow.id);
	const executions = async () => await client.listExecutions(workflow.id);
	const made = () => books().applications.slice(before);
	return {
		/** Calls the workflow; returns the execution's id. */
		call: async () => {
			const known = new Set((await executions()).map(({ id }) => id));
			await client.callWebhook('POST', 'invite-all', { tenants: tenantsOf(street, count) });
			for (;;) {
				const fresh = (await executions()).find(({ id }) => !known.has(id));
				if (fresh) return fresh.id;
				await pause(100);
			}
		},
		/** Waits until a share of them is made; returns the worker that is at it. */
		amid: async (execution: string) => {
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
		creditsGone: () => credits - books().credits,
		errorTriggerRuns: async () => (await executions()).filter(({ mode }) => mode === 'error').length,
		/** Ends it; the partner is as quick as before. */
		finish: async () => {
			control.setLatency(0);
			await client.deactivate(workflow.id);
		},
		queue,
	};
}

const different = (made: Array<{ email: string; property: string }>) =>
	new Set(made.map(({ email, property }) => `${email} ${property}`)).size;

/** Kills the worker in the middle of `count` creates, waits for n8n's verdict, and runs the same once more. */
export async function killWorker(stage: Testbed, count: number): Promise<KillReport> {
	const trial = await prepare(stage, 'Quayside', count);
	const { client } = stage;
	const interrupted = await trial.call();
	const worker = await trial.amid(interrupted);
	await worker.kill9();
	const killedAt = Date.now();
	// What was under way may still arrive.
	await pause(500);
	const madeBeforeKill = trial.made().length;
	// As whatever watches over it would.
	const restarted = trial.queue.restartWorker(worker);
	const verdicts: KillReport['verdicts'] = [];
	let verdict = await client.getExecution(interrupted);
	// A worker that starts again finds in its own log what it was at and says "crashed"; the last word is "error".
	for (let tries = 0; tries < 1200; tries++) {
		if (verdict.status !== (verdicts.at(-1)?.status ?? 'running'))
			verdicts.push({ status: verdict.status, seconds: Math.round((Date.now() - killedAt) / 1000) });
		// n8n 1 says nothing and runs it once more.
		if (verdict.status === 'error' || verdict.status === 'success') break;
		await pause(250);
		verdict = await client.getExecution(interrupted);
	}
	await restarted;
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
		// n8n puts a stand-in where it knows that a node has run.
		inputKept: jsonOf(verdict, 'Called').some(({ body }) => body !== undefined),
		errorTriggerRuns: await trial.errorTriggerRuns(),
		returned: invited.length,
		found: invited.filter(({ alreadyExisted }) => alreadyExisted === true).length,
		made: made.length,
		different: different(made),
		creditsGone: trial.creditsGone(),
	};
}

/** What became of a run whose worker was told to end in the middle of it. */
export interface StopReport {
	wanted: number;
	madeBeforeStop: number;
	status: Execution['status'];
	made: number;
	different: number;
	creditsGone: number;
}

/** Ends the worker in order in the middle of `count` creates. */
export async function stopWorker(stage: Testbed, count: number): Promise<StopReport> {
	const trial = await prepare(stage, 'Mill Lane', count);
	const execution = await trial.call();
	const worker = await trial.amid(execution);
	const madeBeforeStop = trial.made().length;
	await worker.stop();
	await trial.queue.restartWorker(worker);
	const { status } = await stage.client.waitForExecution(execution, 5 * 60_000);
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
