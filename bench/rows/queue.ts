import { openStage } from '../../scripts/lib/stage';
import { messageOf, Trouble } from '../../scripts/lib/trouble';
import { callOften } from '../lib/calls';
import { inTurn, ratios, shown, spread } from '../lib/measure';
import { startPartner } from '../lib/partner';
import type { Context, Row } from '../lib/types';

/** So many milliseconds does each execution wait for the partner: the waiting is what workers share, not two cores. */
const LATENCY = 100;
const CONCURRENCY = 2;

const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' };

async function openQueue({ log }: Context) {
	const stage = await openStage({
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

/** Seconds from the first call until the partner has been asked by every execution. */
async function drain({ stage, partner }: Opened, count: number): Promise<number> {
	await partner.become({ latency: LATENCY });
	const start = performance.now();
	const calls = callOften({
		url: `${stage.webhookUrl}/webhook/bench-queue`,
		amount: count,
		connections: 4,
		headers: { 'content-type': 'application/json' },
		body: {},
	});
	for (let asked = 0; asked < count; asked += (await partner.become({ latency: LATENCY })).requests) {
		if (performance.now() - start > 30 * 60_000) throw new Error(`Only ${asked} of ${count} executions ran`);
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	const seconds = (performance.now() - start) / 1000;
	if ((await calls)['2xx'] !== count) throw new Error('A call was not taken');
	return seconds;
}

export const queue: Row = {
	name: 'queue',
	async measure(context) {
		const count = 2000;
		const title = 'Queue';
		const work = `${count} webhook calls, one execution each, which waits ${LATENCY} ms for the bare partner; n8n in queue mode with Redis and PostgreSQL, workers that take ${CONCURRENCY} executions at once, all on this machine`;
		const none = { title, work, checks: [], tables: [], notes: [] };
		if (context.smoke) return { ...none, skipped: 'it needs the real n8n in queue mode' };
		let opened: Opened;
		try {
			opened = await openQueue(context);
		} catch (error) {
			if (error instanceof Trouble) return { ...none, skipped: messageOf(error) };
			throw error;
		}
		try {
			const workers = opened.stage.queue;
			if (!workers) throw new Error('The stage has no queue');
			const samples = await inTurn<'one' | 'two', number>(context.rounds, {
				two: async () => await drain(opened, count),
				one: async () => {
					const [, second] = workers.workers;
					if (!second) throw new Error('There is no second worker');
					await second.stop();
					try {
						return await drain(opened, count);
					} finally {
						await workers.restartWorker(second);
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
					'Two workers share two cores with n8n’s other processes and the databases: where executions compute instead of wait, the cores are the limit and not the workers.',
				],
			};
		} finally {
			await opened.partner.close();
			await opened.stage.close();
		}
	},
};
