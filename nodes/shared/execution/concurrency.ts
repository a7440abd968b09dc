import { sleep } from '../http';

/** The starts of one batch of `limit` items are spread over this part of the shortest item's time. */
const SPREAD = 0.6;

/** The most milliseconds between two starts, however long an item takes. */
const MAX_PAUSE = 3;

/**
 * The fewest milliseconds for which it pauses. A timer cannot wait for less than one, and waking up for it costs more
 * CPU than the pause is worth.
 */
const MIN_PAUSE = 0.5;

/** The milliseconds after which it pauses all the same, so that n8n's other work goes on. */
const LONGEST_WITHOUT_PAUSE = 10;

/**
 * Runs `work` for `count` items, at most `limit` at once, and returns the results in the order of the items.
 *
 * The first item runs alone, so that a wrong key, an expired token or a dead host costs one request and not many. After
 * an item has thrown, no other starts. Those under way are awaited, because their writes happen anyway.
 *
 * The others start one after the other, with short pauses. Started together they would be answered together, batch after
 * batch: Node idle while the partner works, and the partner idle while Node works. That costs a fifth of the throughput
 * at ten at once and nearly half of it at fifty.
 *
 * @param isCancelled asked before every start. Once it is true, the results so far are returned and nothing is thrown:
 *   an item that was interrupted has not failed.
 * @param pause waits some milliseconds, at least one turn of the event loop
 * @throws the error of the first item, by order of the items, that failed
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
	let lastPause = performance.now();

	const hasMore = () => next < count && failures.size === 0 && !isCancelled();
	const waitForStart = async () => {
		const mayStart = nextStart;
		const interval = Math.min((SPREAD * shortest) / limit, MAX_PAUSE);
		const isDue = () => interval >= MIN_PAUSE || performance.now() - lastPause >= LONGEST_WITHOUT_PAUSE;
		nextStart = mayStart.then(async () => {
			if (!hasMore() || !isDue()) return;
			await pause(interval);
			lastPause = performance.now();
		});
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

/** Runs work under the same name one at a time, in the order of the calls. A failure does not hold up the next. */
export class KeyedMutex {
	private readonly lastByName = new Map<string, Promise<unknown>>();

	async runExclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
		const previous = this.lastByName.get(name) ?? Promise.resolve();
		const current = previous.then(work, work);
		this.lastByName.set(name, current);
		return await current;
	}
}
