import { faultDetails } from '../errors';
import { isRecord } from '../guards';

/**
 * Runs `work` for each name that one item lists, one after the other. Stops at the first failure, whose message then says
 * what was done before and what was not tried.
 *
 * @param names what is worked through, as the user knows it, e.g. email addresses
 * @returns the results in the order of the names
 * @throws the first failure. With two names or more its details have `done` and `notDone`, and `mayHaveHappened` where
 *   something was done
 */
export async function mapSequentially<T>(
	names: readonly string[],
	work: (name: string) => Promise<T>,
): Promise<T[]> {
	const results: T[] = [];
	for (const [index, name] of names.entries()) {
		const result = await work(name).catch((failure: unknown) => {
			if (names.length > 1) describeProgress(failure, names, index);
			return Promise.reject(failure);
		});
		results.push(result);
	}
	return results;
}

/** Adds to a failure what was done before it. */
function describeProgress(failure: unknown, names: readonly string[], index: number): void {
	if (!isRecord(failure)) return;
	const [done, notTried] = [names.slice(0, index), names.slice(index + 1)];
	const lines = [
		...(typeof failure.description === 'string' ? [failure.description] : []),
		`It failed for ${names[index]}.`,
		...(done.length > 0
			? [`Done before, and not to be done again: ${done.join(', ')}.`]
			: ['Nothing was done before.']),
		...(notTried.length > 0 ? [`Not tried: ${notTried.join(', ')}.`] : []),
	];
	failure.description = lines.join('\n');
	Object.assign(faultDetails(failure), {
		done,
		notDone: names.slice(index),
		...(done.length > 0 && { mayHaveHappened: true }),
	});
}
