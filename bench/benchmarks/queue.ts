import type { RunningN8n } from '../../testbed/n8nProcess';
import { openTestbed } from '../../testbed/testbed';
import { UserError } from '../../testbed/userError';
import { runAutocannon } from '../lib/calls';
import { interleave, ratios, formatSpread, spread } from '../lib/measure';
import { startPartner } from '../lib/partner';
import type { Context, Benchmark } from '../lib/types';

/** Milliseconds that each execution waits for the partner, long enough that two cores are not the limit. */
const LATENCY = 200;
const CONCURRENCY = 2;

const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' };

async function openQueue({ log }: Context) {
	const testbed = await openTestbed({
		log,
		queue: true,
		env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: String(CONCURRENCY) },
	});
	const partner = await startPartner();
	const movem = await testbed.client.createCredential('Movem (bench)', 'movemApi', {
		environment: 'custom',
		baseUrl: `${partner.url}/movem`,
		apiKey: 'movem-bench-key-0001',
		header: 'x-api-key',
	});
	const workflow = await testbed.client.createWorkflow({
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
	await testbed.client.activate(workflow.id);
	await testbed.client.callWebhook('POST', 'bench-queue', {});
	return { testbed, partner };
}

type Opened = Awaited<ReturnType<typeof openQueue>>;

/** The number of executions in all rounds together. */
const EXECUTIONS = 2000;

/**
 * Seconds that workers take to run `count` executions that wait in the queue. All calls are made before the workers
 * start, because otherwise the webhook process would take part of the two cores.
 */
async function drain({ testbed, partner }: Opened, workers: RunningN8n[], count: number): Promise<number> {
	await partner.setBehaviour({ latency: LATENCY });
	for (const { pid } of workers) process.kill(pid, 'SIGSTOP');
	try {
		const called = await runAutocannon({
			url: `${testbed.webhookUrl}/webhook/bench-queue`,
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
	for (let asked = 0; asked < count; asked += (await partner.setBehaviour({ latency: LATENCY })).requests) {
		if (performance.now() - start > 10 * 60_000) throw new Error(`Only ${asked} of ${count} executions ran`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return (performance.now() - start) / 1000;
}

export const queue: Benchmark = {
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
			const queued = opened.testbed.queue;
			if (!queued) throw new Error('The testbed has no queue');
			const samples = await interleave<'one' | 'two', number>(context.rounds, {
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
						measured: formatSpread(ratio, ' ×'),
						met: spread(ratio).median >= 1.7,
					},
				],
				tables: [
					{
						head: ['', 'seconds', 'executions a second'],
						lines: (['one', 'two'] as const).map((name) => [
							`${name} worker${name === 'one' ? '' : 's'}`,
							formatSpread(samples[name]),
							formatSpread(samples[name].map((seconds) => count / seconds)),
						]),
					},
				],
				notes: [
					'Two workers share two cores with each other and the databases: where executions compute instead of wait, the cores are the limit and not the workers.',
				],
			};
		} finally {
			await opened.partner.close();
			await opened.testbed.close();
		}
	},
};
