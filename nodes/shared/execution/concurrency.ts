import { sleep } from '../http';

/** Part of the time that an item takes over which the starts of as many as go at once are spread. */
const SPREAD = 0.6;

/** Most milliseconds between two starts, however long an item takes. */
const MAX_PAUSE = 3;

/**
 * Works through `count` items with at most `atOnce` under way, and returns their results in order.
 *
 * The first item goes alone: a wrong key, a cold login or a dead host then costs one request, not many.
 * After the first item that throws no other is started; those under way are waited for, because what
 * they write is written. The error thrown is that of the earliest item.
 *
 * The others start one by one, and the event loop goes round in between. Started together they would be answered
 * together, and so on to the end: Node idle while the partner works, the partner idle while Node works through all
 * their answers. That costs a fifth of the throughput at ten at once and nearly half of it at fifty.
 *
 * @param isCancelled asked before every start; true when the user has cancelled. Then what is finished is
 *   returned and nothing is thrown: an item that was broken off is not at fault.
 * @param pause lets so many milliseconds pass, and the event loop go round
 */
export async function mapWithConcurrency<T>(
	count: number,
	limit: number,
	work: (index: number) => Promise<T>,
	isCancelled: () => boolean = () => false,
	pause: (milliseconds: number) => Promise<void> = sleep,
): Promise<T[]> {
	const results = new Array<T | undefined>(count);
	const failures = new Map<number, unknown>();
	let next = 0;
	let shortest = Infinity;
	let nextStart = Promise.resolve();

	const hasMore = () => next < count && failures.size === 0 && !isCancelled();
	const waitForStart = async () => {
		const mayStart = nextStart;
		const interval = Math.min((SPREAD * shortest) / limit, MAX_PAUSE);
		nextStart = mayStart.then(() => (hasMore() ? pause(interval) : undefined));
		await mayStart;
	};
	const worker = async () => {
		while (hasMore()) {
			await waitForStart();
			if (!hasMore()) return;
			const index = next++;
			const start = performance.now();
			try {
				results[index] = await work(index);
			} catch (failure) {
				failures.set(index, failure);
			}
			shortest = Math.min(shortest, performance.now() - start);
			if (index === 0) return;
		}
	};

	await worker();
	await Promise.all(Array.from({ length: Math.min(limit, count - next) }, worker));
	if (failures.size > 0 && !isCancelled()) throw failures.get(Math.min(...failures.keys()));
	return results.filter((result) => result !== undefined);
}

/** Runs what is given under the same name one after the other, each whatever became of the one before. */
export class KeyedMutex {
	private readonly lastByName = new Map<string, Promise<unknown>>();

	async runExclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
		const previous = this.lastByName.get(name) ?? Promise.resolve();
		const current = previous.then(work, work);
		this.lastByName.set(name, current);
		return await current;
	}
}
