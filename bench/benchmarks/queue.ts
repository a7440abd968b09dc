import type { RunningN8n } from '../../testbed/n8nProcess';
import { openTestbed } from '../../testbed/testbed';
import { UserError } from '../../testbed/userError';
import { callOften } from '../lib/calls';
import { inTurn, ratios, shown, spread } from '../lib/measure';
import { startPartner } from '../lib/partner';
import type { Context, Row } from '../lib/types';

/** So many milliseconds does each execution wait for the partner: the waiting is what workers share, not two cores. */
const LATENCY = 200;
const CONCURRENCY = 2;

const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' };

async function openQueue({ log }: Context) {
	const stage = await openTestbed({
		log,
		queue: true,
		env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: String(CONCURRENCY) },
	});
	const partner = await startPartner();
	const movem = await stage.client.createCredential('Movem (bench)', 'movemApi', {
		environment: 'custom',
		baseUrl: `${partner.url}/movem`,
		apiKey: 'movem-bench-key-0001',
		header: 'x-api-key',
	});
	const workflow = await stage.client.createWorkflow({
		name: 'Called often',
		nodes: [
			{
				name: 'Called',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: 'bench-queue',
				parameters: { path: 'bench-queue', httpMethod: 'POST', responseMode: 'onReceived', options: {} },
			},
			{
				name: 'Credits',
				type: 'n8n-nodes-moving-partners.movem',
				typeVersion: 1,
				position: [220, 0],
				parameters: { resource: 'credit', operation: 'get' },
				credentials: { movemApi: { id: movem.id, name: movem.name } },
			},
		],
		connections: { Called: { main: [[{ node: 'Credits', type: 'main', index: 0 }]] } },
		settings,
	});
	await stage.client.activate(workflow.id);
	await stage.client.callWebhook('POST', 'bench-queue', {});
	return { stage, partner };
}

type Opened = Awaited<ReturnType<typeof openQueue>>;

/** What the executions of all rounds come to. */
const EXECUTIONS = 2000;

/**
 * Seconds that workers take over so many executions that wait in the queue. Nothing is called meanwhile: two cores
 * would be shared with what takes the calls.
 */
async function drain({ stage, partner }: Opened, workers: RunningN8n[], count: number): Promise<number> {
	await partner.become({ latency: LATENCY });
	for (const { pid } of workers) process.kill(pid, 'SIGSTOP');
	try {
		const called = await callOften({
			url: `${stage.webhookUrl}/webhook/bench-queue`,
			amount: count,
			connections: 4,
			headers: { 'content-type': 'application/json' },
			body: {},
		});
		if (called['2xx'] !== count) throw new Error('A call was not taken');
	} finally {
		for (const { pid } of workers) process.kill(pid, 'SIGCONT');
	}
	const start = performance.now();
	for (let asked = 0; asked < count; asked += (await partner.become({ latency: LATENCY })).requests) {
		if (performance.now() - start > 10 * 60_000) throw new Error(`Only ${asked} of ${count} executions ran`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return (performance.now() - start) / 1000;
}

export const queue: Row = {
	name: 'queue',
	async measure(context) {
		const count = Math.ceil(EXECUTIONS / context.rounds);
		const title = 'Queue';
		const work = `${EXECUTIONS} executions in ${context.rounds} rounds, each of one webhook call, which waits ${LATENCY} ms for the bare partner; they wait in the queue until the workers are let loose. n8n in queue mode with Redis and PostgreSQL, workers that take ${CONCURRENCY} executions at once, all on this machine`;
		const none = { title, work, checks: [], tables: [], notes: [] };
		if (context.smoke) return { ...none, skipped: 'it needs the real n8n in queue mode' };
		let opened: Opened;
		try {
			opened = await openQueue(context);
		} catch (error) {
			if (error instanceof UserError) return { ...none, skipped: error.message };
			throw error;
		}
		try {
			const queued = opened.stage.queue;
			if (!queued) throw new Error('The stage has no queue');
			const samples = await inTurn<'one' | 'two', number>(context.rounds, {
				two: async () => await drain(opened, queued.workers, count),
				one: async () => {
					const [first, second] = queued.workers;
					if (!first || !second) throw new Error('There are no two workers');
					await second.stop();
					try {
						return await drain(opened, [first], count);
					} finally {
						await queued.restartWorker(second);
					}
				},
			});
			const ratio = ratios(samples.one, samples.two);
			return {
				title,
				work,
				checks: [
					{
						what: 'executions a second of two workers against one',
						target: '≥ 1.7 ×',
						measured: shown(ratio, ' ×'),
						met: spread(ratio).median >= 1.7,
					},
				],
				tables: [
					{
						head: ['', 'seconds', 'executions a second'],
						lines: (['one', 'two'] as const).map((name) => [
							`${name} worker${name === 'one' ? '' : 's'}`,
							shown(samples[name]),
							shown(samples[name].map((seconds) => count / seconds)),
						]),
					},
				],
				notes: [
					'Two workers share two cores with each other and the databases: where executions compute instead of wait, the cores are the limit and not the workers.',
				],
			};
		} finally {
			await opened.partner.close();
			await opened.stage.close();
		}
	},
};
