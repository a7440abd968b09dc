import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, chown, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Log } from './progress';
import { startOther, type Daemon } from './daemon';
import { installDebianPackages, isDebianRoot } from './apt';
import { freePort } from './ports';
import { cleanEnv, run, type User } from './run';
import { temporaryFolder } from './temporary';
import { UserError } from './userError';

/** A server that n8n's queue mode needs, on 127.0.0.1 alone, its data in a temporary folder. */
export interface Service {
	port: number;
	/** A random one for this run. */
	password: string;
	/** Stops it and deletes its data. */
	close(): Promise<void>;
}

/** A PostgreSQL whose data can be dumped. */
export interface Postgres extends Service {
	/** Every row of every table as SQL; texts are unchanged but for doubled quotation marks. */
	dump(): Promise<string>;
}

/** Name of the database and of its user. */
export const DATABASE = 'n8n';

const debianPostgres = '/usr/lib/postgresql';
const onPath = (name: string) =>
	(process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, name))
		.find((place) => existsSync(place));

const findRedis = () => onPath('redis-server');

/** The folder of PostgreSQL's programs; Debian has one for each version, outside PATH. */
function findPostgres(): string | undefined {
	const versions = existsSync(debianPostgres) ? readdirSync(debianPostgres).map(Number) : [];
	const folders = versions.sort((a, b) => b - a).map((version) => join(debianPostgres, `${version}`, 'bin'));
	const elsewhere = onPath('initdb');
	return [...folders, ...(elsewhere === undefined ? [] : [join(elsewhere, '..')])].find((folder) =>
		['initdb', 'postgres', 'createdb'].every((name) => existsSync(join(folder, name))),
	);
}

/** The paths of Redis and PostgreSQL; installs them if this is root on Debian. */
export async function ensureServices({ log }: { log: Log }): Promise<{ redis: string; postgres: string }> {
	const found = () => ({ redis: findRedis(), postgres: findPostgres() });
	let { redis, postgres } = found();
	const packages = [
		...(redis === undefined ? ['redis-server'] : []),
		...(postgres === undefined ? ['postgresql'] : []),
	];
	if (packages.length > 0) {
		const advice = `install ${packages.join(' and ')} (Debian: apt-get install ${packages.join(' ')})`;
		if (!isDebianRoot()) throw new UserError(`Queue mode needs Redis and PostgreSQL: ${advice}.`);
		await installDebianPackages({ log, packages, name: packages.join(' and '), advice });
		({ redis, postgres } = found());
	}
	if (redis === undefined || postgres === undefined)
		throw new UserError('Redis and PostgreSQL were installed but cannot be found.');
	return { redis, postgres };
}

const secret = () => randomBytes(16).toString('hex');

/** Waits until `check` succeeds on a server that has just been started. */
async function untilUsable(
	name: string,
	daemon: Daemon,
	check: () => Promise<{ code: number; output: string }>,
): Promise<void> {
	const deadline = Date.now() + 60_000;
	let lastOutput = '';
	while (daemon.isRunning() && Date.now() < deadline) {
		const { code, output } = await check();
		if (code === 0) return;
		lastOutput = output;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	const log = (await daemon.readLog()).trim().split('\n').slice(-5).join('\n');
	await daemon.kill9();
	throw new UserError(`${name} cannot be started: ${lastOutput.trim()}\n${log}`);
}

/** Starts a Redis that keeps nothing on disk. */
export async function startRedis(binary: string): Promise<Service> {
	const { path: folder, dispose } = await temporaryFolder('moving-partners-redis-');
	const service = { port: await freePort(), password: secret() };
	const configuration = join(folder, 'redis.conf');
	const lines = ['bind 127.0.0.1', `port ${service.port}`, `requirepass ${service.password}`];
	await writeFile(configuration, [...lines, `dir ${folder}`, 'save ""', 'appendonly no', ''].join('\n'), {
		mode: 0o600,
	});
	const daemon = startOther({
		command: binary,
		args: [configuration],
		cwd: folder,
		env: cleanEnv(),
		logFile: join(folder, 'redis.log'),
		endSignal: 'SIGTERM',
	});
	const close = async () => {
		await daemon.stop();
		await dispose();
	};
	try {
		await untilUsable('Redis', daemon, async () => {
			const log = await daemon.readLog();
			return { code: log.includes('Ready to accept connections') ? 0 : 1, output: '' };
		});
	} catch (error) {
		await close();
		throw error;
	}
	return { ...service, close };
}

/** The user to run PostgreSQL as, which refuses to run as root; Debian has one for it. */
function postgresUser(): User | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
	if (uid === undefined || gid === undefined)
		throw new UserError('PostgreSQL does not run as root and there is no user "postgres" to run it as.');
	return { uid: Number(uid), gid: Number(gid) };
}

/** Starts a fresh PostgreSQL with the one database that n8n needs; `programs` is the folder of its programs. */
export async function startPostgres(programs: string): Promise<Postgres> {
	const { path: folder, dispose } = await temporaryFolder('moving-partners-postgres-');
	const user = postgresUser();
	const service = { port: await freePort(), password: secret() };
	const passwordFile = join(folder, 'password');
	await writeFile(passwordFile, service.password, { mode: 0o600 });
	if (user) for (const path of [folder, passwordFile]) await chown(path, user.uid, user.gid);
	await chmod(folder, 0o700);
	const data = join(folder, 'data');
	const env = { ...cleanEnv(), PGPASSWORD: service.password };
	const options = { cwd: folder, env, user };
	const made = await run(
		join(programs, 'initdb'),
		[
			'-D',
			data,
			'-U',
			DATABASE,
			`--pwfile=${passwordFile}`,
			'-A',
			'scram-sha-256',
			'-E',
			'UTF8',
			'--no-locale',
		],
		options,
	);
	if (made.code !== 0) {
		await dispose();
		throw new UserError(`PostgreSQL’s data folder could not be made: ${made.output.trim()}`);
	}
	const daemon = startOther({
		command: join(programs, 'postgres'),
		// No fsync (-F), because the data is deleted with its folder.
		args: ['-D', data, '-p', `${service.port}`, '-h', '127.0.0.1', '-k', '', '-F', '-N', '100'],
		...options,
		logFile: join(folder, 'postgres.log'),
		// "Fast shutdown": it does not wait for open connections.
		endSignal: 'SIGINT',
	});
	const close = async () => {
		await daemon.stop();
		await dispose();
	};
	const login = ['-h', '127.0.0.1', '-p', `${service.port}`, '-U', DATABASE];
	const create = [...login, '--maintenance-db=postgres', DATABASE];
	const dump = async () => {
		const args = [...login, '--data-only', '--inserts', DATABASE];
		const { code, stdout, output } = await run(join(programs, 'pg_dump'), args, options);
		if (code !== 0) throw new Error(`PostgreSQL’s data cannot be read: ${output.slice(-1000)}`);
		return stdout;
	};
	try {
		await untilUsable('PostgreSQL', daemon, () => run(join(programs, 'createdb'), create, options));
	} catch (error) {
		await close();
		throw error;
	}
	return { ...service, close, dump };
}
