import { faultDetails } from '../errors';
import { isRecord } from '../guards';

/**
 * Does something for each of several that one item names, one after the other and each once. The first that fails ends
 * it: what was done before stays done, so the failure says what that is, and what was not tried.
 *
 * @param names what is worked through, as the user knows it, e.g. addresses
 * @returns the results in the order of the names
 * @throws the failure of the first that failed; its details say `done` and `notDone` as soon as there are two names, and
 *   `mayHaveHappened` as soon as something was done
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

/** Adds to a failure how far it had come. Nothing is known of a failure that is none of ours, such as a cancelled run. */
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
