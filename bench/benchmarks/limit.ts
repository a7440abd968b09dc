import type { INodeType } from 'n8n-workflow';

import { EXPRESSIONS, OURS, runInProcess, shipped, tenants, wellDone } from '../lib/inProcess';
import { inTurn, shown, spent, spread } from '../lib/measure';
import { startPartner, type Partner } from '../lib/partner';
import { DeclarativeTwin, HelperLoop } from '../lib/baselines';
import { httpRequestNode, ourNode } from '../lib/real';
import type { Context, Row, Table } from '../lib/types';

const LIMIT = { inFlight: 20, perSecond: 100 };
const LATENCY = 50;
const WIDTHS = [10, 25, 50];

/** One run under the limit: how long it took, what came through, and how often the partner said 429. */
interface Outcome {
	wall: number;
	ok: number;
	refused: number;
}

/** Lets a run begin when the second before it is forgotten, and counts what it met. */
async function under(partner: Partner, entries: number, run: () => Promise<{ wall: number; ok: number }>) {
	const manner = { latency: LATENCY, limit: LIMIT, entries };
	await partner.become(manner);
	const outcome = await run();
	const { refused } = await partner.become(manner);
	return { ...outcome, refused };
}

async function inProcess(context: Context, count: number): Promise<Record<string, Outcome[]>> {
	const partner = await startPartner();
	const movem = await shipped<INodeType>(context, 'nodes/Movem/Movem.node');
	const items = tenants(count);
	const through = (node: INodeType, panel: Record<string, unknown>) => async () =>
		await under(partner, count, async () => {
			const { result, wall } = await spent(
				async () =>
					await runInProcess(node, partner.url, panel as never, items, { onError: 'continueRegularOutput' }),
			);
			return { wall, ok: wellDone(result) };
		});
	const ours = WIDTHS.map((width): [string, () => Promise<Outcome>] => [
		`our node, ${width} at once`,
		through(movem, { ...OURS, requestOptions: { concurrency: width } }),
	]);
	const samples = await inTurn<string, Outcome>(
		context.rounds,
		Object.fromEntries([
			...ours,
			['bare helper loop, 10 at once', through(new HelperLoop(10), EXPRESSIONS)],
			['declarative twin, all at once', through(new DeclarativeTwin(), EXPRESSIONS)],
		]),
	);
	await partner.close();
	return samples;
}

async function onRealN8n(context: Context, count: number): Promise<Record<string, Outcome[]>> {
	const { add, partner } = await context.real();
	const variants = {
		'our node, 10 at once': await add('ours', ourNode(OURS)),
		'HTTP Request, 10 every 100 ms (the limit itself)': await add(
			'batches',
			httpRequestNode(partner.url, { batchSize: 10, batchInterval: 100 }),
		),
		'HTTP Request, 50 every second (half the limit)': await add(
			'careful',
			httpRequestNode(partner.url, { batchSize: 50, batchInterval: 1000 }),
		),
		'HTTP Request, no batching': await add('all at once', httpRequestNode(partner.url)),
	};
	return await inTurn<string, Outcome>(
		context.rounds,
		Object.fromEntries(
			Object.entries(variants).map(([name, { run }]) => [name, async () => await under(partner, count, run)]),
		),
	);
}

function tableOf(bed: string, samples: Record<string, Outcome[]>, count: number): Table {
	return {
		head: [bed, 'seconds', 'items lost', '429s'],
		lines: Object.entries(samples).map(([name, runs]) => [
			name,
			shown(runs.map(({ wall }) => wall / 1000)),
			shown(runs.map(({ ok }) => count - ok)),
			shown(runs.map(({ refused }) => refused)),
		]),
	};
}

export const limit: Row = {
	name: 'limit',
	async measure(context) {
		const count = context.size(1000, 40);
		const ideal = Math.max(count / LIMIT.perSecond, (count * LATENCY) / LIMIT.inFlight / 1000);
		const samples = await inProcess(context, count);
		const tables = [tableOf('n8n-core in process', samples, count)];
		if (!context.smoke) tables.push(tableOf('real n8n', await onRealN8n(context, count), count));
		return {
			title: 'Under a limit',
			work: `${count} items, one POST each, at a bare partner that takes ${LATENCY} ms and answers 429 with “Retry-After: 1” beyond ${LIMIT.inFlight} in flight or ${LIMIT.perSecond} in any second`,
			checks: WIDTHS.flatMap((width) => {
				const runs = samples[`our node, ${width} at once`] ?? [];
				const times = runs.map(({ wall }) => wall / 1000 / ideal);
				const fewest = Math.min(...runs.map(({ ok }) => ok));
				return [
					{
						what: `${width} at once: items done`,
						target: `${count} in every round`,
						measured: String(fewest),
						met: fewest === count,
					},
					{
						what: `${width} at once: time against what the limit allows (${ideal} s)`,
						target: '≤ 1.2 ×',
						measured: shown(times, ' ×'),
						met: spread(times).median <= 1.2,
					},
				];
			}),
			tables,
			notes: [
				'Every variant may go on after an item that fails; what was refused and never sent again counts as lost.',
				'More at once than the partner bears meet its two limits one after the other, in flight and by the second, and each costs the second of silence that the partner asks for, and the time of the one request that goes ahead; that is what 25 and 50 at once take longer.',
				'Ten at once stays the default: below a limit it is the width that a limit costs least, and a width that rises by itself only finds the limit by being refused.',
			],
		};
	},
};
