import type { INodeType } from 'n8n-workflow';

import { bareFetch, DeclarativeTwin, HelperLoop } from '../lib/baselines';
import { EXPRESSIONS, OURS, runInProcess, loadClass, tenants, succeededInPlace } from '../lib/inProcess';
import { digits, interleave, ratios, formatSpread, measureCost, spread, type Sample } from '../lib/measure';
import { startPartner } from '../lib/partner';
import { httpRequestNode, ourNode } from '../lib/real';
import type { Context, Benchmark, Table } from '../lib/types';

/** Ten at once for the HTTP Request node, the default of ours. */
const BATCHES = { batchSize: 10, batchInterval: 1 };

async function inProcess(context: Context, count: number) {
	const partner = await startPartner();
	const movem = await loadClass<INodeType>(context, 'nodes/Movem/Movem.node');
	const items = tenants(count);
	const url = partner.url;
	const through = (node: INodeType, parameters: typeof EXPRESSIONS) => async () => {
		const { result, ...sample } = await measureCost(
			async () => await runInProcess(node, url, parameters, items),
		);
		if (succeededInPlace(result) !== count)
			throw new Error(`Only ${succeededInPlace(result)} of ${count} items`);
		return sample;
	};
	const samples = await interleave<string, Sample>(context.rounds, {
		'our node, 10 at once': through(movem, OURS),
		'bare helper loop, 10 at once': through(new HelperLoop(10), EXPRESSIONS),
		'bare helper loop, one by one': through(new HelperLoop(1), EXPRESSIONS),
		'declarative twin, all at once': through(new DeclarativeTwin(), EXPRESSIONS),
		'bare fetch, 10 at once (no n8n)': async () =>
			await measureCost(async () => await bareFetch(url, items, 10)),
	});
	await partner.close();
	return samples;
}

async function onRealN8n(context: Context, count: number) {
	const { add, partner } = await context.real();
	await partner.setBehaviour({ entries: count });
	const variants = {
		'our node, 10 at once': await add('ours', ourNode(OURS)),
		'HTTP Request, no batching': await add('all at once', httpRequestNode(partner.url)),
		'HTTP Request, batches of 10': await add('batches', httpRequestNode(partner.url, BATCHES)),
		'no node at all': await add('nothing', { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }),
	};
	const runs = Object.entries(variants).map(([name, { run }]) => [name, run] as const);
	const samples = await interleave<string, Awaited<ReturnType<(typeof runs)[0][1]>>>(
		context.rounds,
		Object.fromEntries(runs),
	);
	const idle = spread(samples['no node at all']!.map(({ cpu }) => cpu)).median;
	for (const [name, all] of Object.entries(samples)) {
		const lost = all.find(({ ok }) => ok !== count);
		if (lost) throw new Error(`${name}: only ${lost.ok} of ${count} items`);
	}
	const perItem = (name: string) => samples[name]!.map(({ cpu }) => (cpu - idle) / count);
	return { perItem, names: Object.keys(samples).slice(0, 3), idle };
}

function tableOf(environment: string, rows: Array<[string, number[]]>): Table {
	const [first] = rows;
	return {
		head: [environment, 'CPU per item, ms', 'against ours'],
		lines: rows.map(([name, cpu]) => [
			name,
			formatSpread(cpu),
			digits(spread(ratios(cpu, first?.[1] ?? [])).median),
		]),
	};
}

export const cpu: Benchmark = {
	name: 'cpu',
	async measure(context) {
		const count = context.size(2000, 20);
		const local = await inProcess(context, count);
		const localPerItem = Object.entries(local).map(([name, samples]): [string, number[]] => [
			name,
			samples.map(({ cpu: used }) => used / count),
		]);
		const helper = ratios(localPerItem[0]![1], localPerItem[1]![1]);
		const tables = [tableOf('n8n-core in process', localPerItem)];
		const checks = [
			{
				what: 'CPU per item, in process, against the bare helper loop at the same width',
				target: '≤ 1.1 ×',
				measured: formatSpread(helper, ' ×'),
				met: spread(helper).median <= 1.1,
			},
		];
		if (!context.smoke) {
			const { perItem, names, idle } = await onRealN8n(context, count);
			tables.push(
				tableOf(
					'real n8n',
					names.map((name) => [name, perItem(name)]),
				),
			);
			const [ours = [], all = [], batches = []] = names.map(perItem);
			const cheaper = spread(all).median < spread(batches).median ? all : batches;
			const ratio = ratios(ours, cheaper);
			checks.unshift({
				what: 'CPU per item, real n8n, against the HTTP Request node (the cheaper of its two ways)',
				target: '≤ 0.75 ×',
				measured: formatSpread(ratio, ' ×'),
				met: spread(ratio).median <= 0.75,
			});
			tables[1]!.head[0] = `real n8n (less ${digits(idle)} ms for the execution without the node)`;
		}
		return {
			title: 'CPU per item',
			work: `${count} items, three expressions each, one POST each, answered at once by the bare partner`,
			checks,
			tables,
			notes: [],
		};
	},
};
