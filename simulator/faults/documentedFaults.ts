import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What becomes of an item under every fault; the tests hold the nodes to it. */
export const FAULTS_DOCUMENT = join(__dirname, '../../docs/faults.md');

/** What the pack's nodes do about a fault. */
export interface DocumentedFault {
	/** What happens at the partner. */
	happens: string;
	/** What the message of an item that fails says. */
	says: string;
	/** What users get, with the operations that give it to them. */
	results: Array<{ word: string; meaning: string; operations: string[] }>;
}

/** The tables of a Markdown text, each a list of rows by column title. */
export function tablesOf(markdown: string): Array<Array<Record<string, string>>> {
	const blocks = markdown
		.split(/\n(?!\|)/)
		.map((block) => block.split('\n').filter((line) => line.startsWith('|')));
	const cellsOf = (line: string) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim());
	return blocks
		.filter((lines) => lines.length > 2)
		.map(([head = '', , ...rows]) => {
			const titles = cellsOf(head);
			return rows.map((row) => Object.fromEntries(cellsOf(row).map((cell, i) => [titles[i] ?? '', cell])));
		});
}

/** What `docs/partners/movem.md` says of credits, in Markdown. */
export function documentedCredits(): string {
	const page = readFileSync(join(__dirname, '../../docs/partners/movem.md'), 'utf8');
	const [, section = ''] = /^## Credits\n(.*?)(?=^## )/ms.exec(page) ?? [];
	return section.trim();
}

let documented: Map<string, DocumentedFault> | undefined;

/** What `docs/faults.md` says of a fault, by the title of its column; read once. */
export function documentedFault(column: string): DocumentedFault | undefined {
	documented ??= readFaults();
	return documented.get(column);
}

function readFaults(): Map<string, DocumentedFault> {
	const tables = tablesOf(readFileSync(FAULTS_DOCUMENT, 'utf8'));
	const table = (title: string) => tables.find(([row]) => row && Object.keys(row)[0] === title) ?? [];
	const operations = table('Operation');
	const resultsOf = (column: string) =>
		table('Word').map(({ Word: word = '', 'What you get': meaning = '' }) => ({
			word,
			meaning,
			operations: operations
				.filter((row) => row[column]?.split(' ')[0] === word)
				.map(({ Operation: operation = '' }) => operation),
		}));
	return new Map(
		table('Fault').map(
			({ Fault: column = '', 'What happens': happens = '', 'The message says': says = '' }) => [
				column,
				{ happens, says, results: resultsOf(column).filter((result) => result.operations.length > 0) },
			],
		),
	);
}
