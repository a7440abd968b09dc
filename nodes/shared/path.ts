/**
 * Builds a request path in which every value is one encoded segment. IDs that users enter were checked before (see the
 * field `id`); IDs from a partner's response may be anything.
 *
 * @throws RangeError for an empty value, and for `.` and `..`, which URLs resolve away (WHATWG URL, "path state")
 * @example path`/application/${id}`
 */
export function path(literals: TemplateStringsArray, ...values: string[]): string {
	const unusable = values.find((value) => /^\.{0,2}$/.test(value));
	if (unusable !== undefined)
		throw new RangeError(`“${unusable}” cannot be the ID of anything. Nothing was sent.`);
	return literals.reduce(
		(built, literal, i) => `${built}${encodeURIComponent(values[i - 1] ?? '')}${literal}`,
	);
}
