import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { packPackage } from '../../testbed/pack';

const root = join(__dirname, '../..');

interface Manifest {
	dependencies?: object;
	peerDependencies: object;
	main: string;
	n8n: { nodes: string[]; credentials: string[] };
}

/** The published package, as built by `npm run build`. */
describe('the package', () => {
	const run = (command: string, ...args: string[]) =>
		execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	const manifest = JSON.parse(run('npm', 'pkg', 'get')) as Manifest;

	beforeAll(async () => await (await packPackage({ log: () => undefined })).dispose(), 120_000);

	it('needs nothing at run time but n8n', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('gives a program every node and credential by its name', () => {
		const code = 'const pack = require(process.cwd()); console.log(JSON.stringify(Object.keys(pack)))';
		const names = JSON.parse(run(process.execPath, '-e', code)) as string[];
		const listed = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) =>
			file.replace(/^.*\/(\w+)\.(node|credentials)\.js$/, '$1'),
		);
		expect(names.sort()).toEqual(listed.sort());
		expect(names).toContain('SmartMoveTrigger');
	});

	it('holds what n8n needs and nothing else', () => {
		const [packed] = JSON.parse(run('npm', 'pack', '--dry-run', '--json')) as [
			{ size: number; files: Array<{ path: string }> },
		];
		const paths = packed.files.map(({ path }) => path);
		expect(
			paths.filter(
				(path) =>
					!/^(dist\/pack\.js|dist\/(nodes|credentials)\/.*\.(js|json|svg)|package\.json|README\.md|LICENSE)$/.test(
						path,
					),
			),
		).toEqual([]);
		expect(paths).toEqual(expect.arrayContaining([...manifest.n8n.nodes, ...manifest.n8n.credentials]));
		// Each node has its icons and its codex file beside it.
		for (const node of manifest.n8n.nodes) expect(paths).toContain(node.replace(/\.js$/, '.json'));
		expect(packed.size).toBeLessThan(150_000);
	});
});
