import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

import { npm } from '../../testbed/run';
import { temporaryFolder } from '../../testbed/temporary';

const root = join(__dirname, '../..');
const NODE = 'dist/nodes/Movem/Movem.node.js';

/** A registry that has no package yet. */
let registry: Server;
beforeAll(async () => {
	registry = createServer((_request, response) => void response.writeHead(404).end('{}'));
	await new Promise<void>((listening) => void registry.listen(0, '127.0.0.1', listening));
});
afterAll(() => void registry.close());

let folder: string;
let dispose: () => Promise<void>;
beforeEach(async () => {
	({ path: folder, dispose } = await temporaryFolder('moving-partners-checkout-'));
	for (const file of ['.npmrc', 'README.md', 'LICENSE']) copyFileSync(join(root, file), join(folder, file));
	const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		scripts: Record<string, string>;
	};
	// A build that takes no time; the tests on a real n8n pack the real one.
	manifest.scripts.build = 'node build.js';
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
	const build = `require('fs').mkdirSync('${dirname(NODE)}', { recursive: true }); require('fs').writeFileSync('${NODE}', '');`;
	writeFileSync(join(folder, 'build.js'), build);
});
afterEach(async () => await dispose());

const inCheckout = async (...args: string[]) => await npm(args, { cwd: folder });
const filesIn = (json: string) => {
	const [packed] = JSON.parse(json) as [{ files: Array<{ path: string }> }];
	return packed.files.map(({ path }) => path);
};
const tarballs = (where: string) => readdirSync(where).filter((name) => name.endsWith('.tgz'));

describe('a checkout that has not been built', () => {
	it('is not packed', async () => {
		const { code, output } = await inCheckout('pack');
		expect(code).not.toBe(0);
		expect(output).toMatch(/no such file or directory, open '.*dist/);
		expect(tarballs(folder)).toEqual([]);
		expect(existsSync(join(folder, 'dist'))).toBe(false);
	});

	it('is built when it is published, although .npmrc keeps other scripts from running', async () => {
		const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
		const { code, output } = await inCheckout('publish', '--dry-run', '--registry', url);
		expect([code, output]).toEqual([0, expect.stringContaining(NODE)]);
	});
});

it('a checkout that has been built is packed, without the package that was packed before', async () => {
	mkdirSync(join(folder, 'dist'));
	writeFileSync(join(folder, 'dist/older-0.0.9.tgz'), '');
	await inCheckout('run', 'build');
	const { code, stdout } = await inCheckout('pack', '--json');
	expect([code, filesIn(stdout).sort()]).toEqual([0, ['LICENSE', 'README.md', NODE, 'package.json']]);
	expect(tarballs(join(folder, 'dist'))).toHaveLength(2);
});

it('is installed without a warning on the Node that runs this', async () => {
	for (const file of ['package.json', 'package-lock.json'])
		copyFileSync(join(root, file), join(folder, file));
	const { code, output } = await inCheckout('ci', '--dry-run', '--offline');
	expect([code, output.split('\n').filter((line) => line.startsWith('npm'))]).toEqual([0, []]);
});
