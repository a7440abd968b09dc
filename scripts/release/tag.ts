import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { PARTNER_NAMES } from '../../simulator/partners';
import { failedStep } from '../../testbed/build';
import { cleanEnv, run } from '../../testbed/run';
import { temporaryFolder } from '../../testbed/temporary';
import { UserError } from '../../testbed/userError';
import { SINGLE } from '../single/about';
import { writeSinglePackage } from '../single/folder';
import { obstacles } from './obstacles';

/** Where `npm run pack:single` writes the packages, from the repository's root. */
export const PACKAGES = 'dist/packages';

async function git(folder: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
	const { code, stdout, output } = await run('git', args, { cwd: folder, env: { ...cleanEnv(), ...env } });
	if (code !== 0) throw failedStep(`git ${args.join(' ')}`, output);
	return stdout.trim();
}

async function holds(root: string, what: string): Promise<boolean> {
	const { code } = await run('git', ['cat-file', '-e', what], { cwd: root });
	return code === 0;
}

/**
 * Makes a commit beside the current branch that holds, besides what HEAD holds, the source of the packages of one
 * partner each, and tags it with the version of package.json. n8n's scan lints the source at the commit that a package
 * was published from, and looks in it for a package.json of that name. Branch, index and working tree stay as they are.
 *
 * @param root the checkout's folder
 * @returns the tag
 * @throws UserError with a sentence for each thing that is in the way
 */
export async function tagRelease(root: string): Promise<string> {
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
	const inTheWay = [
		...((await git(root, ['status', '--porcelain'])) === ''
			? []
			: ['The working tree is not clean: commit what has changed (git status names it), or take it back.']),
		...((await holds(root, `refs/tags/${version}`))
			? [
					`The tag ${version} exists: give package.json another version, or delete the tag if it was never pushed (git tag --delete ${version}).`,
				]
			: []),
		...obstacles(root, version),
	];
	if (inTheWay.length > 0) throw new UserError(inTheWay.join('\n'));

	const { path: temporary, dispose } = await temporaryFolder('moving-partners-tag-');
	try {
		const commit = await commitWithPackages(root, temporary, version);
		// The empty old value makes git refuse a tag that somebody has set in the meantime.
		await git(root, ['update-ref', `refs/tags/${version}`, commit, '']);
	} finally {
		await dispose();
	}
	return version;
}

/** @returns the hash of a commit on top of HEAD that no branch knows */
async function commitWithPackages(root: string, temporary: string, version: string): Promise<string> {
	const written = join(temporary, 'tree');
	await mkdir(written);
	for (const partner of PARTNER_NAMES)
		await writeSinglePackage(partner, join(written, PACKAGES, SINGLE[partner].name));
	const repository = await git(root, ['rev-parse', '--absolute-git-dir']);
	const head = await git(root, ['rev-parse', '--verify', 'HEAD']);
	const beside = async (...args: string[]) =>
		await git(written, [`--git-dir=${repository}`, '--work-tree=.', ...args], {
			GIT_INDEX_FILE: join(temporary, 'index'),
		});
	await beside('read-tree', head);
	// By force, because somebody's git may ignore every dist/; all, so that nothing stays that an earlier tag had there.
	await beside('add', '--all', '--force', '--', PACKAGES);
	const tree = await beside('write-tree');
	const message = `${version}, with the source of the packages of one partner each`;
	return await beside('commit-tree', tree, '-p', head, '-m', message);
}

/** The packages of one partner each whose source HEAD does not hold; none in a checkout of what `tagRelease` has tagged. */
export async function withoutSource(root: string): Promise<string[]> {
	const names = PARTNER_NAMES.map((partner) => SINGLE[partner].name);
	const held = await Promise.all(
		names.map(async (name) => await holds(root, `HEAD:${PACKAGES}/${name}/package.json`)),
	);
	return names.filter((_, index) => !held[index]);
}
