import type { INodeType } from 'n8n-workflow';

import { EXPRESSIONS, OURS, runInProcess, loadClass, tenants, succeededInPlace } from '../lib/inProcess';
import { digits, interleave, ratios, formatSpread, measureCost, spread } from '../lib/measure';
import { startPartner } from '../lib/partner';
import { bareFetch, DeclarativeTwin, HelperLoop } from '../lib/baselines';
import { httpRequestNode, ourNode } from '../lib/real';
import type { Context, Benchmark, Series, Table } from '../lib/types';

const LATENCY = 50;
const WIDTHS = [10, 25, 50];

const parameters = (concurrency: number) => ({ ...OURS, requestOptions: { concurrency } });

/** The least milliseconds that `count` items can take, `atOnce` at a time. */
const ideal = (count: number, atOnce: number) => (count * LATENCY) / atOnce;

async function inProcess(context: Context, count: number) {
	const partner = await startPartner();
	await partner.setBehaviour({ latency: LATENCY });
	const movem = await loadClass<INodeType>(context, 'nodes/Movem/Movem.node');
	const items = tenants(count);
	const few = items.slice(0, Math.ceil(count / 10));
	const through =
		(node: INodeType, panel: Record<string, unknown>, some = items) =>
		async () => {
			const run = async () => await runInProcess(node, partner.url, panel as never, some);
			const { result, wall } = await measureCost(run);
			if (succeededInPlace(result) !== some.length)
				throw new Error(`Only ${succeededInPlace(result)} of ${some.length} items`);
			return wall;
		};
	const variants: Array<[string, () => Promise<number>]> = WIDTHS.flatMap((width) => [
		[`our node ${width}`, through(movem, parameters(width))],
		[`bare helper loop ${width}`, through(new HelperLoop(width), EXPRESSIONS)],
		[
			`bare fetch (no n8n) ${width}`,
			async () => (await measureCost(async () => await bareFetch(partner.url, items, width))).wall,
		],
	]);
	variants.push(
		['declarative twin', through(new DeclarativeTwin(), EXPRESSIONS)],
		// A tenth of the items, because all of them would take a minute.
		['one by one', async () => (await through(new HelperLoop(1), EXPRESSIONS, few)()) * (count / few.length)],
	);
	const samples = await interleave<string, number>(context.rounds, Object.fromEntries(variants));
	await partner.close();
	return samples;
}

async function onRealN8n(context: Context, count: number): Promise<Table> {
	const { add, partner } = await context.real();
	await partner.setBehaviour({ entries: count, latency: LATENCY });
	const interval = { batchSize: 10, batchInterval: LATENCY };
	const variants: Array<[string, Awaited<ReturnType<typeof add>>]> = [
		...(await Promise.all(
			WIDTHS.map(
				async (width) =>
					[`our node, ${width} at once`, await add('ours', ourNode(parameters(width)))] as [
						string,
						Awaited<ReturnType<typeof add>>,
					],
			),
		)),
		['HTTP Request, 10 every 50 ms', await add('batches', httpRequestNode(partner.url, interval))],
		['HTTP Request, no batching', await add('all at once', httpRequestNode(partner.url))],
	];
	const lines: string[][] = [];
	const samples = await interleave(
		context.rounds,
		Object.fromEntries(
			variants.map(([name, { run }]) => [
				name,
				async () => {
					await partner.setBehaviour({ entries: count, latency: LATENCY });
					const { wall, ok } = await run();
					const { mostInFlight } = await partner.setBehaviour({ entries: count, latency: LATENCY });
					return { wall, ok, mostInFlight };
				},
			]),
		),
	);
	for (const [name, runs] of Object.entries(samples)) {
		lines.push([
			name,
			formatSpread(runs.map(({ wall }) => wall / 1000)),
			String(Math.max(...runs.map(({ mostInFlight }) => mostInFlight))),
			String(Math.min(...runs.map(({ ok }) => ok))),
		]);
	}
	return { head: ['real n8n', 'seconds', 'most at once', 'items that came through'], lines };
}

export const throughput: Benchmark = {
	name: 'throughput',
	async measure(context) {
		const count = context.size(1000, 20);
		const samples = await inProcess(context, count);
		const line = (name: string): Series => ({
			name,
			points: WIDTHS.map((width) => [width, (count * 1000) / spread(samples[`${name} ${width}`]!).median]),
		});
		/** By what factor one variant is faster than another. */
		const times = (fast: string, slow: string) => spread(ratios(samples[slow]!, samples[fast]!)).median;
		const tables: Table[] = [
			{
				head: ['n8n-core in process', 'seconds', 'items per second'],
				lines: Object.entries(samples).map(([name, walls]) => [
					name.replace(/ (\d+)$/, ', $1 at once'),
					formatSpread(walls.map((wall) => wall / 1000)),
					digits((count * 1000) / spread(walls).median),
				]),
			},
		];
		if (!context.smoke) tables.push(await onRealN8n(context, count));
		return {
			title: 'Throughput',
			work: `${count} items, one POST each, answered by the bare partner after ${LATENCY} ms`,
			checks: WIDTHS.map((width) => {
				const share = samples[`our node ${width}`]!.map((wall) => ideal(count, width) / wall);
				return {
					what: `${width} at once, share of what is possible`,
					target: '≥ 0.9',
					measured: formatSpread(share),
					met: spread(share).median >= 0.9,
				};
			}),
			tables,
			notes: [
				`${WIDTHS.map((width) => `At ${width} at once we bring through ${digits(times(`our node ${width}`, `bare helper loop ${width}`))} × as many as the bare helper loop, and bare fetch reaches ${digits(spread(samples[`bare fetch (no n8n) ${width}`]!.map((wall) => ideal(count, width) / wall)).median)} of what is possible.`).join(' ')} The loop starts many at once and gets their answers at once, so that Node and the partner wait for each other in turn; the engine spreads its starts (nodes/shared/execution/concurrency.ts).`,
				`The limit that is left is the CPU of one process: ${1000 / (LATENCY / Math.max(...WIDTHS))} items a second, which ${Math.max(...WIDTHS)} at once ask for, leave ${LATENCY / Math.max(...WIDTHS)} ms for each, and n8n’s expressions and request helper alone take more (the row above).`,
				'“One by one” was measured with a tenth of the items. What is possible is n · latency ÷ width; the first item, which goes alone, is part of what we are measured by.',
			],
			plots: [
				{
					file: 'throughput',
					title: `Items per second at a partner that takes ${LATENCY} ms`,
					x: 'requests at once',
					y: 'items per second',
					series: [
						{
							name: 'possible',
							points: WIDTHS.map((width) => [width, (count * 1000) / ideal(count, width)]),
						},
						line('our node'),
						line('bare helper loop'),
						line('bare fetch (no n8n)'),
						{
							name: 'one by one',
							points: WIDTHS.map((width) => [width, (count * 1000) / spread(samples['one by one']!).median]),
						},
					],
				},
			],
		};
	},
};
