import { spawnSync } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { npm, type RunResult } from './run';
import { UserError } from './userError';

/** Disk space for packages, compiled modules and npm's cache of the downloads. */
const neededGigabytes = 5;

async function freeGigabytes(folder: string): Promise<number> {
	const { bavail, bsize } = await statfs(folder);
	return (bavail * bsize) / 1e9;
}

/** Throws before the download if the disk is too full for the installation. */
export async function assertDiskSpace(folder: string): Promise<void> {
	const free = await freeGigabytes(folder);
	if (free >= neededGigabytes) return;
	throw new UserError(
		`The disk is too full to install n8n: ${folder} has ${free.toFixed(1)} GB free and about ${neededGigabytes} GB are needed.`,
	);
}

const offline =
	/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|FETCH_ERROR|ERR_SOCKET_TIMEOUT)\b/;

function noNetwork(): UserError {
	return new UserError(
		'n8n has to be installed once and the npm registry cannot be reached: check the network connection (and proxy settings), then start again.',
	);
}

/** Sends the registry one small request first, because npm's own retries print nothing for minutes. */
export async function assertRegistryReachable(
	folder: string,
	env: NodeJS.ProcessEnv,
	version: string,
): Promise<void> {
	const args = [
		'view',
		`n8n@${version}`,
		'version',
		'--fetch-retries=1',
		'--fetch-retry-mintimeout=1000',
		'--fetch-timeout=30000',
	];
	const answer = await npm(args, { cwd: folder, env });
	if (answer.code !== 0 && offline.test(answer.output)) throw noNetwork();
}

function missingBuildTools(): string[] {
	const python =
		spawnSync('python3', ['--version']).status === 0 || spawnSync('python', ['--version']).status === 0;
	const others = ['make', 'g++'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
	return [...(python ? [] : ['python3']), ...others];
}

/** What went wrong in an installation step, in one sentence that says what to do. */
export async function explainInstallFailure(
	step: string,
	result: RunResult,
	logFile: string,
	folder: string,
): Promise<UserError> {
	if (/\bENOSPC\b/.test(result.output) || (await freeGigabytes(folder)) < 0.1) {
		return new UserError(
			`The disk became full while installing n8n: free about ${neededGigabytes} GB for ${folder} and start again.`,
		);
	}
	if (/gyp ERR!|prebuild-install/.test(result.output) && process.platform !== 'win32') {
		const missing = missingBuildTools();
		if (missing.length > 0) {
			return new UserError(
				`n8n's database module has to be compiled here and ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing: install ${missing.length > 1 ? 'them' : 'it'} (Debian: apt-get install python3 make g++) and start again.`,
			);
		}
	}
	if (offline.test(result.output)) return noNetwork();
	return new UserError(`Installing n8n stopped at "${step}"; the full output is in ${logFile}.`);
}
