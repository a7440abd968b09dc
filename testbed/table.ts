type Cell = string | number;

/** Rows for a terminal, in aligned columns: text to the left, numbers to the right. */
export function table(rows: Cell[][]): string {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => String(row[column] ?? '').length)),
	);
	const isNumeric = widths.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
	return rows
		.map((row) =>
			row
				.map((cell, column) => {
					const width = widths[column] ?? 0;
					return isNumeric[column] ? String(cell).padStart(width) : String(cell).padEnd(width);
				})
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

/** A table in Markdown. */
export function markdownTable(head: string[], rows: string[][]): string {
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
