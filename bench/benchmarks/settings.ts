import { EXPRESSIONS, OURS } from '../lib/inProcess';
import { formatSpread, interleave } from '../lib/measure';
import { httpRequestNode, memoryOf, openRealN8n, ourNode, type RealN8n, type Runner } from '../lib/real';
import type { Benchmark, Context } from '../lib/types';
import { addTriggers, call, rateOf } from './postbacks';

/** What n8n is set to, beyond how it comes (n8n 2.41, @n8n/config, expression-engine.config). */
const SETTINGS: Record<string, NodeJS.ProcessEnv> = {
	'as it comes': {},
	'N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true': { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	'the same, and N8N_EXPRESSION_ENGINE_COMPILE_CACHE=true': {
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
	},
	'N8N_EXPRESSION_ENGINE=legacy': { N8N_EXPRESSION_ENGINE: 'legacy' },
};

/** Milliseconds until an n8n that has just started is at rest: V8 gives 300 MB of the start back after 15 s. */
const REST = 45_000;

interface Figures {
	trigger: number;
	webhook: number;
	ours: number;
	httpRequest: number;
}

/** An n8n with one of the settings, its memory at rest, and what is measured on it. */
async function prepare(context: Context, env: NodeJS.ProcessEnv, count: number) {
	const real: RealN8n = await openRealN8n(context.log, env);
	const { testbed, partner, add } = real;
	await new Promise((resolve) => setTimeout(resolve, REST));
	const memory = await memoryOf(testbed.n8n.pid);
	await partner.setBehaviour({ entries: count });
	const ours = await add('ours', ourNode(OURS));
	const httpRequest = await add('batches', httpRequestNode(partner.url, { batchSize: 10, batchInterval: 1 }));
	const urls = await addTriggers(testbed);
	const perItem = async ({ run }: Runner) => {
		const { cpu, ok } = await run();
		if (ok !== count) throw new Error(`Only ${ok} of ${count} items`);
		return cpu / count;
	};
	const measure = async (): Promise<Figures> => ({
		trigger: rateOf(await call(urls.ours)),
		webhook: rateOf(await call(urls.webhook)),
		ours: await perItem(ours),
		httpRequest: await perItem(httpRequest),
	});
	return { memory, measure, close: real.close };
}

export const settings: Benchmark = {
	name: 'settings',
	async measure(context) {
		const count = context.size(2000, 20);
		const title = 'n8n’s settings';
		const work = `The work of Postbacks and of CPU per item (Application: Create, ${count} items with ${Object.keys(EXPRESSIONS).length} expressions), on a real n8n for each setting of its expression engine; the CPU of the whole execution counts`;
		if (context.smoke)
			return { title, work, checks: [], tables: [], notes: [], skipped: 'it needs the real n8n' };
		const opened: Array<[string, Awaited<ReturnType<typeof prepare>>]> = [];
		try {
			for (const [name, env] of Object.entries(SETTINGS))
				opened.push([name, await prepare(context, env, count)]);
			const samples = await interleave<string, Figures>(
				context.rounds,
				Object.fromEntries(opened.map(([name, { measure }]) => [name, measure])),
			);
			const of = (name: string, what: keyof Figures) =>
				formatSpread(samples[name]!.map((figures) => figures[what]));
			return {
				title,
				work,
				checks: [],
				tables: [
					{
						head: [
							'setting',
							'SmartMove Trigger, calls a second',
							'Webhook node',
							'our node, CPU per item, ms',
							'HTTP Request node',
							'memory at rest, MB',
						],
						lines: opened.map(([name, { memory }]) => [
							name,
							of(name, 'trigger'),
							of(name, 'webhook'),
							of(name, 'ours'),
							of(name, 'httpRequest'),
							String(Math.round(memory)),
						]),
					},
				],
				notes: [
					'Compare these figures with each other only: a machine is not always as fast, and Postbacks and CPU per item were measured at another time.',
					`Memory at rest is what the n8n process held ${REST / 1000} s after its start, measured once.`,
					'[Queue mode](../docs/scaling.md#n8ns-expression-engine) says what each of them costs.',
				],
			};
		} finally {
			for (const [, { close }] of opened) await close();
		}
	},
};
