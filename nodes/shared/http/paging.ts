/** How a partner's list is read in pieces: pages, or slices of time. */
interface Paging<Cursor, T> {
	/** One cursor for each piece, e.g. page numbers. May be endless. */
	cursors: Iterable<Cursor>;
	fetch(cursor: Cursor): Promise<T[]>;
	/** A text that is the same for the same entry; pieces may overlap. */
	identityOf(entry: T): string;
	/** Filters entries here, where the partner has no such filter. */
	isWanted?(entry: T): boolean;
	/** The most entries to return. */
	limit: number;
	/**
	 * Present for pages: a page without a new entry is then the last, and this is called. No partner documents another
	 * sign of the end, and a page with fewer entries than asked for may not be the last. Absent for slices of time, which
	 * are all read.
	 *
	 * @param repeated true when the last page was not empty, but had only entries that came before
	 */
	onLastPage?(repeated: boolean): void;
}

/** Endless page numbers. */
export function* pagesFrom(first: number): Generator<number> {
	for (let page = first; ; page++) yield page;
}

/**
 * Reads pieces until the limit, the last cursor, or a page without a new entry. The latter ends the loop for a server
 * that ignores page numbers. Keeps no more entries in memory than it returns.
 *
 * @returns the entries in the partner's order, each once
 */
export async function collectPages<Cursor, T>({
	cursors,
	fetch,
	identityOf,
	isWanted,
	limit,
	onLastPage,
}: Paging<Cursor, T>): Promise<T[]> {
	const found: T[] = [];
	const seen = new Set<string>();
	for (const cursor of cursors) {
		if (found.length >= limit) break;
		const entries = await fetch(cursor);
		const countBefore = seen.size;
		for (const entry of entries) {
			const id = identityOf(entry);
			if (seen.has(id) || found.length >= limit) continue;
			seen.add(id);
			if (isWanted?.(entry) ?? true) found.push(entry);
		}
		if (onLastPage && seen.size === countBefore) {
			onLastPage(entries.length > 0);
			break;
		}
	}
	return found;
}
