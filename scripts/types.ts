/** Writes the types of every contract: `openapi/<partner>.yaml` → `openapi/types/<partner>.d.ts`. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = join(__dirname, '..', 'openapi');
for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
	const types = join(folder, 'types', `${basename(file, '.yaml')}.d.ts`);
	execFileSync('npx', ['--no-install', 'openapi-typescript', join(folder, file), '-o', types], {
		stdio: 'inherit',
	});
}
