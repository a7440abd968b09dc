import type { RequestSpec, OperationContext } from '../operation';
import { isRecord } from '../guards';

/** A number, or the number that a text of digits has; undefined for anything else. */
export function toNumber(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/** A value as a list: a single value becomes a list of one, null and undefined an empty list. */
export function toList(value: unknown): unknown[] {
	if (Array.isArray(value)) return value as unknown[];
	return value === undefined || value === null ? [] : [value];
}

/**
 * Checks that every entry of a list is an object, and valid. For operations, which fail at an invalid entry. Triggers
 * skip such entries instead, because every poll would fail at the same one.
 *
 * @param request the request whose response has the list
 * @param expected what the response should be, e.g. "a list of applications with an ID each"
 * @param isValid a further check of each entry
 * @returns the same entries
 * @throws NodeApiError when an entry is invalid
 */
export function requireEach<T>(
	entries: T[],
	request: RequestSpec,
	expected: string,
	context: Pick<OperationContext, 'unexpectedResponse'>,
	isValid: (entry: T) => boolean = () => true,
): T[] {
	if (entries.every((entry) => isRecord(entry) && isValid(entry))) return entries;
	throw context.unexpectedResponse(request, { status: 200, body: entries }, expected);
}

/** How APIs commonly announce that a list has further pages. No partner documents any of these. */
const METADATA_KEYS = ['meta', 'pagination', 'paging', 'links'];
const NEXT_KEY = /^(next|nextpage|nextpageurl|nexturl|nextcursor|nextlink|hasmore|hasnext)$/;
const TOTAL_KEY = /^total(count|items)?$/;

/**
 * Whether the object around a list says that the list has further entries.
 *
 * @param wrapper the object that contains the list; empty where the body is the list itself
 * @param count the number of entries in the list
 */
export function announcesMore(wrapper: Record<string, unknown>, count: number): boolean {
	const members = [wrapper, ...METADATA_KEYS.map((name) => wrapper[name])]
		.filter(isRecord)
		.flatMap(Object.entries<unknown>)
		.map(([name, value]) => ({ name: name.replace(/[_-]/g, '').toLowerCase(), value }));
	return members.some(
		({ name, value }) =>
			(NEXT_KEY.test(name) && Boolean(value)) || (TOTAL_KEY.test(name) && (toNumber(value) ?? 0) > count),
	);
}
