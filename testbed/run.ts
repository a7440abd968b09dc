import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { delimiter } from 'node:path';
import { endWithUs } from './processGroups';

/** The user and group id that a program runs as. */
export interface User {
	uid: number;
	gid: number;
}

export interface RunOptions {
	cwd: string;
	/** The user it runs as; the current one by default. */
	user?: User;
	env?: NodeJS.ProcessEnv;
	/** The command's output is appended here as well. */
	logFile?: string;
}

export interface RunResult {
	code: number;
	/** Standard output alone. */
	stdout: string;
	/** Both streams, in the order in which they came. */
	output: string;
}

/** Runs a command to its end; a failing command is a result, not an exception. It dies with this process. */
export async function run(command: string, args: string[], options: RunOptions): Promise<RunResult> {
	return new Promise((resolve, reject) => {
		const log = options.logFile ? createWriteStream(options.logFile, { flags: 'a' }) : undefined;
		const child = spawn(command, args, {
			cwd: options.cwd,
			env: options.env ?? cleanEnv(),
			...options.user,
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: process.platform !== 'win32',
			shell: process.platform === 'win32' && command.endsWith('.cmd'),
		});
		endWithUs(child);
		let stdout = '';
		let output = '';
		const take = (chunk: Buffer, isStdout: boolean) => {
			const text = chunk.toString();
			if (isStdout) stdout += text;
			output += text;
			log?.write(text);
		};
		child.stdout.on('data', (chunk: Buffer) => take(chunk, true));
		child.stderr.on('data', (chunk: Buffer) => take(chunk, false));
		child.once('error', reject);
		child.once('close', (code, signal) => {
			log?.end();
			resolve({ code: code ?? (signal ? 1 : 0), stdout, output });
		});
	});
}

/**
 * The environment without what `npm run` adds to it: a nested npm would otherwise take this repository for its
 * own project, and a nested program would find this repository's tools first.
 */
export function cleanEnv(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
	const kept: NodeJS.ProcessEnv = {};
	for (const [name, value] of Object.entries(env)) {
		if (/^npm_(package|lifecycle)_/.test(name)) continue;
		if (/^npm_config_(local_prefix|global_prefix|prefix|ignore_scripts|omit|include)$/.test(name)) continue;
		if (name === 'npm_command' || name === 'INIT_CWD' || name === 'NODE_OPTIONS') continue;
		kept[name] = value;
	}
	kept.PATH = (env.PATH ?? '')
		.split(delimiter)
		.filter((part) => !/[\\/](node_modules[\\/]\.bin|node-gyp-bin)$/.test(part))
		.join(delimiter);
	return kept;
}

/** Runs npm: the one that started this process, else the one on PATH. */
export async function npm(args: string[], options: RunOptions): Promise<RunResult> {
	const cli = process.env.npm_execpath;
	if (cli && /npm-cli\.(c?js)$/.test(cli)) return run(process.execPath, [cli, ...args], options);
	return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}
