import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { demoOwner } from './n8nClient';
import type { RunningN8n } from './n8nProcess';
import { run } from './run';
import { findSecrets, secretsOf, type Leak, type Secret } from './secrets';
import type { Testbed } from './testbed';

/** A text that n8n stores or shows, and where it was found. */
interface Stored {
	place: string;
	text: string;
}

/**
 * A script that runs in n8n's folder with n8n's own SQLite module. It prints all texts of each column of each table
 * as one line of JSON.
 */
const DUMP = `
const { Database, OPEN_READONLY } = require('sqlite3');
const database = new Database(process.argv[1], OPEN_READONLY);
const all = (query, use) => database.all(query, (error, rows) => {
	if (error) throw error;
	use(rows);
});
const dump = (name) => all('select * from "' + name + '"', (rows) => {
	const columns = new Map();
	for (const row of rows) {
		for (const [column, value] of Object.entries(row)) {
			if (value === null || typeof value === 'number') continue;
			const text = typeof value === 'string' ? value : Buffer.from(value).toString('latin1');
			columns.set(column, [...(columns.get(column) ?? []), text]);
		}
	}
	for (const [column, texts] of columns)
		console.log(JSON.stringify({ place: 'database ' + name + '.' + column, text: texts.join('\\n') }));
});
all("select name from sqlite_master where type = 'table'", (names) => names.forEach(({ name }) => dump(name)));
`;

/** The database's texts, read by queries because the file holds long values in pieces. */
async function inDatabase({ install, n8n, queue }: Testbed): Promise<Stored[]> {
	if (queue) return [{ place: 'database', text: await queue.dumpDatabase() }];
	const file = join(n8n.userFolder, '.n8n', 'database.sqlite');
	const dumped = await run(install.node, ['-e', DUMP, file], { cwd: install.folder });
	if (dumped.code !== 0) throw new Error(`n8n's database cannot be read: ${dumped.output.slice(-1000)}`);
	const lines = dumped.stdout.split('\n').filter((line) => line !== '');
	return lines.map((line) => JSON.parse(line) as Stored);
}

/** Every n8n process of the testbed. */
const processesOf = ({ n8n, queue }: Testbed) => [n8n, ...(queue ? [queue.webhook, ...queue.workers] : [])];

/** Every file on disk: the database with its deleted rows, its journal, logs, event log and settings. */
function inFiles({ userFolder }: RunningN8n): Stored[] {
	return readdirSync(userFolder, { recursive: true, encoding: 'utf8' })
		.filter((file) => !file.includes('node_modules') && statSync(join(userFolder, file)).isFile())
		.map((file) => ({ place: `file ${file}`, text: readFileSync(join(userFolder, file), 'latin1') }));
}

/** Executions as n8n's public API returns them, with their errors. */
async function inPublicApi({ client, n8n }: Testbed): Promise<Stored[]> {
	const { rawApiKey } = await client.request<{ rawApiKey: string }>('POST', '/rest/api-keys', {
		label: `Search ${Date.now()}`,
		expiresAt: null,
		scopes: ['execution:list', 'execution:read'],
	});
	const found: Stored[] = [];
	for (let cursor: string | null = ''; cursor !== null;) {
		const query: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
		const answer = await fetch(`${n8n.url}/api/v1/executions?includeData=true&limit=100${query}`, {
			headers: { 'X-N8N-API-KEY': rawApiKey },
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`n8n's public interface answers ${answer.status}: ${text.slice(0, 500)}`);
		found.push({ place: 'executions of the public interface', text });
		cursor = (JSON.parse(text) as { nextCursor: string | null }).nextCursor;
	}
	return found;
}

/** Throws unless the search finds a text that is certainly there; else it would miss a secret, too. */
function expectSeen(stored: Stored[], where: RegExp, what: string): void {
	if (!stored.some(({ place, text }) => where.test(place) && text.includes(what)))
		throw new Error(`Searching n8n for secrets did not even find "${what}"`);
}

/**
 * Searches everything that n8n has stored or shows for secrets: its database, files, logs, event log and executions.
 * Encrypted credentials are searched as they are stored, encrypted. Stops n8n before it reads the files, so that
 * everything is written.
 *
 * @param more secrets other than the simulator's, such as a card that a test has paid with
 */
export async function scanForLeaks(testbed: Testbed, more: readonly Secret[] = []): Promise<Leak[]> {
	const secrets = [...secretsOf(testbed.simulator), ...more];
	const shown = await inPublicApi(testbed);
	await Promise.all(processesOf(testbed).map(async (one) => await one.stop()));
	const stored = [...shown, ...(await inDatabase(testbed)), ...processesOf(testbed).flatMap(inFiles)];
	expectSeen(stored, /^database/, demoOwner.email);
	expectSeen(stored, /^file n8n\.log$/, 'n8n ready on');
	return stored.flatMap(({ place, text }) => findSecrets(text, place, secrets));
}
