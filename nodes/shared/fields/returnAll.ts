import { flag } from './choice';
import { shownFor } from './field';
import { number } from './number';

/** The fields "Return All" and "Limit", in n8n's standard words. "Limit" is shown while "Return All" is off. */
export const returnAllFields = {
	returnAll: flag({
		displayName: 'Return All',
		description: 'Whether to return all results or only up to a given limit',
	}),
	limit: shownFor(
		{ returnAll: [false] },
		number({ displayName: 'Limit', default: 50, min: 1, description: 'Max number of results to return' }),
	),
};

/** The most entries to return; Infinity under "Return All". */
export function limitOf({ returnAll, limit }: { returnAll: boolean; limit?: number }): number {
	return returnAll ? Infinity : (limit ?? 50);
}

/** Cuts a list to the limit. Where that leaves entries out, a hint in the editor says so. @param noun "applications" */
export function cutToLimit<T>(
	entries: T[],
	limit: number,
	noun: string,
	context: { addHint(message: string): void },
): T[] {
	if (entries.length <= limit) return entries;
	context.addHint(`There are more ${noun} than Limit lets through. Turn on Return All to get them.`);
	return entries.slice(0, limit);
}
