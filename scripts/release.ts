import { join } from 'node:path';

import { PARTNER_NAMES } from '../simulator/partners';
import { command } from '../testbed/commandLine';
import { packPackage } from '../testbed/pack';
import { repoRoot } from '../testbed/paths';
import { toStderr } from '../testbed/progress';
import { cleanEnv, npm } from '../testbed/run';
import { runMain, UserError } from '../testbed/userError';
import { obstacles } from './release/obstacles';
import { PACKAGES, tagRelease, withoutSource } from './release/tag';
import { setVersion } from './release/version';
import { pack, SINGLE } from './single/about';
import { SIMULATOR_PACKAGE } from './simulatorPackage/folder';

const program = command('release').description(
	'The steps of a release; docs/releasing.md says when each is taken.',
);

program
	.command('version')
	.description(
		'moves what is “Unreleased” in CHANGELOG.md under the version of package.json, and puts that version wherever a reader is told it',
	)
	.action(async () => await setVersion(repoRoot, pack.version, new Date().toISOString().slice(0, 10)));

program
	.command('check')
	.description('says what keeps this checkout from being released')
	.requiredOption('--tag <tag>', 'the tag that is to be released')
	.action(({ tag }) => {
		const found = obstacles(repoRoot, tag);
		if (found.length > 0) throw new UserError(found.join('\n'));
	});

program
	.command('tag')
	.description(
		'tags HEAD with the version of package.json, in a commit of its own that has the source of the packages of one partner each as well',
	)
	.action(async () => {
		const tag = await tagRelease(repoRoot);
		toStderr(`${tag} is tagged: git push origin ${tag} releases it`);
	});

program
	.command('publish')
	.description('publishes the pack, the packages of one partner each and the simulator, with provenance')
	.option('--dry-run', 'let npm only say what it would publish')
	.action(async ({ dryRun = false }) => {
		const missing = dryRun ? [] : await withoutSource(repoRoot);
		if (missing.length > 0)
			throw new UserError(
				`HEAD does not hold the source of ${missing.join(', ')}, and n8n verifies no package without it: publish from a tag that npm run release -- tag has made.`,
			);
		const others = [...PARTNER_NAMES.map((partner) => SINGLE[partner].name), SIMULATOR_PACKAGE];
		const folders = others.map((name) => join(repoRoot, PACKAGES, name));
		for (const source of [repoRoot, ...folders]) await publish(source, dryRun);
	});

async function publish(source: string, dryRun: boolean): Promise<void> {
	const packed = await packPackage({ log: toStderr, source, build: source === repoRoot });
	try {
		const how = dryRun ? ['--dry-run'] : ['--provenance'];
		const { code, output } = await npm(
			['publish', packed.tarball, '--access=public', '--ignore-scripts', ...how],
			{
				cwd: repoRoot,
				env: cleanEnv(),
			},
		);
		if (code !== 0) throw new UserError(`${packed.name} was not published:\n${output.trim()}`);
		toStderr(`${packed.name} ${packed.version} ${dryRun ? 'would be' : 'is'} published`);
	} finally {
		await packed.dispose();
	}
}

async function main(): Promise<number> {
	await program.parseAsync();
	return 0;
}

void runMain(main);
