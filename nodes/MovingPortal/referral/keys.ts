import type { FieldPath } from '../../shared/fields';

/** How many single letters have to be put in, taken out or exchanged to make one text of another (Levenshtein). */
function distance(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, at) => at);
	for (const [i, letter] of [...one].entries()) {
		const above = row;
		row = [i + 1];
		for (const [j, another] of [...other].entries()) {
			const exchanged = (above[j] ?? 0) + (letter === another ? 0 : 1);
			row.push(Math.min(exchanged, (above[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1));
		}
	}
	return row.at(-1) ?? 0;
}

/** Longest key that is compared with others; no documented one is half as long. */
const LONGEST = 60;

/** The key that was probably meant; undefined where none is near. */
function nearest(key: string, documented: readonly string[]): string | undefined {
	if (key.length > LONGEST) return undefined;
	const [best] = documented
		.map((name) => ({ name, off: distance(key.toLowerCase(), name.toLowerCase()) }))
		.filter(({ name, off }) => off <= Math.max(2, name.length / 3))
		.sort((a, b) => a.off - b.off);
	return best?.name;
}

/**
 * The members of an object under the keys that The Moving Portal documents. Its tables write them in PascalCase, its
 * payloads in camelCase (contract §8 no. 5), so their case does not count. Any other key is taken for a slip of the pen
 * and reported, with the one that was probably meant; so is a key that is there in two spellings.
 *
 * @param documented the keys that an object of this kind has
 */
export function byDocumentedKeys(
	given: Record<string, unknown>,
	documented: readonly string[],
	fieldPath: FieldPath,
): Record<string, unknown> {
	const names = new Map(documented.map((name) => [name.toLowerCase(), name]));
	const members = new Map<string, unknown>();
	for (const [key, value] of Object.entries(given)) {
		const name = names.get(key.toLowerCase());
		if (name === undefined) {
			const meant = nearest(key, documented);
			fieldPath
				.inside(key)
				.addIssue(
					`is not a field that The Moving Portal documents${meant === undefined ? '' : `; the nearest is ${meant}`}`,
				);
		} else if (members.has(name)) {
			fieldPath.inside(key).addIssue(`is there twice, as ${name} in another spelling`);
		} else members.set(name, value);
	}
	return Object.fromEntries(members);
}
