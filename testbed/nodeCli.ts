import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { failedStep } from './build';
import { withLock } from './lock';
import { nodeCliManifestFolder, userCacheFolder } from './paths';
import { withProgress, type Log } from './progress';
import { npm } from './run';

/**
 * n8n's own command line for packages, `n8n-node`, installed on first use into the user's cache folder: its
 * dependencies weigh more than all others of this repository.
 *
 * @returns the `node_modules` in which a package finds it
 * @throws UserError when it cannot be installed
 */
export async function ensureNodeCli(log: Log): Promise<string> {
	const lockfile = await readFile(join(nodeCliManifestFolder, 'package-lock.json'));
	const key = createHash('sha256').update(lockfile).digest('hex').slice(0, 12);
	const name = `node-cli-${key}`;
	const folder = join(userCacheFolder(), name);
	await withLock(join(userCacheFolder(), `${name}.lock`), 'installing n8n’s command line', log, async () => {
		if (existsSync(folder)) return;
		log('Installing n8n’s command line for packages once (takes a minute and 400 MB)');
		const staging = `${folder}.partial`;
		await rm(staging, { recursive: true, force: true });
		await mkdir(staging, { recursive: true });
		for (const file of ['package.json', 'package-lock.json', '.npmrc'])
			await copyFile(join(nodeCliManifestFolder, file), join(staging, file));
		const installed = await withProgress({ log, step: 'Installing n8n’s command line' }, () =>
			npm(['ci', '--no-audit', '--loglevel=error'], { cwd: staging }),
		);
		if (installed.code !== 0) throw failedStep('npm ci', installed.output);
		await rename(staging, folder);
	});
	return join(folder, 'node_modules');
}
