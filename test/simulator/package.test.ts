import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { fingerprint } from '../../scripts/fingerprint';
import { withAllBelow } from '../../scripts/simulatorPackage/dependencies';
import { SIMULATOR_PACKAGE, writeSimulatorPackage } from '../../scripts/simulatorPackage/folder';
import { documentedFault } from '../../simulator/faults/documentedFaults';
import { SIMULATED_CREDENTIALS } from '../../simulator/http/server';
import { PARTNERS } from '../../simulator/partners';
import { packPackage } from '../../testbed/pack';
import { cleanEnv, run } from '../../testbed/run';
import { call } from './support/client';

const root = join(__dirname, '../..');
const quiet = () => undefined;

/** Notes every package that a file of the simulator asks for, as long as the process runs. */
const NOTE_PACKAGES = `
const { appendFileSync } = require('node:fs');
const Module = require('node:module');
const { sep } = require('node:path');
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
	const asks = parent?.filename?.split(sep + 'node_modules' + sep).pop() ?? '';
	if (asks.startsWith('${SIMULATOR_PACKAGE}' + sep)) appendFileSync(process.env.NOTES, request + '\\n');
	return resolve.call(this, request, parent, ...rest);
};
`;

let folder: string;
/** An empty folder in which the package was installed. */
let home: string;
let manifest: { version: string; bin: Record<string, string>; dependencies: Record<string, string> };

/** Does what `npm install` does, from the packages of this repository, so that no network is needed. */
async function install(tarball: string): Promise<void> {
	const modules = join(home, 'node_modules');
	const target = join(modules, SIMULATOR_PACKAGE);
	mkdirSync(target, { recursive: true });
	const { code, output } = await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], {
		cwd: home,
	});
	expect([code, output]).toEqual([0, '']);
	manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as typeof manifest;
	for (const { folder: from } of withAllBelow(Object.keys(manifest.dependencies))) {
		// Below a package stands only what it depends on; that is copied in its own turn.
		const filter = (source: string) => !source.slice(join(root, from).length).includes('node_modules');
		mkdirSync(dirname(join(home, from)), { recursive: true });
		cpSync(join(root, from), join(home, from), { recursive: true, filter });
	}
	mkdirSync(join(modules, '.bin'));
	for (const [name, file] of Object.entries(manifest.bin))
		symlinkSync(join(target, file), join(modules, '.bin', name));
}

const start = (...options: string[]) =>
	spawn(join(home, 'node_modules', '.bin', SIMULATOR_PACKAGE), options, {
		cwd: home,
		env: {
			...cleanEnv(),
			NODE_OPTIONS: `--require=${join(home, 'note.cjs')}`,
			NOTES: join(home, 'notes.txt'),
		},
	});

async function allOf({ stdout, stderr }: ChildProcessWithoutNullStreams, end = '\0'): Promise<string> {
	let text = '';
	stderr.on('data', (chunk) => (text += String(chunk)));
	for await (const chunk of stdout) {
		text += String(chunk);
		if (text.includes(end)) break;
	}
	return text;
}

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'moving-partners-simulator-'));
	home = join(folder, 'home');
	mkdirSync(home);
	writeFileSync(join(home, 'note.cjs'), NOTE_PACKAGES);
	await writeSimulatorPackage(join(folder, 'first'));
	const packed = await packPackage({ log: quiet, source: join(folder, 'first'), build: false });
	expect(packed.name).toBe(SIMULATOR_PACKAGE);
	await install(packed.tarball);
	await packed.dispose();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the simulator, installed from its package in an empty folder', () => {
	let simulator: ChildProcessWithoutNullStreams;
	let url: string;

	beforeAll(async () => {
		simulator = start('--port', '0', '--seed', '5');
		const said = await allOf(simulator, 'Ctrl-C stops it');
		expect(said).toContain('The simulated partners are there.');
		url = /Page +(http:\/\/127\.0\.0\.1:\d+)\/\n/.exec(said)![1]!;
	}, 60_000);
	afterAll(() => void simulator.kill('SIGKILL'));

	it('shows its page, with all that the page loads and what is read from the documents', async () => {
		const { status, text } = await call('GET', `${url}/`);
		expect(status).toBe(200);
		const loaded = [...text.matchAll(/(?:href|src)="(\/_page\/assets\/[^"]+)"/g)];
		expect(loaded).toHaveLength(4);
		for (const [, address = ''] of loaded) expect((await call('GET', url + address)).status).toBe(200);
		expect(text).toContain(documentedFault('HTTP 503')!.happens.slice(1));
		expect(text).toContain('Every create takes one credit.');
	});

	it('holds a request to the contract', async () => {
		const headers = { 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };
		const tenant = { name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3, 9 Larch Row' };
		const create = async (body: object) =>
			(await call('POST', `${url}/movem/application`, { headers, body })).status;
		expect([await create(tenant), await create({ name: 'Ada Quill' })]).toEqual([200, 400]);
		expect((await call('GET', `${url}/_control/violations`)).text).toContain('email');
	});

	it('depends on what its code asks for, in the versions of this repository, and on nothing else', async () => {
		await call('GET', `${url}/_page/assets/pico.css`);
		await call('GET', `${url}/_page/assets/htmx.js`);
		const asked = readFileSync(join(home, 'notes.txt'), 'utf8')
			.split('\n')
			.filter((request) => /^@?[a-z]/.test(request) && !request.startsWith('node:'))
			.map((request) => /^(@[^/]+\/)?[^/]+/.exec(request)![0]);
		// The typings of Commander load Commander, and leave its version to whoever installs them.
		const names = [...new Set([...asked, 'commander'])].sort();
		expect(Object.keys(manifest.dependencies)).toEqual(names);
		const repository = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
			version: string;
			devDependencies: Record<string, string>;
		};
		expect(repository.devDependencies).toMatchObject(manifest.dependencies);
		expect(manifest.version).toBe(repository.version);
	});

	it('stops at Ctrl-C', async () => {
		const ended = once(simulator, 'exit');
		simulator.kill('SIGINT');
		expect(await ended).toEqual([0, null]);
	});
});

it('knows the options that its README names', async () => {
	const usage = await allOf(start('--help'));
	expect(usage).toContain(`Usage: npx ${SIMULATOR_PACKAGE} `);
	const readme = readFileSync(join(folder, 'first', 'README.md'), 'utf8');
	const named = [...readme.matchAll(new RegExp(`\`npx ${SIMULATOR_PACKAGE} (--[a-z0-9]+) `, 'g'))];
	expect(named).toHaveLength(5);
	for (const [, option = ''] of named) expect(usage).toContain(`  ${option} `);
});

it('carries the contract of every partner', () => {
	const files = readdirSync(join(folder, 'first', 'openapi')).sort();
	expect(files).toEqual(
		Object.values(PARTNERS)
			.map(({ prefix }) => `${prefix}.yaml`)
			.sort(),
	);
	for (const file of files)
		expect(readFileSync(join(folder, 'first', 'openapi', file), 'utf8')).toBe(
			readFileSync(join(root, 'openapi', file), 'utf8'),
		);
});

it('lists the licence of all that npm installs with it, each of which lets it be used freely', () => {
	const rows = [
		...readFileSync(join(folder, 'first', 'LICENSES.md'), 'utf8').matchAll(
			/^\| (\S+) \| (\d\S*) \| (.+) \|$/gm,
		),
	];
	const listed = rows.map(([, name, version]) => `${name}@${version}`);
	const installed = readdirSync(join(home, 'node_modules'), { recursive: true, encoding: 'utf8' })
		.filter((file) => /(^|\/node_modules\/)(@[^/]+\/)?[^/@]+\/package\.json$/.test(`/node_modules/${file}`))
		.filter((file) => !file.startsWith(SIMULATOR_PACKAGE))
		.map(
			(file) =>
				JSON.parse(readFileSync(join(home, 'node_modules', file), 'utf8')) as typeof manifest & {
					name: string;
				},
		)
		.map(({ name, version }) => `${name}@${version}`);
	expect(listed.sort()).toEqual([...new Set(installed)].sort());
	const free = ['MIT', 'ISC', 'BSD-0-Clause', 'BSD-3-Clause'];
	expect(rows.filter(([, , , licence = '']) => !free.includes(licence))).toEqual([]);
});

it('is packed to the same bytes, made anew', async () => {
	await writeSimulatorPackage(join(folder, 'second'));
	expect(await fingerprint(join(folder, 'second'), quiet)).toBe(
		await fingerprint(join(folder, 'first'), quiet),
	);
}, 60_000);
