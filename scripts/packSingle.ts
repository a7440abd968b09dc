import { join } from 'node:path';

import { PARTNER_NAMES } from '../simulator/partners';
import { command } from '../testbed/commandLine';
import { ensureNodeCli } from '../testbed/nodeCli';
import { repoRoot } from '../testbed/paths';
import { toStderr } from '../testbed/progress';
import { runMain, UserError } from '../testbed/userError';
import { isPackedTheSameTwice } from './fingerprint';
import { SINGLE } from './single/about';
import { writeSinglePackage } from './single/folder';
import { judge } from './single/judge';
import { SIMULATOR_PACKAGE, writeSimulatorPackage } from './simulatorPackage/folder';

const program = command('pack:single')
	.description(
		'Makes a package of each partner, as n8n verifies them, and holds it to n8n’s own lint, build and scan; and one of the simulator.',
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
	const simulator = join(out, SIMULATOR_PACKAGE);
	await writeSimulatorPackage(simulator);
	if (unchecked) return 0;
	if (!(await isPackedTheSameTwice(simulator, toStderr)))
		throw new UserError(`${SIMULATOR_PACKAGE} is packed to other bytes the second time.`);
	toStderr(`${SIMULATOR_PACKAGE}: packed twice to the same bytes`);
	return 0;
}

void runMain(main);
