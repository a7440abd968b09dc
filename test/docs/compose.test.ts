import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { n8nEnvironment } from '../../testbed/n8nEnvironment';
import { commandOf, type N8nRole } from '../../testbed/n8nProcess';
import { newestN8n } from '../../testbed/n8nVersions';
import { queueEnvironment } from '../../testbed/queue';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Service {
	image: string;
	command: string[];
	environment: Record<string, string>;
}
const { services } = parse(read('docs/compose.yaml'), { merge: true }) as {
	services: Record<string, Service>;
};

/** Each container, and the process of the tests that does its work. */
const roles: Array<[string, N8nRole]> = [
	['main', 'main'],
	['webhook', 'webhook'],
	['worker-1', 'worker'],
	['worker-2', 'worker'],
];

const server = { port: 1, password: 'secret' };
const inQueue = (role: N8nRole) =>
	queueEnvironment(role, {
		redis: server,
		postgres: server,
		encryptionKey: 'key',
		mainUrl: 'http://127.0.0.1:1',
		webhookUrl: 'http://127.0.0.1:2',
	});

/** Addresses and secrets, which differ on every machine. */
const ofTheMachine = /(_HOST|_PORT|_PASSWORD|_KEY|_URL)$/;
const sameEverywhere = (environment: NodeJS.ProcessEnv) =>
	Object.fromEntries(Object.entries(environment).filter(([name]) => !ofTheMachine.test(name)));

describe('docs/compose.yaml', () => {
	it.each(roles)('runs %s as the tests do', (name, role) => {
		expect(services[name]?.command).toEqual(commandOf(role));
	});

	it.each(roles)('sets for %s what the tests set, and nothing else', (name, role) => {
		const { environment } = services[name]!;
		expect(Object.keys(environment).sort()).toEqual(Object.keys(inQueue(role)).sort());
		const tested = n8nEnvironment({ userFolder: '/', port: 1, brokerPort: 2 }, inQueue(role));
		expect(tested).toMatchObject(sameEverywhere(environment));
	});

	it('takes the n8n and the pack of this repository', () => {
		const { name, version } = JSON.parse(read('package.json')) as { name: string; version: string };
		for (const service of ['pack', ...roles.map(([each]) => each)])
			expect([service, services[service]?.image]).toEqual([service, `n8nio/n8n:${newestN8n}`]);
		expect(services.pack?.command).toEqual([`${name}@${version}`]);
	});
});

describe('docs/scaling.md', () => {
	const cells = [...read('docs/scaling.md').matchAll(/^\| ([^|]*`[A-Z\d_]+`[^|]*) \|/gm)].map(
		([, cell]) => cell!,
	);
	const set = Object.assign({}, ...roles.map(([, role]) => inQueue(role))) as NodeJS.ProcessEnv;

	it('says of every variable why it is set', () => {
		const listed = cells.flatMap((cell) => [...cell.matchAll(/`([A-Z\d_]+)`/g)].map(([, name]) => name));
		expect(listed.sort()).toEqual(Object.keys(set).sort());
	});

	it('gives the values that are the same everywhere', () => {
		const given = cells.flatMap((cell) => [...cell.matchAll(/`([A-Z\d_]+)` = `([^`]+)`/g)]);
		expect(given.length).toBeGreaterThan(3);
		expect(set).toMatchObject(Object.fromEntries(given.map(([, name, value]) => [name, value])));
	});
});
