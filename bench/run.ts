import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { toStderr } from '../testbed/progress';
import { repoRoot } from '../testbed/paths';
import { runMain, UserError } from '../testbed/userError';
import { openRealBed, type RealBed } from './lib/real';
import { record } from './lib/report';
import type { Context, Row } from './lib/types';
import { cpu } from './benchmarks/cpu';
import { growth } from './benchmarks/growth';
import { limit } from './benchmarks/limit';
import { polling } from './benchmarks/polling';
import { postbacks } from './benchmarks/postbacks';
import { queue } from './benchmarks/queue';
import { returnAll } from './benchmarks/returnAll';
import { throughput } from './benchmarks/throughput';
import { token } from './benchmarks/token';
import { weight } from './benchmarks/weight';
import { window } from './benchmarks/window';

const ROWS: Row[] = [
	cpu,
	throughput,
	limit,
	token,
	window,
	returnAll,
	postbacks,
	polling,
	queue,
	weight,
	growth,
];

const usage = `npm run bench -- [--only <row>[,<row>]] [--rounds 5] [--smoke] [--out bench]

Measures the pack against what a user would pick instead and writes RESULTS.md, results.json and the plots.
With --only the other rows stay as they were. --smoke runs everything that needs no real n8n with tiny numbers.

Rows: ${ROWS.map(({ name }) => name).join(', ')}`;

function readOptions() {
	try {
		return parseArgs({
			options: {
				only: { type: 'string' },
				rounds: { type: 'string', default: '5' },
				smoke: { type: 'boolean', default: false },
				out: { type: 'string', default: join(repoRoot, 'bench') },
				help: { type: 'boolean', default: false },
			},
		}).values;
	} catch (error) {
		throw new UserError(`${(error as Error).message}\n\n${usage}`);
	}
}

async function main(): Promise<number> {
	const { only, rounds, smoke, out, help } = readOptions();
	if (help) {
		process.stdout.write(`${usage}\n`);
		return 0;
	}
	const names = ROWS.map(({ name }) => name);
	const wanted = only?.split(',') ?? names;
	const unknown = wanted.find((name) => !names.includes(name));
	if (unknown) throw new UserError(`There is no row "${unknown}".\n\n${usage}`);

	let opened: Promise<RealBed> | undefined;
	const context: Context = {
		smoke,
		rounds: smoke ? 1 : Number(rounds),
		log: toStderr,
		size: (full, small) => (smoke ? small : full),
		real: async () => await (opened ??= openRealBed(toStderr)),
	};
	try {
		for (const row of ROWS.filter(({ name }) => wanted.includes(name))) {
			toStderr(`Measuring ${row.name}`);
			const result = await row.measure(context);
			await record(out, row.name, result, context, names);
			for (const { what, target, measured, met } of result.checks)
				toStderr(`  ${met ? 'met   ' : 'MISSED'} ${what}: ${measured}, target ${target}`);
			if (result.skipped) toStderr(`  skipped: ${result.skipped}`);
		}
	} finally {
		await (await opened)?.close();
	}
	return 0;
}

// What a failed row has left running must not keep the rest alive.
void runMain(main).then(() => process.exit());
