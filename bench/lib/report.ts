import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';

import { version as coreVersion } from 'n8n-core/package.json';

import { markdownTable } from '../../testbed/table';
import { svgOf } from './plot';
import type { Context, BenchmarkResult } from './types';

/** Where and when a benchmark was measured. */
interface Machine {
	date: string;
	cpu: string;
	cores: number;
	memory: string;
	system: string;
	node: string;
	n8n: string;
	rounds: number;
}

interface Measured extends BenchmarkResult {
	machine: Machine;
}

/** All results by name of the benchmark. */
type Results = Record<string, Measured>;

function machine({ rounds }: Context): Machine {
	return {
		date: new Date().toISOString().slice(0, 10),
		cpu: cpus()[0]?.model.trim() ?? 'unknown',
		cores: cpus().length,
		memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
		system: `${platform()} ${release()} ${arch()}`,
		node: process.version,
		n8n: coreVersion,
		rounds,
	};
}

/**
 * Adds a benchmark's result to results.json, and writes RESULTS.md and the plots anew.
 *
 * @param order the names of all benchmarks, in the order of the report
 */
export async function record(
	folder: string,
	name: string,
	result: BenchmarkResult,
	context: Context,
	order: string[],
): Promise<void> {
	await mkdir(folder, { recursive: true });
	const file = join(folder, 'results.json');
	const known = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Results) : {};
	const all = { ...known, [name]: { ...result, machine: machine(context) } };
	const results = Object.fromEntries(
		order.filter((row) => row in all).map((row) => [row, all[row as keyof typeof all]]),
	) as Results;
	await writeFile(file, `${JSON.stringify(results, null, '\t')}\n`);
	await writeFile(join(folder, 'RESULTS.md'), page(results));
	for (const plot of result.plots ?? []) await writeFile(join(folder, `${plot.file}.svg`), svgOf(plot));
}

const verdict = (met: boolean) => (met ? 'met' : '**missed**');

const describe = ({ date, cpu, cores, memory, system, node, n8n }: Machine) =>
	`${date}: ${cpu}, ${cores} cores, ${memory}, ${system}; Node ${node}, n8n ${n8n}`;

/** How often the figures of a row were measured. */
const roundsOf = ({ rounds, machine: { rounds: all } }: Pick<Measured, 'rounds' | 'machine'>) =>
	rounds ?? all;

const timesOf = (rounds: number) => (rounds === 1 ? 'once' : `${rounds} times`);

/** The results as RESULTS.md shows them. */
export function page(results: Results): string {
	const rows = Object.values(results);
	const machines = [...new Set(rows.map((row) => describe(row.machine)))];
	const summary = rows.flatMap(({ title, checks, skipped, ...row }) =>
		skipped
			? [[title, '–', 'not measured', '–', skipped]]
			: checks.map(({ what, target, measured, met, rounds = roundsOf(row) }) => [
					`${title}: ${what}`,
					target,
					measured,
					String(rounds),
					verdict(met),
				]),
	);
	const sections = rows.map(({ title, work, tables, notes, plots = [], skipped, machine: where, rounds }) =>
		[
			`## ${title}`,
			`${work.replace(/\.$/, '')}. Each figure was measured ${timesOf(roundsOf({ rounds, machine: where }))}.`,
			...(machines.length > 1 ? [`Measured on ${describe(where)}.`] : []),
			...(skipped ? [`Not measured: ${skipped}.`] : []),
			...tables.map(({ head, lines }) => markdownTable(head, lines)),
			...plots.map((plot) => `![${plot.title}](${plot.file}.svg)`),
			...notes,
		].join('\n\n'),
	);
	return `${[
		'# Results',
		'Written by `npm run bench`; do not edit. Each figure is the median of the rounds, with the least and the most in brackets; *Times* says how many rounds that were. The variants of a row were measured in one run, in turn, after one round that does not count; a ratio is taken round by round. The partner is a process of its own.',
		...machines,
		markdownTable(['What', 'Target', 'Measured', 'Times', 'Verdict'], summary),
		...sections,
	].join('\n\n')}\n`;
}
