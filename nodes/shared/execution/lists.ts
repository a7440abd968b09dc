import type { RequestSpec, OperationContext } from '../operation';
import { isRecord } from '../guards';

/** The number that a value is or, written out in digits, says; undefined for anything else. */
export function toNumber(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/** What should be a list as one: one thing alone is a list of one, and null or nothing an empty one. */
export function toList(value: unknown): unknown[] {
	if (Array.isArray(value)) return value as unknown[];
	return value === undefined || value === null ? [] : [value];
}

/**
 * The entries of a list, each of which has to be what the list is of. For operations, which do not go on without one; a
 * trigger passes over an entry that is none, because every poll would bring it again.
 *
 * @param request the request that was answered with the list
 * @param expected the list in words, e.g. "a list of applications with an ID each"
 * @param isValid what is asked of an entry beside being an object
 * @throws NodeApiError when one of the entries is something else
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

/** Where what goes with a list says how it goes on, in the customs of other APIs: no partner documents any. */
const METADATA_KEYS = ['meta', 'pagination', 'paging', 'links'];
const NEXT_KEY = /^(next|nextpage|nextpageurl|nexturl|nextcursor|nextlink|hasmore|hasnext)$/;
const TOTAL_KEY = /^total(count|items)?$/;

/**
 * Whether what goes with a list says that the list is only a part.
 *
 * @param wrapper the object in which the list came; empty where it came alone
 * @param count how many entries the list has
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
