import type { INodeParameters, INodeType } from 'n8n-workflow';

import type { JsonObject } from '../../testbed/n8nTypes';
import { bareFetch, DeclarativeTwin, HelperLoop } from '../lib/baselines';
import { EXPRESSIONS, runInProcess, loadClass, tenants, succeededInPlace } from '../lib/inProcess';
import { digits, interleave, ratios, formatSpread, measureCost, spread, type Sample } from '../lib/measure';
import { startPartner } from '../lib/partner';
import { httpRequestNode, ourNode } from '../lib/real';
import type { Check, Context, Benchmark, Table } from '../lib/types';
import { inBrackets, WORKS, type Work } from '../lib/works';

/** Ten at once for the HTTP Request node, the default of ours. */
const BATCHES = { batchSize: 10, batchInterval: 1 };

const NODES = { movem: 'nodes/Movem/Movem.node', movingPortal: 'nodes/MovingPortal/MovingPortal.node' };

/** The variants on the real n8n that are not ours. */
const ALL_AT_ONCE = 'HTTP Request, no batching';
const IN_BATCHES = 'HTTP Request, batches of 10';
const NOTHING = 'no node at all';

/** Those in process that do the first work alone. */
const OTHERS = [
	'bare helper loop, one by one',
	'declarative twin, all at once',
	'bare fetch, 10 at once (no n8n)',
];

/** The milliseconds of CPU per item of a variant, one of each round. */
type Figures = (variant: string) => number[];

async function inProcess(context: Context, count: number): Promise<Figures> {
	const partner = await startPartner();
	const items = tenants(count);
	const url = partner.url;
	const through =
		(node: INodeType, parameters: JsonObject, of: Work['partner'] = 'movem') =>
		async () => {
			const { result, ...sample } = await measureCost(
				async () => await runInProcess(node, url, parameters as INodeParameters, items, { partner: of }),
			);
			if (succeededInPlace(result) !== count)
				throw new Error(`Only ${succeededInPlace(result)} of ${count} items`);
			return sample;
		};
	const variants: Array<[string, () => Promise<Sample>]> = [];
	for (const work of WORKS) {
		const node = await loadClass<INodeType>(context, NODES[work.partner]);
		variants.push(
			[`${work.name}: ours`, through(node, work.ours, work.partner)],
			[`${work.name}: loop`, through(new HelperLoop(10, work.loop), work.parameters, work.partner)],
			[
				`${work.name}: loop in pieces`,
				through(new HelperLoop(10, work.loop, true), work.parameters, work.partner),
			],
		);
	}
	variants.push(
		['bare helper loop, one by one', through(new HelperLoop(1), EXPRESSIONS)],
		['declarative twin, all at once', through(new DeclarativeTwin(), EXPRESSIONS)],
		[
			'bare fetch, 10 at once (no n8n)',
			async () => await measureCost(async () => await bareFetch(url, items, 10)),
		],
	);
	const samples = await interleave<string, Sample>(context.rounds, Object.fromEntries(variants));
	await partner.close();
	return (name: string) => samples[name]!.map(({ cpu: used }) => used / count);
}

async function onRealN8n(context: Context, count: number) {
	const { add, partner } = await context.real();
	await partner.setBehaviour({ entries: count });
	const variants: Array<[string, Awaited<ReturnType<typeof add>>]> = [
		[ALL_AT_ONCE, await add('all at once', httpRequestNode(partner.url))],
		[IN_BATCHES, await add('batches', httpRequestNode(partner.url, BATCHES))],
		[NOTHING, await add('nothing', { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} })],
	];
	for (const { name, partner: of, ours } of WORKS) {
		variants.push(
			[`${name}: ours`, await add('ours', ourNode(ours, of))],
			[`${name}: in brackets`, await add('in brackets', ourNode(inBrackets(ours), of))],
		);
	}
	const samples = await interleave<string, Awaited<ReturnType<(typeof variants)[0][1]['run']>>>(
		context.rounds,
		Object.fromEntries(variants.map(([name, { run }]) => [name, run])),
	);
	const idle = spread(samples[NOTHING]!.map(({ cpu }) => cpu)).median;
	for (const [name, all] of Object.entries(samples)) {
		const lost = all.find(({ ok }) => ok !== count);
		if (lost) throw new Error(`${name}: only ${lost.ok} of ${count} items`);
	}
	return { of: (name: string) => samples[name]!.map(({ cpu }) => (cpu - idle) / count), idle };
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

/** A check that the median of ratios is at most `most`. */
const atMost = (most: number, what: string, figures: number[]): Check => ({
	what,
	target: `≤ ${most} ×`,
	measured: formatSpread(figures, ' ×'),
	met: spread(figures).median <= most,
});

/** A table of our node and one other variant of each work. @param other its column, and what its name ends with */
function compared(environment: string, other: [title: string, suffix: string], of: Figures): Table {
	const [title, suffix] = other;
	return {
		head: [environment, 'our node, ms', `${title}, ms`, 'ours / other'],
		lines: WORKS.map(({ name }) => {
			const [ours, others] = [of(`${name}: ours`), of(`${name}: ${suffix}`)];
			return [name, formatSpread(ours), formatSpread(others), formatSpread(ratios(ours, others))];
		}),
	};
}

export const cpu: Benchmark = {
	name: 'cpu',
	async measure(context) {
		const count = context.size(2000, 20);
		const local = await inProcess(context, count);
		const ours = `${WORKS[0]!.name}: ours`;
		const checks = WORKS.flatMap(({ name }) => [
			atMost(
				1.05,
				`${name}: in process, against the bare helper loop with the same expressions`,
				ratios(local(`${name}: ours`), local(`${name}: loop`)),
			),
			atMost(
				1.05,
				`${name}: in process, against that loop when it reads its answers in pieces, as our node does`,
				ratios(local(`${name}: ours`), local(`${name}: loop in pieces`)),
			),
		]);
		const tables = [
			tableOf('n8n-core in process', [
				['our node, 10 at once', local(ours)],
				['bare helper loop, 10 at once', local(`${WORKS[0]!.name}: loop`)],
				...OTHERS.map((name): [string, number[]] => [name, local(name)]),
			]),
			compared('n8n-core in process, 10 at once', ['bare helper loop', 'loop'], local),
			compared(
				'n8n-core in process, 10 at once',
				['bare helper loop, answers in pieces', 'loop in pieces'],
				local,
			),
		];
		if (!context.smoke) {
			const { of, idle } = await onRealN8n(context, count);
			const [all, batches] = [of(ALL_AT_ONCE), of(IN_BATCHES)];
			const cheaper = spread(all).median < spread(batches).median ? all : batches;
			checks.unshift(
				atMost(
					0.75,
					'CPU per item, real n8n, against the HTTP Request node (the cheaper of its two ways)',
					ratios(of(ours), cheaper),
				),
			);
			for (const { name } of WORKS.filter(({ expressions }) => expressions > 1))
				checks.push(
					atMost(
						0.85,
						`${name}: real n8n, expressions evaluated together against one by one`,
						ratios(of(`${name}: ours`), of(`${name}: in brackets`)),
					),
				);
			tables.push(
				tableOf(`real n8n (less ${digits(idle)} ms for the execution without the node)`, [
					['our node, 10 at once', of(ours)],
					[ALL_AT_ONCE, all],
					[IN_BATCHES, batches],
				]),
				compared('real n8n, 10 at once', ['each expression in brackets', 'in brackets'], of),
			);
		}
		return {
			title: 'CPU per item',
			work: `${count} items, one request each, answered at once by the bare partner; where nothing else is said three expressions and a POST each`,
			checks,
			tables,
			notes: [
				'The loop that reads in pieces shows that it costs nothing to bound an answer; what our node costs above it is its time limit and cancel (an abort signal and a timer for each request), its pace, its checks and redaction. In a profile of Application: Get (--cpu-prof, 22,000 items) all our own code took 0.07 ms per item, no function of it more than 0.006, and abort signals 0.03; n8n’s expressions with luxon took 0.12 ms, and 0.18 in the loop.',
				'n8n evaluates an expression in brackets by itself, and those that only name a value together. The last table shows what that is worth: all else is the same.',
			],
		};
	},
};
