import { existsSync, readFileSync } from 'node:fs';
import { withProgress, type Log } from './progress';
import { cleanEnv, run } from './run';
import { UserError } from './userError';

export interface DebianPackages {
	log: Log;
	packages: string[];
	/** The name in messages, e.g. "Chromium". */
	name: string;
	/** What the user should do if the installation fails. */
	advice: string;
}

/** Whether this process may install packages with apt-get. */
export function isDebianRoot(): boolean {
	const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
	return process.getuid?.() === 0 && /^(ID|ID_LIKE)=.*debian/m.test(release);
}

/** Installs Debian packages; throws one sentence with the advice when that fails. */
export async function installDebianPackages({ log, packages, name, advice }: DebianPackages): Promise<void> {
	const env = { ...cleanEnv(), DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [
		['update', '-qq'],
		['install', '-y', '-qq', '--no-install-recommends', ...packages],
	]) {
		const step = args[0] === 'update' ? 'Reading the list of Debian packages' : `Installing ${name}`;
		const result = await withProgress({ log, step }, () => run('apt-get', args, { cwd: '/', env }));
		if (result.code !== 0) {
			const lastLine = result.output.trim().split('\n').at(-1) ?? '';
			throw new UserError(`${name} could not be installed (${lastLine}): ${advice}.`);
		}
	}
}
