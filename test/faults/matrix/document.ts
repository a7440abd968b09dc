import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fault as the document explains it. */
export interface Explained {
	/** Pieces of the message of an item that fails by it, one of which it has to have. */
	says: string[];
	/** The HTTP codes that go with the message: `500`, `2xx`, `none`. */
	httpCode: RegExp;
}

/** `docs/faults.md` as data. */
export interface Document {
	/** By column of the matrix. */
	faults: Record<string, Explained>;
	/** By row and column: what becomes of an operation that meets a fault. */
	cells: Record<string, Record<string, string>>;
}

/** The tables of a Markdown text, each a list of rows by column title. */
function tablesOf(markdown: string): Array<Array<Record<string, string>>> {
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

/** Reads the tables of the document that the tests play. */
export function readDocument(): Document {
	const tables = tablesOf(readFileSync(join(__dirname, '../../../docs/faults.md'), 'utf8'));
	const table = (title: string) => {
		const found = tables.find(([row]) => row && Object.keys(row)[0] === title);
		if (!found) throw new Error(`docs/faults.md has no table that begins with the column ${title}`);
		return found.map((row) => ({ title: row[title] ?? '', row }));
	};
	const faults = table('Fault').map(({ title, row }) => {
		const says = [...(row['The message says'] ?? '').matchAll(/`([^`]+)`/g)].map(([, text]) => text ?? '');
		const codes = row.HTTP?.match(/\d[\dx]{2}|none/g) ?? [];
		return [title, { says, httpCode: new RegExp(`^(${codes.join('|').replaceAll('x', '\\d')})$`) }] as const;
	});
	const cells = table('Operation').map(({ title, row: { Operation: _, ...row } }) => [title, row] as const);
	return { faults: Object.fromEntries(faults), cells: Object.fromEntries(cells) };
}
