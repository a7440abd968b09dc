import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { busy, type Log } from './busy';
import { endWithUs, signalGroup } from './children';
import type { N8nInstall } from './install-n8n';
import { n8nEnvironment } from './n8n-env';
import { withNodeFirst } from './n8n-node';
import { freePort, requirePort } from './ports';
import { Trouble } from './trouble';

export interface StartOptions {
	install: N8nInstall;
	/** n8n keeps its database, settings and community packages under `<userFolder>/.n8n`. */
	userFolder: string;
	/** A given port must be free; without one a free port is chosen. */
	port?: number;
	env?: NodeJS.ProcessEnv;
	log: Log;
	readyTimeoutMs?: number;
}

export interface RunningN8n {
	/** Without a slash at the end. */
	url: string;
	port: number;
	pid: number;
	userFolder: string;
	logFile: string;
	/** What n8n has logged so far. */
	readLog(): Promise<string>;
	/** Ends n8n and its task runner in order; by force when that takes longer than ten seconds. */
	stop(): Promise<void>;
	/** Ends them at once, as a power cut would. */
	kill9(): Promise<void>;
	/** Settles when the process has ended, however it ended. */
	exited: Promise<number | null>;
}

/** Starts n8n and returns once its REST interface answers. */
export async function startN8n(options: StartOptions): Promise<RunningN8n> {
	const { install, userFolder, log } = options;
	const port =
		options.port === undefined ? await freePort() : await requirePort(options.port, 'n8n', '--port');
	const env = n8nEnvironment({ userFolder, port, brokerPort: await freePort() }, options.env);
	mkdirSync(userFolder, { recursive: true });
	const logFile = join(userFolder, 'n8n.log');
	const output = openSync(logFile, 'a');
	const child = spawn(
		install.node,
		['--require', join(__dirname, 'end-with-parent.cjs'), install.n8nBin, 'start'],
		{
			// n8n reads a .env file from its working folder: never that of the person who starts us.
			cwd: userFolder,
			env: withNodeFirst(env, install.node),
			stdio: ['ignore', output, output, 'ipc'],
			detached: process.platform !== 'win32',
		},
	);
	closeSync(output);
	endWithUs(child);
	const exited = new Promise<number | null>((resolve) => {
		child.once('exit', (code) => resolve(code));
		child.once('error', () => resolve(null));
	});
	const url = `http://127.0.0.1:${port}`;
	const running: RunningN8n = {
		url,
		port,
		pid: child.pid ?? 0,
		userFolder,
		logFile,
		readLog: () => readFile(logFile, 'utf8'),
		stop: () => stop(child, exited),
		kill9: async () => {
			signalGroup(child, 'SIGKILL');
			await exited;
		},
		exited,
	};
	try {
		await busy({ log, step: 'Starting n8n' }, () => ready(url, child, options.readyTimeoutMs ?? 120_000));
	} catch (error) {
		await running.kill9();
		const tail = (await running.readLog()).trim().split('\n').slice(-5).join('\n');
		throw error instanceof Trouble
			? new Trouble(`${error.message} Its log (${logFile}) ends with:\n${tail}`)
			: error;
	}
	return running;
}

/** `/healthz` is fine seconds before the REST interface is; the settings answer only when n8n is usable. */
async function ready(url: string, child: ChildProcess, timeoutMs: number): Promise<void> {
	const deadline = Date.now() + timeoutMs;
	while (Date.now() < deadline) {
		if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
			throw new Trouble('n8n ended while starting.');
		}
		const text = await fetch(`${url}/rest/settings`, { signal: AbortSignal.timeout(5_000) })
			.then(async (response) => (response.ok ? await response.text() : ''))
			.catch(() => '');
		if (text.includes('"data"')) return;
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	throw new Trouble(`n8n did not become ready within ${Math.round(timeoutMs / 1000)} seconds.`);
}

async function stop(child: ChildProcess, exited: Promise<number | null>): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	// To n8n alone: it ends its task runner itself, and signalling both makes it report a crash.
	child.kill('SIGTERM');
	const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), 10_000);
	await exited;
	clearTimeout(timer);
	if (child.connected) child.disconnect();
}
