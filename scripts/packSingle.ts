import { join } from 'node:path';

import { PARTNER_NAMES } from '../simulator/partners';
import { command } from '../testbed/commandLine';
import { ensureNodeCli } from '../testbed/nodeCli';
import { repoRoot } from '../testbed/paths';
import { toStderr } from '../testbed/progress';
import { runMain } from '../testbed/userError';
import { SINGLE } from './single/about';
import { writeSinglePackage } from './single/folder';
import { judge } from './single/judge';

const program = command('pack:single')
	.description(
		'Makes a package of each partner, as n8n verifies them, and holds it to n8n’s own lint, build and scan.',
	)
	.option('--out <folder>', 'where the packages are written', join(repoRoot, 'dist', 'packages'))
	.option('--unchecked', 'write the packages only');

async function main(): Promise<number> {
	const { out, unchecked = false } = program.parse().opts();
	const nodeModules = unchecked ? undefined : await ensureNodeCli(toStderr);
	for (const partner of PARTNER_NAMES) {
		const folder = join(out, SINGLE[partner].name);
		if (nodeModules === undefined) await writeSinglePackage(partner, folder);
		else await judge(partner, folder, nodeModules, toStderr);
	}
	return 0;
}

void runMain(main);
