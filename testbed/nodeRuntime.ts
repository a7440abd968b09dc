import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * The major version of Node that every n8n here accepts: 2.41 refuses to start on anything older, 2.8 and 1.123 on
 * anything newer.
 */
const requiredMajor = 24;

/** The Node that runs n8n: this machine's if its version fits, else one that npm installs beside n8n. */
export interface N8nNode {
	/** Absolute path of the binary. */
	binary: string;
	/** The folder of its C++ headers, if npm installed them with it; otherwise node-gyp finds them. */
	headers?: string;
}

/** Whether the Node that runs this script can run n8n as well. */
export function machineNodeIsEnough(version: string = process.versions.node): boolean {
	return Number.parseInt(version, 10) === requiredMajor;
}

/** Identifies the Node of an installation: modules compiled for one Node do not load in another. */
export function nodeKey(): string {
	const runtime = machineNodeIsEnough() ? `node-abi-${process.versions.modules}` : 'node-from-npm';
	return `${runtime}-${process.platform}-${process.arch}`;
}

/** The Node for the n8n in `folder`. The one from npm is there only after its package's install script has run. */
export function findNode(folder: string): N8nNode {
	if (machineNodeIsEnough()) return { binary: process.execPath };
	const packageFolder = join(folder, 'node_modules', 'node');
	const inner = join(packageFolder, 'node_modules');
	const platformPackage = existsSync(inner)
		? readdirSync(inner).find((name) => existsSync(join(inner, name, 'include', 'node')))
		: undefined;
	return {
		binary: join(packageFolder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
		headers: platformPackage ? join(inner, platformPackage) : undefined,
	};
}

/** n8n starts its task runner as plain `node`: the chosen Node has to come first on PATH. */
export function withNodeFirst(env: NodeJS.ProcessEnv, binary: string): NodeJS.ProcessEnv {
	return { ...env, PATH: `${dirname(binary)}${delimiter}${env.PATH ?? ''}` };
}
