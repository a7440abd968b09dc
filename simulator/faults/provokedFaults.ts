import type { ApiRequest } from '../partner';
import { MAGIC_FAULTS, magicWord } from '../magicValues';
import { type Fault, parseFault } from './fault';

type MagicFaults = typeof MAGIC_FAULTS;

/** Finds the faults that callers provoke by magic values. */
export class ProvokedFaults {
	/** How many requests there were of each value, for those that every other one meets. */
	private readonly seen = new Map<string, number>();

	/** The fault of a request. Call it once for each request, because it counts. */
	take({ operation, params, query, body }: ApiRequest): Fault | undefined {
		for (const text of textsIn([params, query, body])) {
			const word = magicWord(text);
			if (word === undefined || !Object.hasOwn(MAGIC_FAULTS, word)) continue;
			const { fault, meets } = MAGIC_FAULTS[word as keyof MagicFaults];
			if (meets === 'every') return parseFault(fault);
			const key = `${operation.operationId} ${text}`;
			const before = this.seen.get(key) ?? 0;
			this.seen.set(key, before + 1);
			return before % 2 === 0 ? parseFault(fault) : undefined;
		}
		return undefined;
	}

	/** Counts from the beginning again. */
	clear(): void {
		this.seen.clear();
	}
}

/** Every text of a value, however deep. */
function* textsIn(value: unknown): Generator<string> {
	if (typeof value === 'string') yield value;
	else if (typeof value === 'object' && value !== null)
		for (const child of Object.values(value)) yield* textsIn(child);
}
