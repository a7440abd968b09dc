import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { cleanEnv, npm, run } from '../../testbed/run';
import { codeOf, documents, paths, read, root } from './documents';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** All but the changelog, whose old entries name files that are gone. */
const current = documents.filter((document) => document !== 'CHANGELOG.md');
const code = [...new Set(current.flatMap((document) => codeOf(read(document))))];
const commands = code.flatMap((line) => line.split(' && '));

/** Scripts that print their usage when given a wrong option. */
const WITH_USAGE = [
	'bench',
	'convert',
	'demo',
	'dev',
	'pack:single',
	'release',
	'simulator',
	'screenshot',
	'soak',
	'test:compat',
	'test:faults',
	'test:fuzz',
	'test:live',
	'test:mutants',
	'test:queue',
];

/** Which test runs a script to its end, or in a short form, where `npm test` does not run it. */
const RUN_BY: Record<string, string> = {
	bench: 'test/bench/bench.test.ts',
	build: 'test/n8n/package.test.ts',
	convert: 'test/single/convert.test.ts',
	demo: 'test/n8n/queue.test.ts',
	dev: 'test/testbed/dev.test.ts',
	'fault-matrix': 'test/faults/matrix.test.ts',
	generate: 'test/description/schemas.test.ts',
	release: 'test/release/release.test.ts',
	schemas: 'test/description/schemas.test.ts',
	simulator: 'test/simulator/control/control.test.ts',
	soak: 'test/n8n/polling.test.ts',
	'test:faults': 'test/faults/random.test.ts',
	'test:fuzz': 'test/n8n/fuzz.test.ts',
	'test:live': 'test/n8n/live.test.ts',
	'test:queue': 'test/n8n/queue.test.ts',
	types: 'test/contract/types.test.ts',
};
/** Run by no test: hours of work, and pictures for people to look at. Only the files they name must exist. */
const RUN_BY_NOBODY = ['test:mutants', 'screenshot', 'screenshot:simulator'];

const scriptsIn = (text: string) =>
	[...text.matchAll(/\bnpm run (?:-\S+ )*([a-z][\w:-]*)/g)].map(([, script]) => script!);

describe('npm run', () => {
	it('is followed by a script that exists, wherever it stands in the repository', () => {
		const texts = paths.filter((path) => /\.(md|[cm]?[jt]s|json|ya?ml)$|^\.ci\/run$/.test(path));
		const named = texts.flatMap((path) => scriptsIn(read(path)).map((script) => ({ path, script })));
		expect(named.length).toBeGreaterThan(30);
		expect(named.filter(({ script }) => !scripts[script])).toEqual([]);
	});

	it('is followed by what a test runs, in every document', () => {
		const calledBy = (script: string): string[] => [
			scripts[script]!,
			...scriptsIn(scripts[script]!).flatMap((each) => calledBy(each)),
		];
		const inTest = calledBy('test');
		const isPlayed = (script: string) =>
			script === 'test' || inTest.some((command) => command.startsWith(scripts[script]!));
		const unproved = [...new Set(commands.flatMap(scriptsIn))].filter(
			(script) => !isPlayed(script) && !RUN_BY[script] && !RUN_BY_NOBODY.includes(script),
		);
		expect(unproved).toEqual([]);
		expect(Object.values(RUN_BY).filter((file) => !paths.includes(file))).toEqual([]);
	});

	const withUsage = commands.filter(
		(command) => command.startsWith('npm run ') && WITH_USAGE.includes(scriptsIn(command)[0]!),
	);
	it.each([...new Set(withUsage)])('knows the options of: %s', async (command) => {
		const [, , script = '', , ...options] = command.replace('<row>', 'cpu').split(' ');
		const args = ['run', '--silent', script, '--', ...options, '--help'];
		const { code: exitCode, output } = await npm(args, { cwd: root });
		expect([exitCode, output]).toEqual([0, expect.stringContaining(`Usage: npm run ${script} -- `)]);
		for (const option of options.filter((word) => word.startsWith('--')))
			expect(output).toMatch(new RegExp(`^ +${option} `, 'm'));
	});

	it('is followed by options only where they are tried out', () => {
		const others = commands.filter(
			(command) => / -- /.test(command) && scriptsIn(command).some((script) => !WITH_USAGE.includes(script)),
		);
		expect(others).toEqual([]);
	});
});

describe('npx moving-partners-simulator', () => {
	const called = commands.filter((command) => command.startsWith('npx moving-partners-simulator'));

	// That the package starts so: test/simulator/package.test.ts.
	it('knows the options that documents name', async () => {
		const { output } = await npm(['run', '--silent', 'simulator', '--', '--help'], { cwd: root });
		const options = called.flatMap((command) => command.split(' ').filter((word) => word.startsWith('--')));
		expect(options.length).toBeGreaterThan(3);
		for (const option of options) expect(output).toMatch(new RegExp(`^ +${option} `, 'm'));
	});
});

describe('npx jest', () => {
	const calls = commands
		.filter((command) => /\bnpx jest /.test(command))
		.map((command) => command.replace(/.*\bnpx jest /, '').replace('<folder>', 'docs'));

	it.each([...new Set(calls)])('finds the tests of: %s', async (call) => {
		const words = call.split(' ').filter((word) => word !== '-u');
		const jest = require.resolve('jest/bin/jest');
		const args = [jest, ...words, '--listTests', '--json'];
		const { code: exitCode, stdout } = await run(process.execPath, args, { cwd: root, env: cleanEnv() });
		expect(exitCode).toBe(0);
		const found = JSON.parse(stdout) as string[];
		for (const path of words.filter((word) => word.startsWith('test/')))
			expect([path, found.some((file) => file.includes(`/${path}`))]).toEqual([path, true]);
	});

	it('would take a path after --selectProjects for a project', () => {
		expect(calls.filter((call) => /--selectProjects\b.*test\//.test(call))).toEqual([]);
	});
});

describe('a path', () => {
	const folders = new Set(paths.filter((path) => path.includes('/')).map((path) => path.split('/')[0]!));
	/** `nodes/<Partner>/api.ts:20-40` is any `nodes/…/api.ts`. */
	const asPattern = (path: string) =>
		new RegExp(
			`^${path
				.replace(/:[\d-]+$|\/$/, '')
				.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
				.replace(/<[^>]+>/g, '[^/]+')}$`,
		);

	it('that is named in a document is there', () => {
		const named = code
			.flatMap((line) => line.split(' '))
			.filter((word) => folders.has(word.split('/')[0]!) && word.includes('/') && !word.includes('://'));
		expect(named.length).toBeGreaterThan(30);
		const missing = named.filter((path) => !paths.some((each) => asPattern(path).test(each)));
		// A test may be named without its ending, as Jest accepts it.
		expect(missing.filter((path) => !existsSync(join(root, `${path}.test.ts`)))).toEqual([]);
	});
});
