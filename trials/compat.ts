import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { command } from '../testbed/commandLine';
import { toStderr } from '../testbed/progress';
import { endWithUs } from '../testbed/processGroups';
import {
	areasOf,
	tableOf,
	THE_SAME_ON_EACH,
	withTable,
	type Compatibility,
	type JestReport,
} from './compat/report';
import { ensureN8n, type N8nInstall } from '../testbed/installN8n';
import { n8nVersions } from '../testbed/n8nVersions';
import { repoRoot } from '../testbed/paths';
import { cleanEnv, run } from '../testbed/run';
import { temporaryFolder } from '../testbed/temporary';
import { runMain, UserError } from '../testbed/userError';

const program = command('test:compat')
	.description(
		`Runs the tests of the real n8n on every version of n8n that the pack is promised for, installing what is missing
first, and writes docs/compatibility.md from what came out. Ends with exit code 0 only if no test failed.`,
	)
	.addOption(
		new Option('--n8n <version>', 'test one version alone; the table keeps the others').choices(n8nVersions),
	)
	.option('--keep-table', 'leave docs/compatibility.md as it is');

const say = (line: string) => void process.stdout.write(`${line}\n`);
const results = join(repoRoot, 'docs', 'compatibility.json');
const page = join(repoRoot, 'docs', 'compatibility.md');

/** Runs the tests on an installed n8n, shows Jest's progress and returns its report. */
async function testOn({ version }: N8nInstall): Promise<JestReport> {
	const { path, dispose } = await temporaryFolder('moving-partners-compat-');
	const report = join(path, 'report.json');
	try {
		await new Promise<void>((resolve, reject) => {
			const jest = spawn(
				process.execPath,
				[
					require.resolve('jest/bin/jest'),
					'--selectProjects=n8n',
					'--runInBand',
					`--testPathIgnorePatterns=n8n/(${THE_SAME_ON_EACH.join('|')}).test`,
					'--json',
					`--outputFile=${report}`,
				],
				{
					cwd: repoRoot,
					env: { ...cleanEnv(), N8N_UNDER_TEST: version },
					// Jest prints its progress to stderr; stdout has the JSON that is also in the file.
					stdio: ['ignore', 'ignore', 'inherit'],
					detached: process.platform !== 'win32',
				},
			);
			endWithUs(jest);
			jest.once('error', reject);
			jest.once('close', () => resolve());
		});
		return JSON.parse(await readFile(report, 'utf8')) as JestReport;
	} catch (error) {
		throw new UserError(`The tests on n8n ${version} did not finish: ${(error as Error).message}`);
	} finally {
		await dispose();
	}
}

async function nodeOf({ node, folder }: N8nInstall): Promise<string> {
	return (await run(node, ['--version'], { cwd: folder })).stdout.trim().replace(/^v/, '');
}

async function main(): Promise<number> {
	const options = program.parse().opts();
	const versions = options.n8n === undefined ? n8nVersions : [options.n8n];
	// All versions are installed first, so that a failed installation is reported before the long tests run.
	const installs: N8nInstall[] = [];
	for (const version of versions) installs.push(await ensureN8n({ log: toStderr, version }));
	let failed = 0;
	for (const install of installs) {
		say(`\nn8n ${install.version}`);
		const areas = areasOf(await testOn(install));
		const before = JSON.parse(await readFile(results, 'utf8')) as Compatibility;
		const date = new Date().toISOString().slice(0, 10);
		const after = { ...before, [install.version]: { date, node: await nodeOf(install), areas } };
		say(`\n${tableOf(after, [install.version])}\n`);
		failed += Object.values(areas).reduce((sum, area) => sum + area.failed.length, 0);
		if (options.keepTable) continue;
		await writeFile(results, `${JSON.stringify(after, null, '\t')}\n`);
		await writeFile(page, withTable(await readFile(page, 'utf8'), tableOf(after, n8nVersions)));
	}
	return failed === 0 ? 0 : 1;
}

void runMain(main);
