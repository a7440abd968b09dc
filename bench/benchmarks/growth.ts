import type { INodeType } from 'n8n-workflow';

import { OURS, runInProcess, loadClass, tenants, succeededInPlace } from '../lib/inProcess';
import { digits, interleave, formatSpread, measureCost, spread, type Sample } from '../lib/measure';
import { startPartner } from '../lib/partner';
import type { Benchmark } from '../lib/types';

export const growth: Benchmark = {
	name: 'growth',
	async measure(context) {
		const sizes = context.size([10, 100, 1000, 10_000], [2, 20]);
		const partner = await startPartner();
		const movem = await loadClass<INodeType>(context, 'nodes/Movem/Movem.node');
		const samples = await interleave<string, Sample>(
			context.rounds,
			Object.fromEntries(
				sizes.map((size) => [
					String(size),
					async () => {
						const items = tenants(size);
						const { result, ...sample } = await measureCost(
							async () => await runInProcess(movem, partner.url, OURS, items),
						);
						if (succeededInPlace(result) !== size)
							throw new Error(`Only ${succeededInPlace(result)} of ${size} items`);
						return sample;
					},
				]),
			),
		);
		await partner.close();
		const cpu = (size: number) => spread(samples[size]!.map((sample) => sample.cpu)).median;
		const [smallest = 0, ...larger] = sizes;
		const [before = 0, last = 0] = sizes.slice(-2);
		// The fixed cost of a run, extrapolated from the two smallest sizes. The rest has to grow in a straight line.
		const second = larger[0] ?? 1;
		const fixed = Math.max(
			0,
			cpu(smallest) - ((cpu(second) - cpu(smallest)) / (second - smallest)) * smallest,
		);
		const slope = (size: number) => (cpu(size) - fixed) / size;
		const bend = slope(last) / slope(before);
		return {
			title: 'Growth',
			work: `${sizes.join(', ')} items, one POST each, ten at once, answered at once by the bare partner, n8n-core in process`,
			checks: [
				{
					what: `CPU per item with ${last} items against ${before}`,
					target: '≤ 1.2 × (a straight line)',
					measured: `${digits(bend)} ×`,
					met: bend <= 1.2,
				},
			],
			tables: [
				{
					head: ['items', 'CPU, ms', 'clock, ms', 'CPU per item, ms'],
					lines: sizes.map((size) => [
						String(size),
						formatSpread(samples[size]!.map((sample) => sample.cpu)),
						formatSpread(samples[size]!.map((sample) => sample.wall)),
						digits(cpu(size) / size),
					]),
				},
			],
			notes: [
				`A run costs ${digits(fixed)} ms of CPU whatever it does, which is why few items cost more each; beyond that it grows with their number.`,
			],
		};
	},
};
