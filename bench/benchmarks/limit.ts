import type { INodeType } from 'n8n-workflow';

import { EXPRESSIONS, OURS, runInProcess, loadClass, tenants, succeededInPlace } from '../lib/inProcess';
import { interleave, formatSpread, measureCost, spread } from '../lib/measure';
import { startPartner, type Partner } from '../lib/partner';
import { DeclarativeTwin, HelperLoop } from '../lib/baselines';
import { httpRequestNode, ourNode } from '../lib/real';
import type { Context, Benchmark, Table } from '../lib/types';

const LIMIT = { inFlight: 20, perSecond: 100 };
const LATENCY = 50;
const WIDTHS = [10, 25, 50];

/** One run under the limit: its time, the items that succeeded, and the number of 429s. */
interface Outcome {
	wall: number;
	ok: number;
	refused: number;
}

/** Resets the partner's limit before a run, and counts the 429s of the run. */
async function runUnderLimit(
	partner: Partner,
	entries: number,
	run: () => Promise<{ wall: number; ok: number }>,
) {
	const behaviour = { latency: LATENCY, limit: LIMIT, entries };
	await partner.setBehaviour(behaviour);
	const outcome = await run();
	const { refused } = await partner.setBehaviour(behaviour);
	return { ...outcome, refused };
}

async function inProcess(context: Context, count: number): Promise<Record<string, Outcome[]>> {
	const partner = await startPartner();
	const movem = await loadClass<INodeType>(context, 'nodes/Movem/Movem.node');
	const items = tenants(count);
	const through = (node: INodeType, panel: Record<string, unknown>) => async () =>
		await runUnderLimit(partner, count, async () => {
			const { result, wall } = await measureCost(
				async () =>
					await runInProcess(node, partner.url, panel as never, items, { onError: 'continueRegularOutput' }),
			);
			return { wall, ok: succeededInPlace(result) };
		});
	const ours = WIDTHS.map((width): [string, () => Promise<Outcome>] => [
		`our node, ${width} at once`,
		through(movem, { ...OURS, requestOptions: { concurrency: width } }),
	]);
	const samples = await interleave<string, Outcome>(
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
	return await interleave<string, Outcome>(
		context.rounds,
		Object.fromEntries(
			Object.entries(variants).map(([name, { run }]) => [
				name,
				async () => await runUnderLimit(partner, count, run),
			]),
		),
	);
}

function tableOf(environment: string, samples: Record<string, Outcome[]>, count: number): Table {
	return {
		head: [environment, 'seconds', 'items lost', '429s'],
		lines: Object.entries(samples).map(([name, runs]) => [
			name,
			formatSpread(runs.map(({ wall }) => wall / 1000)),
			formatSpread(runs.map(({ ok }) => count - ok)),
			formatSpread(runs.map(({ refused }) => refused)),
		]),
	};
}

export const limit: Benchmark = {
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
						measured: formatSpread(times, ' ×'),
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
