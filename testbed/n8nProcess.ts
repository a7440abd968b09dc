import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withProgress, type Log } from './progress';
import { startNode, type Daemon } from './daemon';
import type { N8nInstall } from './installN8n';
import { n8nEnvironment } from './n8nEnvironment';
import { withNodeFirst } from './nodeRuntime';
import { environmentFor } from './n8nVersions';
import { freePort, requirePort } from './ports';
import { UserError } from './userError';

/**
 * `main` does everything outside queue mode; in it, `webhook` takes production webhooks and `worker` runs executions.
 */
export type N8nRole = 'main' | 'webhook' | 'worker';

export interface StartOptions {
	install: N8nInstall;
	/** `main` unless n8n runs in queue mode. */
	role?: N8nRole;
	/** n8n keeps its database, settings and community packages under `<userFolder>/.n8n`. */
	userFolder: string;
	/** A given port must be free; without one a free port is chosen. */
	port?: number;
	env?: NodeJS.ProcessEnv;
	log: Log;
	readyTimeoutMs?: number;
}

/** A running n8n process; stopping it ends its task runner as well. */
export interface RunningN8n extends Daemon {
	/** Without a slash at the end; a worker answers only health checks. */
	url: string;
	port: number;
	userFolder: string;
}

/** How each role is started, and which answer of its server shows that it is ready. */
const roles: Record<N8nRole, { command: string[]; called: string; ready: string; answer: string }> = {
	// `/healthz` answers seconds before the REST interface does, the settings only when n8n is usable.
	main: { command: ['start'], called: 'n8n', ready: '/rest/settings', answer: '"data"' },
	webhook: {
		command: ['webhook'],
		called: 'n8n’s webhook process',
		ready: '/healthz/readiness',
		answer: '"ok"',
	},
	worker: {
		command: ['worker', '--concurrency=5'],
		called: 'n8n’s worker',
		ready: '/healthz/readiness',
		answer: '"ok"',
	},
};

/** n8n's command-line arguments for a role. */
export const commandOf = (role: N8nRole): string[] => roles[role].command;

/** Starts n8n and returns once it answers. */
export async function startN8n(options: StartOptions): Promise<RunningN8n> {
	const { install, role = 'main', userFolder, log } = options;
	const { command, called } = roles[role];
	const port =
		options.port === undefined ? await freePort() : await requirePort(options.port, 'n8n', '--port');
	const env = n8nEnvironment(
		{ userFolder, port, brokerPort: await freePort() },
		{ ...environmentFor(install.version), ...options.env },
	);
	mkdirSync(userFolder, { recursive: true });
	const daemon = startNode({
		node: install.node,
		args: [install.n8nBin, ...command],
		// n8n reads a .env file from its working folder: it must not be the user's.
		cwd: userFolder,
		env: withNodeFirst(env, install.node),
		logFile: join(userFolder, 'n8n.log'),
	});
	const running: RunningN8n = { ...daemon, url: `http://127.0.0.1:${port}`, port, userFolder };
	try {
		await withProgress({ log, step: `Starting ${called}` }, () =>
			ready(running, role, options.readyTimeoutMs ?? 120_000),
		);
	} catch (error) {
		await running.kill9();
		const tail = (await running.readLog()).trim().split('\n').slice(-5).join('\n');
		throw error instanceof UserError
			? new UserError(`${error.message} Its log (${running.logFile}) ends with:\n${tail}`)
			: error;
	}
	return running;
}

async function ready({ url, isRunning }: RunningN8n, role: N8nRole, timeoutMs: number): Promise<void> {
	const { called, ready: path, answer } = roles[role];
	const deadline = Date.now() + timeoutMs;
	while (Date.now() < deadline) {
		if (!isRunning()) throw new UserError(`${called} ended while starting.`);
		const text = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(5_000) })
			.then(async (response) => (response.ok ? await response.text() : ''))
			.catch(() => '');
		if (text.includes(answer)) return;
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	throw new UserError(`${called} did not become ready within ${Math.round(timeoutMs / 1000)} seconds.`);
}
