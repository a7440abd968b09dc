import type { PollContext } from './polling';
import { messageOf } from '../guards';

/** Most things of one trigger that are read at the same time. */
const CONCURRENCY = 5;

/**
 * Does something for each of several, a few at a time, so that a bad one does not hold back the others. What fails
 * goes to the log; only when all fail does it count as a failure. What the deadline leaves out is left for the next
 * poll; each begins somewhere else, so that it is not always the same that are left out.
 *
 * @returns the results of those that succeeded, in the order of the list, and whether any is missing
 * @throws the first failure when nothing succeeded
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
