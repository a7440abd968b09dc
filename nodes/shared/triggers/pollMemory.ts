import { isRecord } from '../guards';

/** Something that happened at a partner. */
export interface PollEvent<Json extends object = object> {
	/** What it is known by: the same for the same, and no personal data. Twelve characters of a fingerprint are enough. */
	key: string;
	json: Json;
}

/** What a poll has found. */
export interface PollResult<State, Json extends object = object> {
	/** What is new, in the order in which it is to be passed on. */
	events: Array<PollEvent<Json>>;
	/** What has to be remembered so that none of it comes again. */
	state: State;
	/** True when something could not be read, or time was up: what it has is still to come, at a later poll. */
	isPartial?: boolean;
}

/** How the poll memory asks a partner. */
export interface PollingPartner<State, Json extends object = object> {
	/** Where to begin on the very first poll: what is there already and is not new. */
	initialState(): Promise<State>;
	/**
	 * Looks for what is new since `state`, which it leaves as it is.
	 *
	 * @throws when nothing could be found out; the same is then asked again at the next poll
	 */
	poll(state: State): Promise<PollResult<State, Json>>;
}

/** Where a poll can look from. */
interface Checkpoint<State> {
	/** Everything up to here was passed on. */
	state: State;
	/** Keys of events that a look from here brings although they were passed on once. */
	once?: string[];
	/** The same of events that were passed on twice. */
	twice?: string[];
	/** All that a look from here brings may have been passed on: 0.1.0 did not keep what was. */
	isAllOnce?: boolean;
}

/** What is kept between two polls. n8n keeps it as JSON. */
export interface Memory<State> {
	version: 2;
	/** Where every process can look from. */
	committed: Checkpoint<State>;
	/** Where the process looks from that was the last to pass anything on: having lived on, it knows that n8n has it. */
	pending?: Checkpoint<State> & { by: string };
}

/** An event that comes for the second time. */
type Redelivered<Json> = Json & { redelivered: true };

/** The version of the memory that this package writes. 0.1.0 wrote none. */
const VERSION = 2;

/** Keys, of which some may be the same, each to be taken once. */
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

/** A point, of which nothing is said that is not there. */
function checkpoint<State>(state: State, once: string[], twice: string[]): Checkpoint<State> {
	return { state, ...(once.length > 0 && { once }), ...(twice.length > 0 && { twice }) };
}

/**
 * One poll. n8n saves the memory of a poll before it has stored the execution that the poll starts, and a poll that
 * brings nothing not at all (2.41.1, TriggerExecutionContextFactory.__emit). So what is passed on counts as stored only
 * once the same process polls again. Another process cannot know: it passes the same on once more, says so
 * (`redelivered`), and then knows it as passed on twice. So each event is passed on once or twice, whoever polls.
 *
 * @param memory undefined at the very first poll
 * @param processId the process that polls
 * @param isAtomic true where n8n stores memory and execution together or neither: then each event is passed on once
 * @returns the events for n8n, and the memory to be kept with them
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
	// What a whole look has not brought is not there any more.
	const remaining = (keys: KeyCounter) => (isPartial ? keys.remaining() : []);
	const next = checkpoint(state, remaining(once), remaining(twice));
	if (isAtomic || firstTime.length === 0)
		return { events: passedOn, memory: { version: VERSION, committed: next } };
	/** As far on as whoever takes this over can begin and still find what was passed on once. */
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
 * Reads what n8n has kept for a trigger, also what 0.1.0 left: `settled`, and `passedOn` by a process.
 *
 * @param stored what n8n has, undefined where it has nothing
 * @param isState whether something is a state of this trigger
 * @returns the memory, undefined where there is none yet; or what is the matter with it, as the end of a sentence
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

	const { version, committed, pending, settled, passedOn } = isRecord(stored) ? stored : {};
	if (typeof version === 'number' && version > VERSION)
		return { trouble: 'was written by a newer version of this package' };
	const isLegacy = version === undefined;
	const last = isLegacy ? passedOn : pending;
	const first = isLegacy ? { state: settled, ...(last !== undefined && { isAllOnce: true }) } : committed;
	if ((!isLegacy && version !== VERSION) || !isCheckpoint(first)) return { trouble: 'is damaged' };
	if (last === undefined) return { memory: { version: VERSION, committed: first } };
	if (!isPending(last)) return { trouble: 'is damaged' };
	return { memory: { version: VERSION, committed: first, pending: last } };
}

/**
 * Something remembered by the names that a partner gives, e.g. IDs. It is kept as pairs: a member called `__proto__`
 * would not survive n8n, which copies members one by one (n8n-workflow 2.41, ObservableObject). 0.1.0 kept an object.
 */
export type ByName<Value> = Array<[name: string, value: Value]> | Record<string, Value>;

/** The pairs as a map. */
export function mapOf<Value>(pairs: ByName<Value>): Map<string, Value> {
	return new Map(Array.isArray(pairs) ? pairs : Object.entries(pairs));
}

/** Whether something is a {@link ByName} of what `isValue` takes. */
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
