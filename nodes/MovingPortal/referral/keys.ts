import type { FieldPath } from '../../shared/fields';

/** The Levenshtein distance of two texts. */
function editDistance(from: string, to: string): number {
	let row = Array.from({ length: to.length + 1 }, (_, at) => at);
	for (const [i, letter] of [...from].entries()) {
		const above = row;
		row = [i + 1];
		for (const [j, another] of [...to].entries()) {
			const substituted = (above[j] ?? 0) + (letter === another ? 0 : 1);
			row.push(Math.min(substituted, (above[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1));
		}
	}
	return row.at(-1) ?? 0;
}

/** The longest key that gets a suggestion; no documented key is half as long. */
const MAX_KEY_LENGTH = 60;

/** The documented key most similar to a key; undefined where none is similar. */
function nearest(key: string, documented: readonly string[]): string | undefined {
	if (key.length > MAX_KEY_LENGTH) return undefined;
	const [best] = documented
		.map((name) => ({ name, edits: editDistance(key.toLowerCase(), name.toLowerCase()) }))
		.filter(({ name, edits }) => edits <= Math.max(2, name.length / 3))
		.sort((a, b) => a.edits - b.edits);
	return best?.name;
}

/**
 * The members of an object by The Moving Portal's documented keys. Its tables have them in PascalCase and its payloads in
 * camelCase (contract §8 no. 5), so case does not matter. Any other key is reported as a mistake, with the most similar
 * documented one; so is a key that occurs in two spellings.
 *
 * @param documented the keys of an object of this kind
 * @param path where problems are reported
 */
export function byDocumentedKeys(
	object: Record<string, unknown>,
	documented: readonly string[],
	path: FieldPath,
): Record<string, unknown> {
	const names = new Map(documented.map((name) => [name.toLowerCase(), name]));
	const members = new Map<string, unknown>();
	for (const [key, value] of Object.entries(object)) {
		const name = names.get(key.toLowerCase());
		if (name === undefined) {
			const suggestion = nearest(key, documented);
			path
				.inside(key)
				.addIssue(
					`is not a field that The Moving Portal documents${suggestion === undefined ? '' : `; the nearest is ${suggestion}`}`,
				);
		} else if (members.has(name)) {
			path.inside(key).addIssue(`is there twice, as ${name} in another spelling`);
		} else members.set(name, value);
	}
	return Object.fromEntries(members);
}
