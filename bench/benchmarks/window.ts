import { loadClass } from '../lib/inProcess';
import { interleave, ratios, formatSpread, spread } from '../lib/measure';
import { startPartner } from '../lib/partner';
import { readInChild, type ReadingCost } from '../lib/reading';
import type { Benchmark, Series } from '../lib/types';

const MB = 1024 * 1024;

export const window: Benchmark = {
	name: 'window',
	async measure(context) {
		const sizes = context.size([12_500, 25_000, 50_000, 100_000], [50, 100]);
		await loadClass(context, 'nodes/Mymove/Mymove.node');
		const partner = await startPartner();
		const samples = new Map<number, Record<'ours' | 'floor', ReadingCost[]>>();
		for (const size of sizes) {
			await partner.setBehaviour({ entries: size });
			const variants = {
				ours: async () => await readInChild(context, 'leads', partner.url),
				floor: async () => await readInChild(context, 'floor', partner.url),
			};
			// Only the largest is compared with the target; the others show the growth.
			const isLargest = size === sizes.at(-1);
			samples.set(size, await interleave(isLargest ? context.rounds : 1, variants));
		}
		await partner.close();
		const largest = samples.get(sizes.at(-1)!)!;
		const of = (name: 'ours' | 'floor', what: Exclude<keyof ReadingCost, 'error'>, unit = 1) =>
			largest[name].map((cost) => cost[what] / unit);
		const lost = largest.ours.find(({ items }) => items !== sizes.at(-1));
		if (lost) throw new Error(`Only ${lost.items} leads came out`);
		const cpu = ratios(of('ours', 'cpu'), of('floor', 'cpu'));
		const memory = ratios(of('ours', 'growth'), of('floor', 'growth'));
		const line = (name: string, variant: 'ours' | 'floor'): Series => ({
			name,
			points: [...samples].map(([size, costs]) => [
				size,
				spread(costs[variant].map(({ growth }) => growth / MB)).median,
			]),
		});
		return {
			title: 'Large window',
			work: `${sizes.at(-1)} MYMOVE leads in one answer of the bare partner, n8n-core in a fresh process; the floor is fetch, JSON.parse and making items`,
			checks: [
				{ what: 'CPU', target: '≤ 2 ×', measured: formatSpread(cpu, ' ×'), met: spread(cpu).median <= 2 },
				{
					what: 'memory that stays, against the items',
					target: '≤ 2 ×',
					measured: formatSpread(memory, ' ×'),
					met: spread(memory).median <= 2,
				},
			],
			tables: [
				{
					head: ['', 'CPU, ms', 'clock, ms', 'memory that stays, MB', 'peak above the start, MB'],
					lines: (['ours', 'floor'] as const).map((name) => [
						name === 'ours' ? 'our node' : 'the floor',
						formatSpread(of(name, 'cpu')),
						formatSpread(of(name, 'wall')),
						formatSpread(of(name, 'growth', MB)),
						formatSpread(of(name, 'peak', MB)),
					]),
				},
			],
			notes: [
				`Getting the text is part of the floor, because it is part of ours and nobody can do without it; JSON.parse and making items alone took ${formatSpread(of('floor', 'parsing'))} ms of its CPU.`,
				'The smaller lists of the plot were measured once each.',
				'“Memory that stays” is the heap after collecting garbage, with the result still held; the peak counts everything of the process, the text of the answer included.',
			],
			plots: [
				{
					file: 'memory',
					title: 'Memory held by a list of leads',
					x: 'leads',
					y: 'MB',
					series: [line('our node', 'ours'), line('the items alone', 'floor')],
				},
			],
		};
	},
};
