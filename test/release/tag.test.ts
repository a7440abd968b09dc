import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

import { withoutSource } from '../../scripts/release/tag';
import { pack, SINGLE } from '../../scripts/single/about';
import { PARTNER_NAMES } from '../../simulator/partners';
import { repoRoot } from '../../testbed/paths';
import { cleanEnv, run } from '../../testbed/run';

const NAMES = PARTNER_NAMES.map((partner) => SINGLE[partner].name);
const NOT_OURS = ['node_modules', 'dist', 'coverage', '.cache', '.git'];
/** What an earlier `npm run pack:single` leaves in the folder of a package besides its source. */
const LEFT = 'dist/packages/n8n-nodes-movem/dist/left.js';

// Each step starts several programs.
jest.setTimeout(180_000);

/** This repository as somebody else has it, with an author who can be reached; its first commit is all there is. */
let folder: string;
let checkout: string;

const env = () => ({
	...cleanEnv(),
	TMPDIR: folder,
	GIT_AUTHOR_NAME: 'Ada',
	GIT_AUTHOR_EMAIL: 'ada@example.test',
	GIT_COMMITTER_NAME: 'Ada',
	GIT_COMMITTER_EMAIL: 'ada@example.test',
	// Nothing may leave this machine, whatever becomes of the refusals.
	npm_config_registry: 'http://127.0.0.1:9/',
});
const ran = async (command: string, ...args: string[]) => {
	const { code, output } = await run(command, args, { cwd: checkout, env: env() });
	if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${output}`);
	return output.trim();
};
const git = async (...args: string[]) => await ran('git', ...args);
const script = async (file: string, ...args: string[]) =>
	await run(process.execPath, ['--import', 'tsx', join('scripts', file), ...args], {
		cwd: checkout,
		env: env(),
	});
const release = async (...args: string[]) => await script('release.ts', ...args);
const state = async () => ({
	branch: await git('symbolic-ref', 'HEAD'),
	head: await git('rev-parse', 'HEAD'),
	index: await git('ls-files', '--stage'),
	tree: await git('status', '--porcelain', '--ignored'),
	left: readdirSync(join(checkout, 'dist'), { recursive: true }).sort(),
});

/** Where n8n's own scan finds the source of each package at a commit; `null` where it does not. */
async function foundBy(commit: string): Promise<Record<string, string | null>> {
	const source = mkdtempSync(join(folder, 'source-'));
	await git('archive', '--format=tar', `--output=${source}.tar`, commit);
	await ran('tar', '-xf', `${source}.tar`, '-C', source);
	const program = `
		import { findPackageRoot } from '@n8n/scan-community-package/scanner/scanner.mjs';
		const names = ${JSON.stringify([pack.name, ...NAMES])};
		const found = names.map((name) => [name, findPackageRoot(${JSON.stringify(source)}, name)]);
		console.log(JSON.stringify(Object.fromEntries(found)));`;
	const text = await ran(process.execPath, '--input-type=module', '--eval', program);
	const found = JSON.parse(text) as Record<string, string | null>;
	return Object.fromEntries(
		Object.entries(found).map(([name, path]) => [
			name,
			path && (path.slice(source.length + 1).replaceAll('\\', '/') || '.'),
		]),
	);
}

beforeAll(async () => {
	folder = realpathSync(mkdtempSync(join(tmpdir(), 'moving-partners-tag-test-')));
	checkout = join(folder, 'checkout');
	cpSync(repoRoot, checkout, {
		recursive: true,
		filter: (path) => path === repoRoot || !NOT_OURS.includes(basename(path)),
	});
	symlinkSync(join(repoRoot, 'node_modules'), join(checkout, 'node_modules'), 'junction');
	mkdirSync(join(checkout, LEFT, '..'), { recursive: true });
	writeFileSync(join(checkout, LEFT), '');
	// As after `npm run release -- version`, and with an address of a person.
	writeFileSync(join(checkout, 'CHANGELOG.md'), `# Changelog\n\n## ${pack.version}\n\n- Something.\n`);
	await git('init', '--quiet', '--initial-branch=main');
	// As many have it in a file of their own, for all their repositories.
	writeFileSync(join(checkout, '.git/info/exclude'), 'dist/\n');
	await git('add', '--all');
	await git('commit', '--quiet', '--message=0');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// One after the other, as a release goes.
it('a tag is not made while something is in the way, and everything that is is named', async () => {
	const manifest = join(checkout, 'package.json');
	const placeholder = readFileSync(manifest, 'utf8').replace(/"email": ".*"/, '"email": "desk@firm.example"');
	writeFileSync(manifest, placeholder);
	await git('tag', pack.version);
	const { code, output } = await release('tag');
	expect(code).toBe(1);
	expect(output.trim().split('\n')).toEqual([
		'The working tree is not clean: commit what has changed (git status names it), or take it back.',
		`The tag ${pack.version} exists: give package.json another version, or delete the tag if it was never pushed (git tag --delete ${pack.version}).`,
		'package.json has the address desk@firm.example, at which nobody can be reached.',
	]);
	await git('tag', '--delete', pack.version);
	writeFileSync(manifest, placeholder.replace('desk@firm.example', 'desk@lettings.test'));
	await git('commit', '--quiet', '--all', `--message=${pack.version}`);
});

it('n8n’s scan finds the source of every package at the tag, and all else is as before', async () => {
	const before = await state();
	expect(await foundBy('HEAD')).toMatchObject({ [pack.name]: '.', [NAMES[0]!]: null });
	const { code, output } = await release('tag');
	expect([code, output]).toEqual([0, expect.stringContaining(`git push origin ${pack.version}`)]);
	expect(await state()).toEqual(before);
	expect(await foundBy(pack.version)).toEqual({
		[pack.name]: '.',
		...Object.fromEntries(NAMES.map((name) => [name, `dist/packages/${name}`])),
	});
	// One commit beside the branch, and nothing in it but their source.
	expect(await git('rev-parse', `${pack.version}^`)).toBe(before.head);
	const added = (await git('diff', '--name-status', 'HEAD', pack.version)).split('\n');
	expect(added.filter((line) => !/^A\tdist\/packages\/n8n-nodes-[\w-]+\/\S+$/.test(line))).toEqual([]);
	expect(added.filter((line) => /\/(dist|node_modules)\//.test(line.slice('A\tdist/'.length)))).toEqual([]);
});

it('nothing is published from a commit without that source', async () => {
	const { code, output } = await release('publish');
	expect(code).toBe(1);
	expect(output.trim()).toBe(
		`HEAD does not hold the source of ${NAMES.join(', ')}, and n8n verifies no package without it: publish from a tag that npm run release -- tag has made.`,
	);
});

it('what is packed at the tag is what the tag holds, and the next tag holds nothing of this one', async () => {
	rmSync(join(checkout, 'dist'), { recursive: true });
	await git('checkout', '--quiet', pack.version);
	expect(await withoutSource(checkout)).toEqual([]);
	expect((await script('packSingle.ts', '--unchecked')).code).toBe(0);
	await git('diff', '--exit-code', '--', 'dist/packages');

	// Somebody goes on from the tag, where a package had a file more.
	const more = 'dist/packages/n8n-nodes-movem/nodes/Movem/more.ts';
	writeFileSync(join(checkout, more), '');
	await git('add', '--force', more);
	await git('commit', '--quiet', '--message=more');
	await git('tag', '--delete', pack.version);
	expect((await release('tag')).code).toBe(0);
	expect(await git('diff', '--name-status', 'HEAD', pack.version)).toBe(`D\t${more}`);
});

it('the workflow holds what it packs to the tag before it publishes', () => {
	const { jobs } = parse(readFileSync(join(repoRoot, '.github/workflows/publish.yml'), 'utf8')) as {
		jobs: { publish: { steps: Array<{ run?: string }> } };
	};
	expect(jobs.publish.steps.map((step) => step.run).slice(-3)).toEqual([
		'npm run pack:single',
		'git diff --exit-code -- dist/packages',
		'npm run release -- publish',
	]);
});
