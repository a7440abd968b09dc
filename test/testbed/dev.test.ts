import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { fingerprintOf } from '../../testbed/build';
import { temporaryFolder, type TemporaryFolder } from '../../testbed/temporary';
import { rebuildOnChange } from '../../trials/dev/rebuild';

let folder: TemporaryFolder;
beforeEach(async () => (folder = await temporaryFolder('moving-partners-dev-')));
afterEach(async () => await folder.dispose());

it('puts a changed pack into n8n and starts it again; one that cannot be built changes nothing', async () => {
	const source = join(folder.path, 'source');
	const userFolder = join(folder.path, 'user');
	const write = (file: string, text: string) => {
		mkdirSync(dirname(join(source, file)), { recursive: true });
		writeFileSync(join(source, file), text);
	};
	const scripts = { build: 'node nodes/Node.js && mkdir -p dist && cp nodes/Node.js dist' };
	write(
		'package.json',
		JSON.stringify({ name: 'changing', version: '1.0.0', files: ['dist/Node.js'], scripts }),
	);
	write('nodes/Node.js', '// first');

	const installed = join(userFolder, '.n8n/nodes/node_modules/changing/dist/Node.js');
	const events: string[] = [];
	let noticed = (): void => undefined;
	const log = (event: string) => {
		events.push(event);
		noticed();
	};
	const next = async () => await new Promise<void>((resolve) => (noticed = resolve));
	const stop = new AbortController();
	const stage = {
		n8n: { userFolder },
		restartN8n: async (how: string) => void events.push(await Promise.resolve(how)),
	};
	const ended = rebuildOnChange({
		source,
		built: fingerprintOf(source),
		testbed: stage,
		log,
		signal: stop.signal,
		everyMs: 20,
	});

	write('nodes/Node.js', '// second');
	await next();
	expect(readFileSync(installed, 'utf8')).toBe('// second');
	write('nodes/Node.js', 'broken(');
	await next();
	expect(readFileSync(installed, 'utf8')).toBe('// second');
	write('nodes/Node.js', '// third');
	await next();
	expect(readFileSync(installed, 'utf8')).toBe('// third');
	stop.abort();
	await ended;

	const again = ['stop', expect.stringMatching(/^Built anew, n8n started again: \d+ s$/)];
	expect(events).toEqual([...again, expect.stringContaining('npm run build failed'), ...again]);
});
