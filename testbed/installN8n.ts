import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withProgress, elapsed, type Log } from './progress';
import { assertDiskSpace, assertRegistryReachable, explainInstallFailure } from './installErrors';
import { isAlive, withLock } from './lock';
import { findNode, machineNodeIsEnough, nodeKey, withNodeFirst } from './nodeRuntime';
import { n8nUnderTest } from './n8nVersions';
import { n8nManifestsFolder, userCacheFolder } from './paths';
import { cleanEnv, npm, run, type RunResult } from './run';

export interface N8nInstall {
	/** The folder whose node_modules holds n8n. */
	folder: string;
	/** The Node that runs it. */
	node: string;
	/** n8n's start script. */
	n8nBin: string;
	version: string;
}

export interface EnsureOptions {
	log: Log;
	/** One of `n8nVersions`; `n8nUnderTest` unless said otherwise. */
	version?: string;
	/** Where installations are kept; the user's cache folder unless a test says otherwise. */
	cacheFolder?: string;
}

interface LockFile {
	packages: Record<string, { version?: string }>;
}

const manifestFiles = ['package.json', 'package-lock.json', '.npmrc'];
/** Written last, so that its presence means that everything before it worked. */
const doneFile = 'installed.json';

/** A real n8n of a pinned version, installed on first use. Later calls only check that it is there. */
export async function ensureN8n({
	log,
	version = n8nUnderTest(),
	cacheFolder = userCacheFolder(),
}: EnsureOptions): Promise<N8nInstall> {
	const manifestFolder = join(n8nManifestsFolder, version);
	const lockText = await readFile(join(manifestFolder, 'package-lock.json'), 'utf8');
	const key = createHash('sha256').update(lockText).update(nodeKey()).digest('hex').slice(0, 12);
	const name = `n8n-${version}-${key}`;
	const folder = join(cacheFolder, name);
	if (!existsSync(join(folder, doneFile))) {
		await withLock(join(cacheFolder, `${name}.lock`), 'installing the same n8n', log, async () => {
			// Another process may have finished it while this one waited for the lock.
			if (existsSync(join(folder, doneFile))) return;
			const lock = JSON.parse(lockText) as LockFile;
			await install({ log, cacheFolder, name, version, manifestFolder, lock });
		});
	}
	return {
		folder,
		version,
		node: findNode(folder).binary,
		n8nBin: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

interface InstallJob {
	log: Log;
	cacheFolder: string;
	name: string;
	version: string;
	manifestFolder: string;
	lock: LockFile;
}

/** Native modules that n8n needs and that have to be compiled; not every version has both. */
const nativeModules = ['sqlite3', 'isolated-vm'];

async function install({ log, cacheFolder, name, version, manifestFolder, lock }: InstallJob): Promise<void> {
	const started = Date.now();
	await removeAbandoned(cacheFolder, name);
	await assertDiskSpace(cacheFolder);
	const staging = join(cacheFolder, `${name}.partial-${process.pid}`);
	const logFile = join(cacheFolder, `${name}.log`);
	await writeFile(logFile, '');
	log(`Installing n8n ${version} once, into ${cacheFolder} (takes 3 to 6 minutes and 3 GB)`);
	await mkdir(staging, { recursive: true });
	try {
		await Promise.all(manifestFiles.map((file) => copyFile(join(manifestFolder, file), join(staging, file))));
		const env = cleanEnv();
		await assertRegistryReachable(staging, env, version);
		const step = async (label: string, act: () => Promise<RunResult>, progress?: () => Promise<string>) => {
			const result = await withProgress({ log, step: label, progress }, act);
			if (result.code !== 0) throw await explainInstallFailure(label, result, logFile, cacheFolder);
		};
		const common = ['--no-audit', '--no-fund', '--loglevel=error', `--prefix=${staging}`];
		await step(
			'Downloading and unpacking packages',
			() => npm(['ci', '--ignore-scripts', ...common], { cwd: staging, env, logFile }),
			packageCounter(staging, Object.keys(lock.packages)),
		);
		// Install scripts run for the named packages only; the hundreds of others work without theirs.
		const rebuild = (packages: string[], rebuildEnv: NodeJS.ProcessEnv) =>
			npm(['rebuild', ...packages, '--ignore-scripts=false', '--foreground-scripts', ...common], {
				cwd: staging,
				env: rebuildEnv,
				logFile,
			});
		if (!machineNodeIsEnough()) await step('Fetching the Node that n8n needs', () => rebuild(['node'], env));
		const node = findNode(staging);
		// A module compiled with the headers of another Node compiles, but fails to load.
		const nativeEnv = withNodeFirst(
			node.headers ? { ...env, npm_config_nodedir: node.headers } : env,
			node.binary,
		);
		const natives = nativeModules.filter((module) => `node_modules/${module}` in lock.packages);
		await step(`Building ${natives.join(' and ')}`, () => rebuild(natives, nativeEnv));
		await step('Checking that the built modules load', () =>
			run(node.binary, ['-e', natives.map((module) => `require("${module}");`).join(' ')], {
				cwd: staging,
				env: nativeEnv,
				logFile,
			}),
		);
		await writeFile(
			join(staging, doneFile),
			JSON.stringify({ version, installed: new Date().toISOString() }),
		);
		// A folder of the final name without the done file is a damaged installation.
		await rm(join(cacheFolder, name), { recursive: true, force: true });
		await rename(staging, join(cacheFolder, name));
		log(`n8n ${version} installed in ${elapsed(started)}`);
	} catch (error) {
		await rm(staging, { recursive: true, force: true });
		throw error;
	}
}

/** How many of the lockfile's packages have been unpacked; npm itself prints nothing until the end. */
function packageCounter(staging: string, places: string[]): () => Promise<string> {
	const waiting = new Set(places.filter((place) => place !== ''));
	const total = waiting.size;
	return async () => {
		for (const place of waiting) {
			if (existsSync(join(staging, place, 'package.json'))) waiting.delete(place);
		}
		const unpacked = total - waiting.size;
		return unpacked === 0 ? 'resolving packages' : `${unpacked} of about ${total} packages`;
	};
}

/** Deletes what interrupted installations left, but never the folder of one that is still running. */
async function removeAbandoned(cacheFolder: string, name: string): Promise<void> {
	for (const entry of await readdir(cacheFolder)) {
		const pid = /\.partial-(\d+)$/.exec(entry)?.[1];
		if (!entry.startsWith(name) || pid === undefined || isAlive(Number(pid))) continue;
		// An npm that outlived a killed installer may still be writing there; the next installation tries again.
		await rm(join(cacheFolder, entry), { recursive: true, force: true, maxRetries: 3 }).catch(
			() => undefined,
		);
	}
}
