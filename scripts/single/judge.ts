import { join } from 'node:path';

import type { PartnerName } from '../../simulator/partners';
import { failedStep } from '../../testbed/build';
import { repoRoot } from '../../testbed/paths';
import type { Log } from '../../testbed/progress';
import { run } from '../../testbed/run';
import { UserError } from '../../testbed/userError';
import { isPackedTheSameTwice } from '../fingerprint';
import { SINGLE } from './about';
import { buildSinglePackage, nodeCli } from './build';
import { objections } from './review';

/**
 * Writes and builds a package and holds it to what n8n asks of one: its own lint and build, its scan of source and tarball, what
 * its reviewers ask beyond, and that it is packed to the same bytes twice.
 *
 * @param nodeModules where n8n's command line is (see `ensureNodeCli`)
 * @throws UserError with the first complaint
 */
export async function judge(
	partner: PartnerName,
	folder: string,
	nodeModules: string,
	log: Log,
): Promise<void> {
	const { name } = SINGLE[partner];
	await buildSinglePackage(partner, folder, nodeModules);
	const complaints = objections(partner, folder);
	if (complaints.length > 0) throw new UserError(`${name}:\n${complaints.join('\n')}`);
	const linted = await nodeCli('lint', folder, nodeModules);
	// n8n lets warnings pass; here they do not.
	if (linted.code !== 0 || /\bproblems?\b/.test(linted.output))
		throw failedStep(`n8n-node lint of ${name}`, linted.output);
	const scanned = await run(
		process.execPath,
		['--import', 'tsx', join(repoRoot, 'scripts', 'scan.mjs'), folder],
		{ cwd: repoRoot },
	);
	if (scanned.code !== 0) throw failedStep(`n8n’s scan of ${name}`, scanned.output);
	if (!(await isPackedTheSameTwice(folder, log)))
		throw new UserError(`${name} is packed to other bytes the second time.`);
	log(`${name}: n8n’s lint, build and scan say nothing; packed twice to the same bytes`);
}
