import { readFileSync, writeFileSync } from 'node:fs';

import { FAULTS_DOCUMENT as FILE, tablesOf } from '../../../simulator/faults/documentedFaults';
import { insertTitle, withRows } from '../../support/markdownTable';

/** By row and column: the result of an operation that meets a fault. */
export type Cells = Record<string, Record<string, string>>;

/** A fault as the document explains it. */
export interface Explained {
	/** The message of a failed item contains one of these. */
	says: string[];
	/** The HTTP codes that go with the message: `500`, `2xx`, `none`. */
	httpCode: RegExp;
}

/** `docs/faults.md` as data. */
export interface Document {
	/** By column of the matrix. */
	faults: Record<string, Explained>;
	cells: Cells;
}

/** Reads the tables of the document that the tests execute. */
export function readDocument(): Document {
	const tables = tablesOf(readFileSync(FILE, 'utf8'));
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

function writeMatrix(columns: string[], rows: Array<[title: string, cells: Record<string, string>]>): void {
	const lines = rows.map(([title, cells]) => [title, ...columns.map((column) => cells[column] ?? '')]);
	writeFileSync(FILE, withRows(readFileSync(FILE, 'utf8'), 'Operation', columns, lines));
}

/** Gives every operation a row and every fault a column, empty where new; removes rows of operations that are gone. */
export function writeRows(
	titles: string[],
	isOperation: (title: string) => boolean,
	columns: string[],
): void {
	const { cells } = readDocument();
	const known = Object.keys(cells).filter(isOperation);
	const all = titles.filter((title) => !known.includes(title)).reduce(insertTitle, known);
	writeMatrix(
		columns,
		all.map((title) => [title, cells[title] ?? {}]),
	);
}

/** Fills in the results; a cell without a result stays as it was. */
export function writeCells(played: Cells): void {
	const { cells } = readDocument();
	const rows = Object.entries(cells).map(([title, row]): [string, Record<string, string>] => [
		title,
		{ ...row, ...played[title] },
	]);
	writeMatrix(Object.keys(Object.values(cells)[0] ?? {}), rows);
}
