/** The deepest nesting of JSON that is accepted. At some thousands n8n and Node overflow their stack. */
export const MAX_DEPTH = 100;

/** What a text is as JSON. */
export interface Parsed {
	/** The value of the JSON; a text that is none is its own value. */
	value: unknown;
	isJson: boolean;
}

/** Parses a text as JSON. Never throws. */
export function parse(text: string): Parsed {
	try {
		return { value: JSON.parse(text), isJson: true };
	} catch {
		return { value: text, isJson: false };
	}
}

/** Whether a JSON value is nested deeper than {@link MAX_DEPTH}. */
export function isTooDeep(value: unknown, levelsLeft = MAX_DEPTH): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (levelsLeft === 0) return true;
	if (Array.isArray(value)) return value.some((element) => isTooDeep(element, levelsLeft - 1));
	const members = value as Record<string, unknown>;
	// Not Object.values, which would allocate a list for every object.
	for (const name in members) if (isTooDeep(members[name], levelsLeft - 1)) return true;
	return false;
}
