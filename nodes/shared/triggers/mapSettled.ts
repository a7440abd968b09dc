import type { PollContext } from './polling';
import { messageOf } from '../guards';

/** The most entries of one trigger that are worked on at once. */
const CONCURRENCY = 5;

/**
 * Runs `work` for each entry, a few at a time. Failures are logged and do not hold back the other entries. Entries that
 * were not begun by the deadline are left for the next poll. Each call begins at a random entry, so that it is not always
 * the same ones that are left.
 *
 * @param describe what to log before the message of a failure
 * @returns the results of those that succeeded, in the order of the list; `isPartial` when any is missing
 * @throws the first failure, when none succeeded
 */
export async function mapSettled<T, R>(
	list: readonly T[],
	describe: (entry: T) => string,
	context: Pick<PollContext, 'deadline' | 'log'>,
	work: (entry: T) => Promise<R>,
): Promise<{ results: R[]; isPartial: boolean }> {
	const results = new Map<number, R>();
	const failures: unknown[] = [];
	const start = Math.floor(Math.random() * list.length);
	const queue = [...list.entries()];
	queue.push(...queue.splice(0, start));
	const worker = async () => {
		for (let next = queue.shift(); next; next = Date.now() < context.deadline ? queue.shift() : undefined) {
			const [index, entry] = next;
			await work(entry).then(
				(result) => results.set(index, result),
				(failure: unknown) => {
					failures.push(failure);
					context.log(`${describe(entry)}: ${messageOf(failure)}`);
				},
			);
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, worker));
	if (queue.length > 0)
		context.log(
			`Time was up before ${queue.length} of ${list.length} could be read; they are left for the next poll`,
		);
	if (failures.length > 0 && results.size === 0) throw failures[0];
	return {
		results: [...results].sort(([a], [b]) => a - b).map(([, result]) => result),
		isPartial: results.size < list.length,
	};
}
