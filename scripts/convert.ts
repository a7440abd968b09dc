import { readFile, writeFile } from 'node:fs/promises';

import { Argument, Option } from '@commander-js/extra-typings';

import { command } from '../testbed/commandLine';
import { runMain } from '../testbed/userError';
import { convert } from './single/convert';

const program = command('convert')
	.description(
		'Rewrites workflow files of n8n so that their nodes come from the packages of one partner each, or from the pack.',
	)
	.addOption(
		new Option('--to <which>', 'the packages of one partner each, or the pack of all')
			.choices(['single', 'pack'] as const)
			.makeOptionMandatory(),
	)
	.addArgument(new Argument('<file...>', 'workflow files as n8n downloads them; each is rewritten'));

async function main(): Promise<number> {
	program.parse();
	for (const file of program.processedArgs[0]) {
		const { text, nodes } = convert(await readFile(file, 'utf8'), program.opts().to);
		await writeFile(file, text);
		process.stdout.write(`${file}: ${nodes} ${nodes === 1 ? 'node' : 'nodes'} changed\n`);
	}
	return 0;
}

void runMain(main);
