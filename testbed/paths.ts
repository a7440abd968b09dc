import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The checkout these scripts belong to. */
export const repoRoot = resolve(__dirname, '..');

/** The folder of a partner in `nodes/`, which is also the name of its node's class: `MovingPortal` of `movingPortal`. */
export const nodeFolderOf = (partner: string) => partner.charAt(0).toUpperCase() + partner.slice(1);

/** Has a folder for each version of n8n, with its package.json, lockfile and .npmrc. */
export const n8nManifestsFolder = join(repoRoot, 'testbed', 'n8n');

/** The package.json, lockfile and .npmrc of n8n's command line for packages. */
export const nodeCliManifestFolder = join(repoRoot, 'testbed', 'node-cli');

/** The user's cache folder, as each platform names it; what lies in it may be deleted at any time. */
export function userCacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	const base =
		process.platform === 'win32'
			? (env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'))
			: process.platform === 'darwin'
				? join(homedir(), 'Library', 'Caches')
				: (env.XDG_CACHE_HOME ?? '') || join(homedir(), '.cache');
	return join(base, 'n8n-nodes-moving-partners');
}
