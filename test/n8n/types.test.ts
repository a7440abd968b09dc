import { join, relative } from 'node:path';
import ts from 'typescript';

import { ensureN8n } from '../../testbed/installN8n';
import { repoRoot } from '../../testbed/paths';

/** Missing in older declarations; the pack checks whether it is there before using it. */
const ONLY_WHERE_THERE = /'(isToolExecution|resumeError)'/;

/** The errors of this repository’s compiler for the pack, with the declarations of another n8n-workflow. */
function complaints(declarations: string): string[] {
	const { config } = ts.readConfigFile(join(repoRoot, 'tsconfig.json'), ts.sys.readFile) as {
		config: object;
	};
	const { fileNames, options } = ts.parseJsonConfigFileContent(
		{ ...config, include: ['nodes', 'credentials'] },
		ts.sys,
		repoRoot,
	);
	const paths = { 'n8n-workflow': [declarations] };
	const program = ts.createProgram(fileNames, { ...options, types: ['node'], baseUrl: repoRoot, paths });
	return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
		const where = file ? relative(repoRoot, file.fileName) : '';
		return `${where}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
	});
}

it(
	'the pack uses nothing that this n8n does not declare',
	async () => {
		const log = (line: string) => void process.stderr.write(`${line}\n`);
		const { folder } = await ensureN8n({ log });
		const found = complaints(join(folder, 'node_modules/n8n-workflow/dist/cjs/index.d.ts'));
		expect(found.filter((one) => !ONLY_WHERE_THERE.test(one))).toEqual([]);
	},
	20 * 60_000,
);
