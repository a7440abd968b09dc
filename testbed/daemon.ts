import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endWithUs, signalGroup } from './processGroups';
import type { User } from './run';

export interface NodeProgram {
	/** The Node that runs it. */
	node: string;
	/** The script and its arguments. */
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	/** Its output is appended here. */
	logFile: string;
}

/** A long-running program that ends when this process ends, however that happens. */
export interface Daemon {
	pid: number;
	logFile: string;
	/** Its output so far. */
	readLog(): Promise<string>;
	isRunning(): boolean;
	/** Sends SIGTERM; after 40 seconds SIGKILL to the whole process group. n8n ends by itself within 30 seconds. */
	stop(): Promise<void>;
	/** Kills the whole process group at once, as a power cut would. */
	kill9(): Promise<void>;
	/** Resolves when the process has ended, with its exit code if it has one. */
	exited: Promise<number | null>;
}

/** Starts a Node program in a process group of its own. */
export function startNode({ node, args, cwd, env, logFile }: NodeProgram): Daemon {
	const output = openSync(logFile, 'a');
	const child = spawn(node, ['--require', join(__dirname, 'endWithParent.cjs'), ...args], {
		cwd,
		env,
		stdio: ['ignore', output, output, 'ipc'],
		detached: process.platform !== 'win32',
	});
	closeSync(output);
	endWithUs(child);
	const exited = new Promise<number | null>((resolve) => {
		child.once('exit', (code) => resolve(code));
		child.once('error', () => resolve(null));
	});
	const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
	return {
		pid: child.pid ?? 0,
		logFile,
		readLog: () => readFile(logFile, 'utf8'),
		isRunning,
		stop: async () => {
			if (!isRunning()) return;
			// To the leader alone: n8n ends its task runner itself, and signalling both makes it report a crash.
			child.kill('SIGTERM');
			const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), 40_000);
			await exited;
			clearTimeout(timer);
			if (child.connected) child.disconnect();
		},
		kill9: async () => {
			signalGroup(child, 'SIGKILL');
			await exited;
		},
		exited,
	};
}

export interface OtherProgram extends Omit<NodeProgram, 'node'> {
	command: string;
	/** The user it runs as; the current one by default. */
	user?: User;
	/** The signal that makes it shut down cleanly. */
	endSignal: NodeJS.Signals;
}

/**
 * Starts a program that is not Node. `endWithParent.cjs` works only in Node, so a small Node process runs the
 * program.
 */
export function startOther({ command, args, user, endSignal, ...rest }: OtherProgram): Daemon {
	const program = JSON.stringify({ command, args, user, endSignal });
	return startNode({ ...rest, node: process.execPath, args: [join(__dirname, 'watchOver.cjs'), program] });
}
