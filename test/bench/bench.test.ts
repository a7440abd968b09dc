import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { BenchmarkResult } from '../../bench/lib/types';
import { repoRoot } from '../../testbed/paths';
import { cleanEnv, run } from '../../testbed/run';
import { temporaryFolder } from '../../testbed/temporary';

/** What a smoke run measures; every other row says that it needs the real n8n. */
const MEASURED = [
	'cpu',
	'throughput',
	'limit',
	'token',
	'window',
	'returnAll',
	'hostile',
	'polling',
	'growth',
];
const SKIPPED = ['postbacks', 'settings', 'queue', 'weight'];

let results: Record<string, BenchmarkResult>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
	folder = await temporaryFolder('moving-partners-bench-');
	const args = ['--expose-gc', '--import', 'tsx', join('bench', 'run.ts'), '--smoke', '--out', folder.path];
	const { code, output } = await run(process.execPath, args, { cwd: repoRoot, env: cleanEnv() });
	if (code !== 0) throw new Error(output);
	results = JSON.parse(await readFile(join(folder.path, 'results.json'), 'utf8')) as typeof results;
}, 900_000);
afterAll(async () => await folder.dispose());

const measuredOf = (row: string) => results[row]?.checks.map(({ what, measured }) => [what, measured]);

it('has a result for every row, measured or with a reason why not', () => {
	expect(Object.keys(results).sort()).toEqual([...MEASURED, ...SKIPPED].sort());
	for (const row of MEASURED) {
		expect(results[row]).toMatchObject({ title: expect.any(String), work: expect.any(String) });
		expect(results[row]?.skipped).toBeUndefined();
		expect(results[row]?.checks.length).toBeGreaterThan(0);
		expect(results[row]?.tables.flatMap(({ lines }) => lines).length).toBeGreaterThan(0);
	}
	for (const row of SKIPPED) expect(results[row]).toMatchObject({ checks: [], skipped: expect.any(String) });
});

it('loses no item under a limit, whatever the width', () => {
	expect(measuredOf('limit')?.filter(([what]) => what?.endsWith('items done'))).toEqual(
		[10, 25, 50].map((width) => [`${width} at once: items done`, '40']),
	);
});

it('logs in once, and asks for as many pages as are needed', () => {
	expect(measuredOf('token')?.map(([, measured]) => measured)).toEqual(Array(4).fill('1, and 12 items'));
	expect(measuredOf('returnAll')).toEqual([
		['Limit 50', '50 items by 1'],
		['Limit 100', '100 items by 1'],
		['Limit 250', '250 items by 3'],
		['Return All', '250 items by 4'],
	]);
});

it('writes every target with what was measured, and every plot', async () => {
	const page = await readFile(join(folder.path, 'RESULTS.md'), 'utf8');
	for (const { title, checks } of Object.values(results)) {
		expect(page).toContain(`## ${title}`);
		for (const { what, target, measured } of checks)
			expect(page).toContain(`${what} | ${target} | ${measured}`);
	}
	for (const { file } of Object.values(results).flatMap(({ plots = [] }) => plots)) {
		expect(page).toContain(`${file}.svg`);
		expect(await readFile(join(folder.path, `${file}.svg`), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
	}
});
