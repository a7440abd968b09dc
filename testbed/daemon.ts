import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endWithUs, signalGroup } from './processGroups';
import type { User } from './run';

export interface NodeProgram {
	/** The Node that runs it. */
	node: string;
	/** The script and what it is told. */
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	/** Everything it says is appended here. */
	logFile: string;
}

/** A program that runs until it is ended, and ends with us whichever way we end. */
export interface Daemon {
	pid: number;
	logFile: string;
	/** What it has said so far. */
	readLog(): Promise<string>;
	isRunning(): boolean;
	/** Ends it and its helpers in order; by force when that takes longer than ten seconds. */
	stop(): Promise<void>;
	/** Ends them at once, as a power cut would. */
	kill9(): Promise<void>;
	/** Settles when the process has ended, however it ended. */
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
			const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), 10_000);
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
	/** As whom it runs, where that is not us. */
	user?: User;
	/** The signal on which it ends in order. */
	endSignal: NodeJS.Signals;
}

/** Starts any other program; `end-with-parent.cjs` needs a Node to sit in, so a small one watches over it. */
export function startOther({ command, args, user, endSignal, ...rest }: OtherProgram): Daemon {
	const told = JSON.stringify({ command, args, user, endSignal });
	return startNode({ ...rest, node: process.execPath, args: [join(__dirname, 'watchOver.cjs'), told] });
}
