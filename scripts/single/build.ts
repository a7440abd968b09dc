import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

import type { PartnerName } from '../../simulator/partners';
import { failedStep } from '../../testbed/build';
import { cleanEnv, run, type RunResult } from '../../testbed/run';
import { SINGLE } from './about';
import { writeSinglePackage } from './folder';

/**
 * Runs n8n's command line in a package's folder.
 *
 * @param nodeModules where n8n's command line is (see `ensureNodeCli`)
 */
export async function nodeCli(
	command: 'build' | 'lint',
	folder: string,
	nodeModules: string,
): Promise<RunResult> {
	return await run(
		process.execPath,
		[join(nodeModules, '@n8n', 'node-cli', 'bin', 'n8n-node.mjs'), command],
		// A terminal's spinner would fill the output.
		{ cwd: folder, env: { ...cleanEnv(), CI: 'true', NO_COLOR: '1' } },
	);
}

/** Writes the package of one partner and builds it as n8n's starter does. @throws UserError when that fails */
export async function buildSinglePackage(
	partner: PartnerName,
	folder: string,
	nodeModules: string,
): Promise<void> {
	await writeSinglePackage(partner, folder);
	await symlink(nodeModules, join(folder, 'node_modules'));
	const { code, output } = await nodeCli('build', folder, nodeModules);
	if (code !== 0) throw failedStep(`n8n-node build of ${SINGLE[partner].name}`, output);
}
