import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { devDependencies } from '../../../package.json';

const PROGRAM = `
	const { startSimulator } = require('./simulator/http/server');
	startSimulator().then((simulator) => {
		console.log(JSON.stringify(Object.keys(require.cache)));
		return simulator.close();
	});
`;

it('starts with the packages that it needs, and with none for its pages', async () => {
	const root = join(__dirname, '../../..');
	const command = ['--import', 'tsx', '--eval', PROGRAM];
	const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
	const files = JSON.parse(stdout) as string[];
	const loaded = new Set(
		files.flatMap((file) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []),
	);
	expect([...loaded].filter((name) => name in devDependencies).sort()).toEqual([
		'ajv',
		'ajv-formats',
		// Of tsx.
		'esbuild',
		'fastify',
		'tsx',
		'yaml',
		'zod',
	]);
});
