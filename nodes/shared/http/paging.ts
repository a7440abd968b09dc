/** How a partner's list is read piece by piece. */
interface Paging<Cursor, T> {
	/** Where each piece begins: page numbers, or slices of time. May be endless. */
	cursors: Iterable<Cursor>;
	fetch(cursor: Cursor): Promise<T[]>;
	/** What makes an entry the same one; pieces may overlap. */
	identity(entry: T): string;
	/** Which entries are wanted, where the partner cannot be asked for them alone. */
	wanted?(entry: T): boolean;
	/** Most entries to return. */
	limit: number;
	/**
	 * How a list in pages says that a page was the last: by one without anything new. No partner documents another
	 * sign, and one that gives fewer than it is asked for may have more. Absent for slices, of which each is asked for.
	 *
	 * @param repeated true when that page was not empty: it had only what had come before
	 */
	onLastPage?(repeated: boolean): void;
}

/** Page numbers without an end. */
export function* pagesFrom(first: number): Generator<number> {
	for (let page = first; ; page++) yield page;
}

/**
 * Reads pieces until the limit, the last slice, or a page that brings nothing new — a server that ignores
 * the page number would otherwise be asked for ever. No more is kept than is returned.
 *
 * @returns entries in the order they came, each once
 */
export async function collectPages<Cursor, T>({
	cursors,
	fetch,
	identity,
	wanted,
	limit,
	onLastPage,
}: Paging<Cursor, T>): Promise<T[]> {
	const found: T[] = [];
	const seen = new Set<string>();
	for (const cursor of cursors) {
		if (found.length >= limit) break;
		const piece = await fetch(cursor);
		const before = seen.size;
		for (const entry of piece) {
			const id = identity(entry);
			if (seen.has(id) || found.length >= limit) continue;
			seen.add(id);
			if (wanted?.(entry) ?? true) found.push(entry);
		}
		if (onLastPage && seen.size === before) {
			onLastPage(piece.length > 0);
			break;
		}
	}
	return found;
}
