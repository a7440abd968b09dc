import { readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { PARTNERS, type PartnerName } from '../../simulator/partners';
import { nodeCliManifestFolder, nodeFolderOf, repoRoot } from '../../testbed/paths';
import { pack, SINGLE } from './about';
import { readme } from './readme';
import { sourcesOf } from './sources';

/** n8n’s own lint configuration, to the letter: `n8n-node lint` refuses any other in a package that is `strict`. */
const ESLINT_CONFIG = `import { config } from '@n8n/node-cli/eslint';

export default config;
`;

/**
 * Writes the package of one partner: its nodes, its credential and what they need of the engine, laid out as n8n’s
 * starter lays out a package. What was in the folder before is deleted.
 */
export async function writeSinglePackage(partner: PartnerName, folder: string): Promise<void> {
	const { name } = SINGLE[partner];
	const node = nodeFolderOf(partner);
	const nodes = pack.n8n.nodes.filter((file) => file.startsWith(`dist/nodes/${node}/`));
	const credentials = [`dist/credentials/${node}Api.credentials.js`];
	const sources = sourcesOf(
		[...nodes, ...credentials].map((file) => file.replace(/^dist\/(.*)\.js$/, '$1.ts')),
	);

	await rm(folder, { recursive: true, force: true });
	const write = async (file: string, text: string) => {
		await mkdir(dirname(join(folder, file)), { recursive: true });
		await writeFile(join(folder, file), text);
	};
	const asJson = (value: unknown) => `${JSON.stringify(value, null, '\t')}\n`;

	for (const [file, text] of sources) await write(file, text);
	for (const file of await readdir(join(repoRoot, 'nodes', node))) {
		const from = join('nodes', node, file);
		if (file.endsWith('.svg')) await copyFile(join(repoRoot, from), join(folder, from));
		if (file.endsWith('.node.json'))
			await write(
				from,
				(await readFile(join(repoRoot, from), 'utf8')).replace(`"${pack.name}.`, `"${name}.`),
			);
		if (file === '__schema__') await cp(join(repoRoot, from), join(folder, from), { recursive: true });
	}
	await copyFile(join(repoRoot, 'LICENSE'), join(folder, 'LICENSE.md'));
	await copyFile(join(repoRoot, 'CHANGELOG.md'), join(folder, 'CHANGELOG.md'));
	await write('README.md', await readme(partner));
	await write('eslint.config.mjs', ESLINT_CONFIG);
	await write('.gitignore', 'dist\nnode_modules\n');
	await write('tsconfig.json', asJson(await tsconfig()));
	await write('package.json', asJson(manifest(partner, nodes, credentials)));
}

async function tsconfig() {
	const { compilerOptions } = JSON.parse(await readFile(join(repoRoot, 'tsconfig.json'), 'utf8')) as {
		compilerOptions: Record<string, unknown>;
	};
	return {
		compilerOptions: {
			...compilerOptions,
			noEmit: false,
			rootDir: '.',
			outDir: './dist/',
			removeComments: true,
			types: [],
		},
		// n8n’s build takes the codex files from here.
		include: ['credentials/**/*', 'nodes/**/*', 'nodes/**/*.json'],
	};
}

function manifest(partner: PartnerName, nodes: string[], credentials: string[]) {
	const { name, description, keywords } = SINGLE[partner];
	const { author, engines, license, repository, version } = pack;
	const { devDependencies } = JSON.parse(
		readFileSync(join(nodeCliManifestFolder, 'package.json'), 'utf8'),
	) as { devDependencies: Record<string, string> };
	return {
		name,
		version,
		description,
		keywords: ['n8n-community-node-package', 'n8n', ...keywords],
		license,
		homepage: `${pack.homepage}/blob/main/docs/partners/${PARTNERS[partner].prefix}.md`,
		author,
		repository,
		engines,
		files: ['dist/nodes', 'dist/credentials'],
		scripts: { build: 'n8n-node build', lint: 'n8n-node lint', prepublishOnly: 'n8n-node build' },
		n8n: { n8nNodesApiVersion: pack.n8n.n8nNodesApiVersion, strict: true, nodes, credentials },
		devDependencies,
		peerDependencies: { 'n8n-workflow': '*' },
	};
}
