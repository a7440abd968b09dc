import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..');
const FILES = readdirSync(join(ROOT, 'openapi')).filter((name) => name.endsWith('.yaml'));
// openapi-typescript is a pure ES module, which Jest cannot load on Node 20: its command does the same work.
const COMMAND = join(ROOT, 'node_modules', 'openapi-typescript', 'bin', 'cli.js');

it.each(FILES)(
	'the types of openapi/%s are what its generator makes of it today',
	async (file) => {
		const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, join('openapi', file)], {
			cwd: ROOT,
		});
		const kept = readFileSync(join(ROOT, 'openapi', 'types', file.replace('.yaml', '.d.ts')), 'utf8');
		expect(kept.trim()).toBe(stdout.trim());
	},
	60_000,
);
