/** The title of a row without the part in brackets: `sprove · Property: Create (login)`. */
const about = (title: string) => title.replace(/ \(.*/, '').toLowerCase();
const resourceOf = (title: string) => about(title).split(':')[0]!;
const partnerOf = (title: string) => about(title).split(' · ')[0]!;

/** Inserts a title among those of its resource, alphabetically, or else after its partner’s. */
export function insertTitle(titles: readonly string[], title: string): string[] {
	const ofResource = titles.filter((one) => resourceOf(one) === resourceOf(title));
	const before = ofResource.filter((one) => about(one) < about(title)).at(-1);
	const after = ofResource[0] ?? undefined;
	const ofPartner = titles.filter((one) => partnerOf(one) === partnerOf(title)).at(-1);
	let at = titles.length;
	if (before !== undefined) at = titles.indexOf(before) + 1;
	else if (after !== undefined) at = titles.indexOf(after);
	else if (ofPartner !== undefined) at = titles.indexOf(ofPartner) + 1;
	return titles.toSpliced(at, 0, title);
}

/** A Markdown text with new rows in the table whose first column has this title. */
export function withRows(markdown: string, firstColumn: string, columns: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	const table = [
		line([firstColumn, ...columns]),
		line([firstColumn, ...columns].map(() => '---')),
		...rows.map(line),
	].join('\n');
	const lines = markdown.split('\n');
	const from = lines.findIndex((one) => one.startsWith(`| ${firstColumn} |`));
	if (from < 0) throw new Error(`There is no table that begins with the column ${firstColumn}`);
	const length = lines.slice(from).findIndex((one) => !one.startsWith('|'));
	return lines.toSpliced(from, length < 0 ? lines.length : length, table).join('\n');
}
