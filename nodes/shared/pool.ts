/**
 * Works through `count` items with at most `atOnce` under way, and returns their results in order.
 *
 * The first item goes alone: a wrong key, a cold login or a dead host then costs one request, not many.
 * After the first item that throws no other is started; those under way are waited for, because what
 * they write is written. The error thrown is that of the earliest item.
 *
 * @param stopped asked before every start; true when the user has cancelled. Then what is finished is
 *   returned and nothing is thrown: an item that was broken off is not at fault.
 */
export async function pool<T>(
	count: number,
	atOnce: number,
	work: (index: number) => Promise<T>,
	stopped: () => boolean = () => false,
): Promise<T[]> {
	const results = new Array<T | undefined>(count);
	const failures = new Map<number, unknown>();
	let next = 0;

	const worker = async () => {
		while (next < count && failures.size === 0 && !stopped()) {
			const index = next++;
			try {
				results[index] = await work(index);
			} catch (failure) {
				failures.set(index, failure);
			}
			if (index === 0) return;
		}
	};

	await worker();
	await Promise.all(Array.from({ length: Math.min(atOnce, count - next) }, worker));
	if (failures.size > 0 && !stopped()) throw failures.get(Math.min(...failures.keys()));
	return results.filter((result) => result !== undefined);
}

/** Runs what is given under the same name one after the other, each whatever became of the one before. */
export class Turns {
	private readonly last = new Map<string, Promise<unknown>>();

	async take<T>(name: string, work: () => Promise<T>): Promise<T> {
		const before = this.last.get(name) ?? Promise.resolve();
		const mine = before.then(work, work);
		this.last.set(name, mine);
		return await mine;
	}
}
