import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import ts from 'typescript';

import { repoRoot } from '../../testbed/paths';
import { pack } from '../single/about';
import { pinned, withAllBelow } from './dependencies';
import { readme } from './readme';

/** The simulator's name on npm, and the command that starts it. */
export const SIMULATOR_PACKAGE = 'moving-partners-simulator';

/** Read when the simulator runs, by their path from the repository's root, which is their path in the package as well. */
const READ_AT_RUN_TIME = ['docs/faults.md', 'docs/partners/movem.md', 'simulator/pages/assets'];

const BIN = `#!/usr/bin/env node
require('./simulator/commandLine').startFromCommandLine('npx ${SIMULATOR_PACKAGE}');
`;

/**
 * Writes the simulator as a package: its code as JavaScript, the contracts, and what else it reads, where the code
 * expects them. What was in the folder before is deleted.
 */
export async function writeSimulatorPackage(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	const write = async (file: string, text: string) => {
		await mkdir(dirname(join(folder, file)), { recursive: true });
		await writeFile(join(folder, file), text);
	};
	const code = await compiled();
	for (const [file, text] of code) await write(file, text);
	const contracts = (await readdir(join(repoRoot, 'openapi')))
		.filter((file) => file.endsWith('.yaml'))
		.map((file) => `openapi/${file}`);
	for (const path of [...contracts, ...READ_AT_RUN_TIME])
		await cp(join(repoRoot, path), join(folder, path), { recursive: true });
	await write('bin.js', BIN);
	await chmod(join(folder, 'bin.js'), 0o755);
	const dependencies = pinned([...code.values()]);
	await copyFile(join(repoRoot, 'LICENSE'), join(folder, 'LICENSE'));
	await write('LICENSES.md', licences(Object.keys(dependencies)));
	await write('README.md', await readme(SIMULATOR_PACKAGE));
	await write('package.json', `${JSON.stringify(manifest(dependencies), null, '\t')}\n`);
}

/** The simulator's code by the paths in the package. `simulator/main.ts` starts it in this repository only. */
async function compiled(): Promise<Map<string, string>> {
	const { compilerOptions } = ts.readConfigFile(join(repoRoot, 'tsconfig.json'), ts.sys.readFile).config as {
		compilerOptions: object;
	};
	const options = ts.convertCompilerOptionsFromJson(
		{ ...compilerOptions, removeComments: true },
		repoRoot,
	).options;
	const sources = (await readdir(join(repoRoot, 'simulator'), { recursive: true }))
		.filter((file) => file.endsWith('.ts') && file !== 'main.ts')
		.sort();
	const code = new Map<string, string>();
	for (const file of sources) {
		const text = await readFile(join(repoRoot, 'simulator', file), 'utf8');
		// Types are judged by `npm run typecheck`; `isolatedModules` lets each file be compiled alone.
		const { outputText } = ts.transpileModule(text, { compilerOptions: options, fileName: file });
		code.set(join('simulator', file.replace(/\.ts$/, '.js')), outputText);
	}
	return code;
}

function licences(dependencies: readonly string[]): string {
	const packages = withAllBelow(dependencies);
	const rows = new Set(packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`));
	return `# Licences

\`${SIMULATOR_PACKAGE}\` is under the [MIT licence](LICENSE). npm installs these packages with it; none of them is in it. The versions are those that were tested.

| Package | Version | Licence |
| --- | --- | --- |
${[...rows].join('\n')}
`;
}

function manifest(dependencies: Record<string, string>) {
	const { author, engines, license, repository, version } = pack;
	return {
		name: SIMULATOR_PACKAGE,
		version,
		description:
			'Movem, MYMOVE, RentPrep SmartMove, sprove and The Moving Portal, simulated on your own machine, to try out n8n workflows',
		keywords: [
			'n8n',
			'simulator',
			'tenant referencing',
			'tenant screening',
			'mover leads',
			'survey referrals',
		],
		license,
		homepage: `${pack.homepage}/blob/main/docs/simulator.md`,
		author,
		repository,
		engines,
		bin: { [SIMULATOR_PACKAGE]: 'bin.js' },
		files: ['bin.js', 'simulator', 'openapi', 'docs', 'LICENSES.md'],
		dependencies,
	};
}
