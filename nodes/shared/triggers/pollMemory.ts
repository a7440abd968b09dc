import { isRecord } from '../guards';

/** Something that happened at a partner. */
export interface PollEvent<Json extends object = object> {
	/** Identifies the event between polls. No personal data; twelve characters of a fingerprint are enough. */
	key: string;
	json: Json;
}

/** The result of one poll. */
export interface PollResult<State, Json extends object = object> {
	/** The new events, in the order in which they are passed on. */
	events: Array<PollEvent<Json>>;
	/** The state for the next poll, after which none of the events comes again. */
	state: State;
	/** True when something was not read, because of a failure or the deadline. Its events come at a later poll. */
	isPartial?: boolean;
}

/** A partner as the poll memory sees it. */
export interface PollingPartner<State, Json extends object = object> {
	/** The state at the very first poll: everything that exists already and is not new. */
	initialState(): Promise<State>;
	/**
	 * Finds what is new since `state`, without changing that object.
	 *
	 * @throws when nothing could be read; the next poll then starts from the same state
	 */
	poll(state: State): Promise<PollResult<State, Json>>;
}

/** A state that a poll can start from. */
interface Checkpoint<State> {
	/** Every event before this state was passed on. */
	state: State;
	/** Keys of events that a poll from this state finds, and that were passed on once. */
	once?: string[];
	/** Keys of those that were passed on twice. */
	twice?: string[];
	/** True when every event of a poll from this state may have been passed on: version 0.1.0 kept no keys. */
	isAllOnce?: boolean;
}

/** What is stored between two polls, as JSON in n8n's static data. */
export interface Memory<State> {
	version: 2;
	/** Where any process can start from. */
	committed: Checkpoint<State>;
	/**
	 * Where the process `by` starts from, which passed events on last. Only that process knows that it has not crashed
	 * since, so that n8n has stored them.
	 */
	pending?: Checkpoint<State> & { by: string };
	/** The kind of system that it was read from. Absent for a partner that has only one, and in earlier versions. */
	system?: string;
}

/** An event that is passed on for the second time. */
type Redelivered<Json> = Json & { redelivered: true };

/** The version of the memory that this package writes. 0.1.0 wrote none. */
const VERSION = 2;

/** A multiset of keys. Each can be taken as often as it was added. */
class KeyCounter {
	private readonly counts = new Map<string, number>();

	constructor(keys: readonly string[] = []) {
		for (const key of keys) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
	}

	take(key: string): boolean {
		const left = this.counts.get(key) ?? 0;
		if (left > 0) this.counts.set(key, left - 1);
		return left > 0;
	}

	remaining(): string[] {
		return [...this.counts].flatMap(([key, left]) => Array.from({ length: left }, () => key));
	}
}

/** A checkpoint without empty lists. */
function checkpoint<State>(state: State, once: string[], twice: string[]): Checkpoint<State> {
	return { state, ...(once.length > 0 && { once }), ...(twice.length > 0 && { twice }) };
}

/**
 * One poll, which passes on each event at least once and at most twice.
 *
 * n8n saves the memory of a poll before it has stored the execution that the poll starts, and does not save it at all
 * when the poll brings nothing (2.41.1, TriggerExecutionContextFactory.__emit). A crash in between would lose the events.
 * So they count as stored only when the same process polls again. Another process passes them on once more, marks them
 * as `redelivered`, and remembers them as passed on twice.
 *
 * @param memory undefined at the very first poll
 * @param processId the process that polls
 * @param isAtomic true where n8n stores memory and execution in one transaction: then each event is passed on once
 * @returns the events for n8n, and the memory to store with them
 * @throws what the partner's poll throws; the memory then stays as it was
 */
export async function pollOnce<State, Json extends object>(
	memory: Memory<State> | undefined,
	processId: string,
	isAtomic: boolean,
	source: PollingPartner<State, Json>,
): Promise<{ events: Array<Json | Redelivered<Json>>; memory: Memory<State> }> {
	const { committed, pending } = memory ?? { committed: { state: await source.initialState() } };
	const from = pending?.by === processId ? pending : committed;
	const foreign = from === pending ? undefined : pending;
	const { events, state, isPartial } = await source.poll(from.state);

	const [once, twice] = [new KeyCounter(from.once), new KeyCounter(from.twice)];
	const [firstTime, repeated]: [string[], string[]] = [[], []];
	const passedOn = events.flatMap(({ key, json }): Array<Json | Redelivered<Json>> => {
		if (twice.take(key)) return [];
		const isRepeated = once.take(key) || from.isAllOnce;
		(isRepeated ? repeated : firstTime).push(key);
		return [isRepeated ? { ...json, redelivered: true } : json];
	});
	// A complete poll has found all that exists; keys it did not find are obsolete.
	const remaining = (keys: KeyCounter) => (isPartial ? keys.remaining() : []);
	const next = checkpoint(state, remaining(once), remaining(twice));
	if (isAtomic || firstTime.length === 0)
		return { events: passedOn, memory: { version: VERSION, committed: next } };
	/** The latest checkpoint from which another process still finds every event that was passed on only once. */
	const commit = (): Checkpoint<State> => {
		const foreignOnce = new KeyCounter(foreign?.once);
		const foreignRepeated = repeated.filter((key) => foreignOnce.take(key));
		const foreignRemaining = remaining(foreignOnce);
		const findable = new KeyCounter(foreignRemaining);
		if (foreign && remaining(once).every((key) => findable.take(key)))
			return checkpoint(
				foreign.state,
				[...foreignRemaining, ...firstTime],
				[...(foreign.twice ?? []), ...foreignRepeated],
			);
		return checkpoint(from.state, [...remaining(once), ...firstTime], [...(from.twice ?? []), ...repeated]);
	};
	return {
		events: passedOn,
		memory: {
			version: VERSION,
			committed: commit(),
			pending: { by: processId, ...next },
		},
	};
}

const isOptionalStringList = (value: unknown): value is string[] | undefined =>
	value === undefined || (Array.isArray(value) && value.every((entry) => typeof entry === 'string'));

/**
 * Reads the stored memory of a trigger. Version 0.1.0 stored no version, and `settled` and `passedOn` in the place of
 * `committed` and `pending`.
 *
 * @param stored what n8n has stored, undefined where it has nothing
 * @param isState whether a value is a state of this trigger
 * @returns `memory`, undefined where there is none yet; or `trouble`, what is wrong with it as the end of a sentence
 */
export function readMemory<State>(
	stored: unknown,
	isState: (value: unknown) => value is State,
): { memory?: Memory<State> } | { trouble: string } {
	if (stored === undefined || stored === null) return {};
	const isCheckpoint = (value: unknown): value is Checkpoint<State> =>
		isRecord(value) &&
		isState(value.state) &&
		isOptionalStringList(value.once) &&
		isOptionalStringList(value.twice);
	const isPending = (value: unknown): value is Checkpoint<State> & { by: string } =>
		isCheckpoint(value) && 'by' in value && typeof value.by === 'string';

	const { version, committed, pending, settled, passedOn, system } = isRecord(stored) ? stored : {};
	if (typeof version === 'number' && version > VERSION)
		return { trouble: 'was written by a newer version of this package' };
	const isLegacy = version === undefined;
	const last = isLegacy ? passedOn : pending;
	const first = isLegacy ? { state: settled, ...(last !== undefined && { isAllOnce: true }) } : committed;
	if ((!isLegacy && version !== VERSION) || !isCheckpoint(first)) return { trouble: 'is damaged' };
	if (system !== undefined && typeof system !== 'string') return { trouble: 'is damaged' };
	const memory = { version: VERSION, committed: first, ...(system !== undefined && { system }) } as const;
	if (last === undefined) return { memory };
	return isPending(last) ? { memory: { ...memory, pending: last } } : { trouble: 'is damaged' };
}

/**
 * Values by a partner's names, e.g. IDs, as stored in a state. Stored as pairs, because n8n copies objects member by
 * member and would lose one called `__proto__` (n8n-workflow 2.41, ObservableObject). Version 0.1.0 stored an object.
 */
export type ByName<Value> = Array<[name: string, value: Value]> | Record<string, Value>;

/** The stored values as a map. */
export function mapOf<Value>(pairs: ByName<Value>): Map<string, Value> {
	return new Map(Array.isArray(pairs) ? pairs : Object.entries(pairs));
}

/** Whether a value is a {@link ByName} in which every value passes `isValue`. */
export function isByName<Value>(
	value: unknown,
	isValue: (entry: unknown) => entry is Value,
): value is ByName<Value> {
	if (isRecord(value)) return Object.values(value).every(isValue);
	return (
		Array.isArray(value) &&
		value.every((pair) => Array.isArray(pair) && typeof pair[0] === 'string' && isValue(pair[1]))
	);
}
