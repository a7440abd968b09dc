/**
 * Runs executions with random faults and prints a table of the outcomes. The Jest test that runs a few of them does
 * the work here, too, because only Jest can cut the waits between retries short.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, count, wholeNumber } from '../testbed/commandLine';
import { withProgress, toStderr } from '../testbed/progress';
import { repoRoot } from '../testbed/paths';
import { cleanEnv, run } from '../testbed/run';
import { temporaryFolder } from '../testbed/temporary';
import { runMain, UserError } from '../testbed/userError';

const program = command('test:faults')
	.description(
		`Executes operations of the pack on n8n's own engine, with random items, settings and faults, against the simulated
partners. Ends with exit code 0 only if no item was lost, nothing was made twice, no credit was lost, every report was
correct, every execution ended and left nothing open, and no secret was shown.`,
	)
	.option('--runs <count>', 'how many executions', count, 10_000)
	.option('--seed <number>', 'seed of the random items and faults', wholeNumber, 1);

async function main(): Promise<number> {
	const { runs, seed } = program.parse().opts();
	const folder = await temporaryFolder('faults-');
	const table = join(folder.path, 'table.txt');
	const test = ['--selectProjects', 'fast', '--testPathPatterns', 'faults/random.test'];
	const { code, output } = await withProgress(
		{ log: toStderr, step: `${runs} executions`, everyMs: 60_000 },
		async () =>
			run(process.execPath, [require.resolve('jest/bin/jest'), ...test], {
				cwd: repoRoot,
				env: { ...cleanEnv(), FAULT_RUNS: String(runs), FAULT_SEED: String(seed), FAULT_TABLE: table },
			}),
	);
	if (code !== 0) process.stderr.write(`${output}\n`);
	try {
		process.stdout.write(`\nSeed ${seed}\n${readFileSync(table, 'utf8')}`);
	} catch {
		throw new UserError('The executions did not finish; the output of Jest is above.');
	}
	return code === 0 ? 0 : 1;
}

void runMain(main);
