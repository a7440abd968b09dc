import { randomBytes } from 'node:crypto';
import type { Log } from './progress';
import type { N8nInstall } from './installN8n';
import { startN8n, type N8nRole, type RunningN8n } from './n8nProcess';
import { installPackage, type PackedPackage } from './pack';
import { freePort } from './ports';
import { DATABASE, ensureServices, startPostgres, startRedis, type Service } from './services';
import { temporaryFolder } from './temporary';

/** n8n's processes other than main. */
export interface Queue {
	webhook: RunningN8n;
	workers: RunningN8n[];
	/** Every row of the database that they share, as SQL. */
	dumpDatabase(): Promise<string>;
	/** Starts a worker that has ended again, on the same port and folder. */
	restartWorker(worker: RunningN8n): Promise<RunningN8n>;
}

/** Where n8n's processes find each other, and the secrets they share. */
export interface QueuePlace {
	redis: Pick<Service, 'port' | 'password'>;
	postgres: Pick<Service, 'port' | 'password'>;
	encryptionKey: string;
	mainUrl: string;
	webhookUrl: string;
}

/** The environment of an n8n process in queue mode. A test compares it with `docs/compose.yaml`. */
export function queueEnvironment(role: N8nRole, place: QueuePlace): NodeJS.ProcessEnv {
	const { redis, postgres, encryptionKey, mainUrl, webhookUrl } = place;
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_BULL_REDIS_PASSWORD: redis.password,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: DATABASE,
		DB_POSTGRESDB_USER: DATABASE,
		DB_POSTGRESDB_PASSWORD: postgres.password,
		N8N_ENCRYPTION_KEY: encryptionKey,
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_WEBHOOK_URL: `${webhookUrl}/`,
		N8N_EDITOR_BASE_URL: `${mainUrl}/`,
		...(role === 'main' ? { N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' } : {}),
		...(role === 'worker' ? { QUEUE_HEALTH_CHECK_ACTIVE: 'true' } : {}),
	};
}

export interface QueueOptions {
	install: N8nInstall;
	packed: readonly PackedPackage[];
	/** Main's user folder, with the pack in it; the other processes get folders of their own. */
	userFolder: string;
	/** Main's port; a free one by default. */
	port?: number;
	env?: NodeJS.ProcessEnv;
	log: Log;
	/** Cleanup steps are added as things start; the caller runs them in reverse order. */
	undo: Array<() => Promise<void>>;
}

/** Starts Redis, PostgreSQL, main, and then the others, which need the tables that main creates. */
export async function startQueue(
	options: QueueOptions,
): Promise<{ main: RunningN8n; restartMain: () => Promise<RunningN8n>; queue: Queue }> {
	const { install, packed, log, undo } = options;
	const programs = await ensureServices({ log });
	const redis = await startRedis(programs.redis);
	undo.push(redis.close);
	const postgres = await startPostgres(programs.postgres);
	undo.push(postgres.close);
	const folder = async (name: string) => {
		const { path, dispose } = await temporaryFolder(`moving-partners-${name}-`);
		undo.push(dispose);
		for (const each of packed) await installPackage(each, path);
		return path;
	};
	const folders = {
		webhook: await folder('webhook'),
		workers: [await folder('worker-1'), await folder('worker-2')],
	};

	const ports = { main: options.port || (await freePort()), webhook: await freePort() };
	const place: QueuePlace = {
		redis,
		postgres,
		encryptionKey: randomBytes(16).toString('hex'),
		mainUrl: `http://127.0.0.1:${ports.main}`,
		webhookUrl: `http://127.0.0.1:${ports.webhook}`,
	};
	const started: RunningN8n[] = [];
	undo.push(async () => void (await Promise.all(started.map(async (one) => await one.stop()))));
	const start = async (role: N8nRole, userFolder: string, port?: number) => {
		const env = { ...queueEnvironment(role, place), ...options.env };
		const running = await startN8n({ install, role, userFolder, port, env, log });
		started.push(running);
		return running;
	};
	const startMain = async () => await start('main', options.userFolder, ports.main);
	const main = await startMain();
	const others = await Promise.allSettled([
		start('webhook', folders.webhook, ports.webhook),
		...folders.workers.map(async (path) => await start('worker', path)),
	]);
	// Every start has succeeded or failed by now, so that `started` holds every process that runs.
	const [webhook, ...workers] = others.map((other) => {
		if (other.status === 'rejected') throw other.reason;
		return other.value;
	}) as [RunningN8n, ...RunningN8n[]];
	const restartWorker = async (ended: RunningN8n) => {
		const again = await start('worker', ended.userFolder, ended.port);
		workers.splice(workers.indexOf(ended), 1, again);
		return again;
	};
	return {
		main,
		restartMain: startMain,
		queue: { webhook, workers, restartWorker, dumpDatabase: postgres.dump },
	};
}

/** The executions that each worker began, by its log. */
export async function executionsOfWorkers({ workers }: Queue): Promise<Array<Set<string>>> {
	const logs = await Promise.all(workers.map(async (worker) => await worker.readLog()));
	return logs.map(
		(log) => new Set([...log.matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id ?? '')),
	);
}
