import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { buildIfChanged, failedStep, fingerprintOf } from './build';
import type { Log } from './progress';
import { withLock } from './lock';
import { repoRoot, userCacheFolder } from './paths';
import { npm, run } from './run';
import { temporaryFolder } from './temporary';
import { UserError } from './userError';

export interface PackedPackage {
	name: string;
	version: string;
	/** Absolute path of the tarball, in a temporary folder of its own. */
	tarball: string;
	/** Deletes that folder. */
	dispose(): Promise<void>;
}

export interface PackOptions {
	log: Log;
	/** The package's folder; this repository unless a test packs another. */
	source?: string;
	/** Whether to build it first if it has changed since the last build. */
	build?: boolean;
}

/** Packs a package into a folder. @returns the path of the tarball */
async function pack(source: string, folder: string): Promise<string> {
	const packed = await npm(['pack', '--json', '--ignore-scripts', `--pack-destination=${folder}`], {
		cwd: source,
	});
	if (packed.code !== 0) throw failedStep('npm pack', packed.output);
	const [described] = JSON.parse(packed.stdout) as Array<{ filename: string }>;
	if (!described) throw failedStep('npm pack', packed.output);
	// npm 9 writes a scoped name with its slash here, and the file without.
	return join(folder, described.filename.replace('@', '').replace('/', '-'));
}

/** What npm packs of a package besides what its package.json names, if it is there. */
const ALWAYS_PACKED = ['README.md', 'LICENSE'];

/** Like {@link pack}, but of a package that has not changed since it takes the tarball of the last time. */
async function packIfChanged(source: string, folder: string): Promise<string> {
	const fingerprint = fingerprintOf(source, ALWAYS_PACKED);
	const kept = join(source, 'dist', `packed-${fingerprint.slice(0, 16)}.tgz`);
	if (!existsSync(kept)) await copyFile(await pack(source, folder), kept);
	const tarball = join(folder, basename(kept));
	await copyFile(kept, tarball);
	return tarball;
}

/**
 * Builds a package if it has changed, and packs it as `npm publish` would, so that the tests run what is published.
 */
export async function packPackage({
	log,
	source = repoRoot,
	build = true,
}: PackOptions): Promise<PackedPackage> {
	const { path: folder, dispose } = await temporaryFolder('moving-partners-pack-');
	// `npm run build` empties dist/: two processes must not build and pack at the same time.
	const tarball = await withLock(
		join(userCacheFolder(), `pack-${basename(source)}.lock`),
		'building the nodes',
		log,
		async () => {
			if (!build) return await pack(source, folder);
			await buildIfChanged(source, log);
			return await packIfChanged(source, folder);
		},
	);
	const { name, version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as {
		name: string;
		version: string;
	};
	return { name, version, tarball, dispose };
}

interface Manifest {
	dependencies?: Record<string, string>;
	[other: string]: unknown;
}

/**
 * Puts a tarball where n8n's community-package feature puts it, in the same way: unpacked below `nodes/`,
 * stripped of all but its runtime dependencies, and named in the folder's own package.json.
 */
export async function installPackage(packed: PackedPackage, userFolder: string): Promise<void> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const target = join(nodesFolder, 'node_modules', packed.name);
	await rm(target, { recursive: true, force: true });
	await mkdir(target, { recursive: true });
	const unpacked = await run('tar', ['-xzf', packed.tarball, '-C', target, '--strip-components=1'], {
		cwd: nodesFolder,
	});
	if (unpacked.code !== 0)
		throw new UserError(`The package could not be unpacked: ${unpacked.output.trim()}`);
	const manifestFile = join(target, 'package.json');
	const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest;
	for (const kind of ['devDependencies', 'peerDependencies', 'optionalDependencies']) delete manifest[kind];
	await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
	const listFile = join(nodesFolder, 'package.json');
	const { dependencies } = existsSync(listFile)
		? (JSON.parse(await readFile(listFile, 'utf8')) as Manifest)
		: { dependencies: {} };
	const list = {
		name: 'installed-nodes',
		private: true,
		dependencies: { ...dependencies, [packed.name]: packed.version },
	};
	await writeFile(listFile, JSON.stringify(list, null, 2));
	// n8n would now run npm to fetch runtime dependencies. The pack has none, so neither npm nor a network is needed.
	if (Object.keys(manifest.dependencies ?? {}).length > 0) {
		throw new UserError(
			`${packed.name} has runtime dependencies, which a good n8n community package must not have.`,
		);
	}
}
