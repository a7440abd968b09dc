import { flag } from './choice';
import { shownFor } from './field';
import { number } from './number';

/** Return All and Limit, in n8n's words. `Limit` is shown while not all are wanted. */
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

/** Most entries the user wants; endless under Return All. */
export function wantedCount({ returnAll, limit }: { returnAll: boolean; limit?: number }): number {
	return returnAll ? Infinity : (limit ?? 50);
}

/** Keeps as many as are wanted and tells the user in the editor what the limit left out. */
export function cutToLimit<T>(
	entries: T[],
	wanted: number,
	what: string,
	context: { addHint(message: string): void },
): T[] {
	if (entries.length <= wanted) return entries;
	context.addHint(`There are more ${what} than Limit lets through. Turn on Return All to get them.`);
	return entries.slice(0, wanted);
}
