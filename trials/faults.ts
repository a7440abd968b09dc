/**
 * Plays executions with faults drawn at random, as many as wanted, and prints what came of them. The test that plays
 * a few of them does the work, because only in Jest the waits between repetitions can be cut short.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withProgress, toStderr } from '../testbed/progress';
import { repoRoot } from '../testbed/paths';
import { cleanEnv, run } from '../testbed/run';
import { temporaryFolder } from '../testbed/temporary';
import { runMain, UserError } from '../testbed/userError';

const usage = `npm run test:faults -- [--runs 10000] [--seed 1]

Executes operations of the pack on n8n's own engine, with random items, settings and faults, against the simulated
partners. Ends with exit code 0 only if no item was lost, nothing was made twice, no credit was lost, every report was
true, every execution ended and left nothing open, and no secret was shown.`;

function readOptions() {
	const whole = (value: string, name: string) => {
		if (!/^\d{1,9}$/.test(value)) throw new UserError(`--${name} takes a whole number, not "${value}".`);
		return value;
	};
	try {
		const { values } = parseArgs({
			options: {
				runs: { type: 'string', default: '10000' },
				seed: { type: 'string', default: '1' },
				help: { type: 'boolean', default: false },
			},
		});
		return { ...values, runs: whole(values.runs, 'runs'), seed: whole(values.seed, 'seed') };
	} catch (error) {
		throw new UserError(`${(error as Error).message}\n\n${usage}`);
	}
}

async function main(): Promise<number> {
	const { runs, seed, help } = readOptions();
	if (help) {
		process.stdout.write(`${usage}\n`);
		return 0;
	}
	const folder = await temporaryFolder('faults-');
	const table = join(folder.path, 'table.txt');
	const test = ['--selectProjects', 'fast', '--testPathPatterns', 'faults/random.test'];
	const { code, output } = await withProgress(
		{ log: toStderr, step: `${runs} executions`, everyMs: 60_000 },
		async () =>
			run(process.execPath, [require.resolve('jest/bin/jest'), ...test], {
				cwd: repoRoot,
				env: { ...cleanEnv(), FAULT_RUNS: runs, FAULT_SEED: seed, FAULT_TABLE: table },
			}),
	);
	if (code !== 0) process.stderr.write(`${output}\n`);
	try {
		process.stdout.write(`\nSeed ${seed}\n${readFileSync(table, 'utf8')}`);
	} catch {
		throw new UserError('The executions did not come to an end; what Jest says of it stands above.');
	}
	return code === 0 ? 0 : 1;
}

void runMain(main);
