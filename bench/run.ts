import { join } from 'node:path';

import { InvalidArgumentError } from '@commander-js/extra-typings';

import { command, count } from '../testbed/commandLine';
import { toStderr } from '../testbed/progress';
import { repoRoot } from '../testbed/paths';
import { runMain } from '../testbed/userError';
import { openRealN8n, type RealN8n } from './lib/real';
import { record } from './lib/report';
import type { Context, Benchmark } from './lib/types';
import { cpu } from './benchmarks/cpu';
import { growth } from './benchmarks/growth';
import { hostileAnswers } from './benchmarks/hostileAnswers';
import { limit } from './benchmarks/limit';
import { polling } from './benchmarks/polling';
import { postbacks } from './benchmarks/postbacks';
import { queue } from './benchmarks/queue';
import { returnAll } from './benchmarks/returnAll';
import { settings } from './benchmarks/settings';
import { throughput } from './benchmarks/throughput';
import { token } from './benchmarks/token';
import { weight } from './benchmarks/weight';
import { window } from './benchmarks/window';

const BENCHMARKS: Benchmark[] = [
	cpu,
	throughput,
	limit,
	token,
	window,
	returnAll,
	hostileAnswers,
	postbacks,
	settings,
	polling,
	queue,
	weight,
	growth,
];

const names = BENCHMARKS.map(({ name }) => name);

function benchmarkNames(text: string): string[] {
	const wanted = text.split(',');
	const unknown = wanted.find((name) => !names.includes(name));
	if (unknown !== undefined) throw new InvalidArgumentError(`There is no benchmark "${unknown}".`);
	return wanted;
}

const program = command('bench')
	.description(
		`Measures the pack against what a user would pick instead and writes RESULTS.md, results.json and the plots.

Rows: ${names.join(', ')}`,
	)
	.option('--only <row,row>', 'measure these rows alone; the others keep their results', benchmarkNames)
	.option('--rounds <count>', 'how often each variant is measured', count, 5)
	.option('--smoke', 'run everything that needs no real n8n, with tiny numbers')
	.option('--out <folder>', 'where the results are written', join(repoRoot, 'bench'));

async function main(): Promise<number> {
	const { only: wanted = names, rounds, smoke = false, out } = program.parse().opts();
	let opened: Promise<RealN8n> | undefined;
	const context: Context = {
		smoke,
		rounds: smoke ? 1 : rounds,
		log: toStderr,
		size: (full, small) => (smoke ? small : full),
		real: async () => await (opened ??= openRealN8n(toStderr)),
	};
	try {
		for (const benchmark of BENCHMARKS.filter(({ name }) => wanted.includes(name))) {
			toStderr(`Measuring ${benchmark.name}`);
			const result = await benchmark.measure(context);
			await record(out, benchmark.name, result, context, names);
			for (const { what, target, measured, met } of result.checks)
				toStderr(`  ${met ? 'met   ' : 'MISSED'} ${what}: ${measured}, target ${target}`);
			if (result.skipped) toStderr(`  skipped: ${result.skipped}`);
		}
	} finally {
		await (await opened)?.close();
	}
	return 0;
}

// Processes that a failed benchmark left running must not keep this one alive.
void runMain(main).then(() => process.exit());
