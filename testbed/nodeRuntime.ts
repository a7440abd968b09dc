import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** The one that every n8n here takes: 2.41 refuses to start on anything older, 2.8 and 1.123 on anything newer. */
const requiredMajor = 24;

/** Which Node runs n8n: this machine's where it is the right one, else the one from npm beside n8n. */
export interface N8nNode {
	/** Absolute path of the binary. */
	binary: string;
	/** Where its C++ headers lie, when they came along with it; else node-gyp looks for them itself. */
	headers?: string;
}

/** Whether the Node that runs this script can run n8n as well. */
export function machineNodeIsEnough(version: string = process.versions.node): boolean {
	return Number.parseInt(version, 10) === requiredMajor;
}

/** Names the Node an installation is for: compiled modules of one do not load in another. */
export function nodeKey(): string {
	const runtime = machineNodeIsEnough() ? `node-abi-${process.versions.modules}` : 'node-from-npm';
	return `${runtime}-${process.platform}-${process.arch}`;
}

/** The Node for the n8n in `folder`; with the npm package this is known only after its script has run. */
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

/** n8n starts its task runner as plain `node`: the right one has to come first on PATH. */
export function withNodeFirst(env: NodeJS.ProcessEnv, binary: string): NodeJS.ProcessEnv {
	return { ...env, PATH: `${dirname(binary)}${delimiter}${env.PATH ?? ''}` };
}
