import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { buildIfChanged } from '../../testbed/build';
import { packPackage } from '../../testbed/pack';
import { run } from '../../testbed/run';
import { temporaryFolder } from '../../testbed/temporary';

let source: string;
let dispose: () => Promise<void>;
const write = (file: string, text: string) => {
	mkdirSync(dirname(join(source, file)), { recursive: true });
	writeFileSync(join(source, file), text);
};

/** A checkout whose build copies one file and records that it ran. */
beforeEach(async () => {
	({ path: source, dispose } = await temporaryFolder('moving-partners-build-'));
	const manifest = {
		name: 'built',
		version: '1.0.0',
		files: ['dist/nodes'],
		scripts: { build: 'node build.js' },
	};
	write('package.json', JSON.stringify(manifest));
	write('README.md', 'first');
	write('nodes/Node.ts', 'first');
	write(
		'build.js',
		`const fs = require('fs');
		fs.appendFileSync('builds', '+');
		if (fs.existsSync('broken')) process.exit(1);
		fs.rmSync('dist', { recursive: true, force: true });
		fs.mkdirSync('dist/nodes', { recursive: true });
		fs.copyFileSync('nodes/Node.ts', 'dist/nodes/Node.js');`,
	);
});
afterEach(async () => await dispose());

const builds = () => readFileSync(join(source, 'builds'), 'utf8').length;

/** Builds it if needed; returns the built node. */
async function built(): Promise<string> {
	await buildIfChanged(source, () => undefined);
	return readFileSync(join(source, 'dist/nodes/Node.js'), 'utf8');
}

it('builds once what does not change', async () => {
	await built();
	write('README.md', 'packed as it is');
	expect([await built(), builds()]).toEqual(['first', 1]);
});

it('builds what was changed, and only once', async () => {
	await built();
	write('nodes/Node.ts', 'second');
	await built();
	expect([await built(), builds()]).toEqual(['second', 2]);
});

it.each(['nodes/New.svg', 'credentials/New.ts', 'tsconfig.json', 'gulpfile.js'])(
	'builds again after a change of %s',
	async (file) => {
		await built();
		write(file, 'second');
		await built();
		expect(builds()).toBe(2);
	},
);

it('builds again where dist/ is gone', async () => {
	await built();
	rmSync(join(source, 'dist'), { recursive: true });
	expect([await built(), builds()]).toEqual(['first', 2]);
});

it('builds again after a build that failed, also back at what was built before', async () => {
	await built();
	write('nodes/Node.ts', 'second');
	write('broken', '');
	await expect(built()).rejects.toThrow('npm run build failed');
	write('nodes/Node.ts', 'first');
	rmSync(join(source, 'broken'));
	expect([await built(), builds()]).toEqual(['first', 3]);
});

describe('the tarball', () => {
	/** Packs it if needed; returns the tarball. */
	async function packed(): Promise<Buffer> {
		const tarball = await packPackage({ log: () => undefined, source });
		const bytes = readFileSync(tarball.tarball);
		await tarball.dispose();
		return bytes;
	}

	async function fileIn(tarball: Buffer, file: string): Promise<string> {
		writeFileSync(join(source, 'packed.tgz'), tarball);
		return (await run('tar', ['-xzOf', 'packed.tgz', `package/${file}`], { cwd: source })).stdout;
	}

	it('of what has not changed is the one that was kept', async () => {
		await packed();
		const [kept] = readdirSync(join(source, 'dist')).filter((name) => name.endsWith('.tgz'));
		write(`dist/${kept}`, 'the one that was kept');
		expect(String(await packed())).toBe('the one that was kept');
	});

	it.each(['README.md', 'LICENSE'])('is made anew after a change of %s', async (file) => {
		await packed();
		write(file, 'second');
		expect(await fileIn(await packed(), file)).toBe('second');
	});

	it('is made anew after a change of what is built', async () => {
		await packed();
		write('nodes/Node.ts', 'second');
		expect(await fileIn(await packed(), 'dist/nodes/Node.js')).toBe('second');
	});
});
