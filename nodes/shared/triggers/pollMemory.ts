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
interface Point<State> {
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
	committed: Point<State>;
	/** Where the process looks from that was the last to pass anything on: having lived on, it knows that n8n has it. */
	pending?: Point<State> & { by: string };
}

/** An event that comes for the second time. */
type Redelivered<Json> = Json & { redelivered: true };

/** The version of the memory that this package writes. 0.1.0 wrote none. */
const VERSION = 2;

/** Keys, of which some may be the same, each to be taken once. */
class Keys {
	private readonly times = new Map<string, number>();

	constructor(keys: readonly string[] = []) {
		for (const key of keys) this.times.set(key, (this.times.get(key) ?? 0) + 1);
	}

	take(key: string): boolean {
		const left = this.times.get(key) ?? 0;
		if (left > 0) this.times.set(key, left - 1);
		return left > 0;
	}

	left(): string[] {
		return [...this.times].flatMap(([key, left]) => Array.from({ length: left }, () => key));
	}
}

/** A point, of which nothing is said that is not there. */
function pointOf<State>(state: State, once: string[], twice: string[]): Point<State> {
	return { state, ...(once.length > 0 && { once }), ...(twice.length > 0 && { twice }) };
}

/**
 * One poll. n8n saves the memory of a poll before it has stored the execution that the poll starts, and a poll that
 * brings nothing not at all (2.41.1, TriggerExecutionContextFactory.__emit). So what is passed on counts as stored only
 * once the same process polls again. Another process cannot know: it passes the same on once more, says so
 * (`redelivered`), and then knows it as passed on twice. So each event is passed on once or twice, whoever polls.
 *
 * @param memory undefined at the very first poll
 * @param me the process that polls
 * @param isAtomic true where n8n stores memory and execution together or neither: then each event is passed on once
 * @returns the events for n8n, and the memory to be kept with them
 * @throws what the partner's poll throws; the memory then stays as it was
 */
export async function pollOnce<State, Json extends object>(
	memory: Memory<State> | undefined,
	me: string,
	isAtomic: boolean,
	source: PollingPartner<State, Json>,
): Promise<{ events: Array<Json | Redelivered<Json>>; memory: Memory<State> }> {
	const { committed, pending } = memory ?? { committed: { state: await source.initialState() } };
	const from = pending?.by === me ? pending : committed;
	const takenOver = from === pending ? undefined : pending;
	const { events, state, isPartial } = await source.poll(from.state);

	const [once, twice] = [new Keys(from.once), new Keys(from.twice)];
	const [fresh, again]: [string[], string[]] = [[], []];
	const passedOn = events.flatMap(({ key, json }): Array<Json | Redelivered<Json>> => {
		if (twice.take(key)) return [];
		const isAgain = once.take(key) || from.isAllOnce;
		(isAgain ? again : fresh).push(key);
		return [isAgain ? { ...json, redelivered: true } : json];
	});
	// What a whole look has not brought is not there any more.
	const left = (keys: Keys) => (isPartial ? keys.left() : []);
	const next = pointOf(state, left(once), left(twice));
	if (isAtomic || fresh.length === 0)
		return { events: passedOn, memory: { version: VERSION, committed: next } };
	/** As far on as whoever takes this over can begin and still find what was passed on once. */
	const commit = (): Point<State> => {
		const theirs = new Keys(takenOver?.once);
		const redone = again.filter((key) => theirs.take(key));
		const stillTheirs = left(theirs);
		const findable = new Keys(stillTheirs);
		if (takenOver && left(once).every((key) => findable.take(key)))
			return pointOf(takenOver.state, [...stillTheirs, ...fresh], [...(takenOver.twice ?? []), ...redone]);
		return pointOf(from.state, [...left(once), ...fresh], [...(from.twice ?? []), ...again]);
	};
	return {
		events: passedOn,
		memory: {
			version: VERSION,
			committed: commit(),
			pending: { by: me, ...next },
		},
	};
}

const isTextsOrNone = (value: unknown): value is string[] | undefined =>
	value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string'));

/**
 * Reads what n8n has kept for a trigger, also what 0.1.0 left: `settled`, and `passedOn` by a process.
 *
 * @param kept what n8n has, undefined where it has nothing
 * @param isState whether something is a state of this trigger
 * @returns the memory, undefined where there is none yet; or what is the matter with it, as the end of a sentence
 */
export function readMemory<State>(
	kept: unknown,
	isState: (value: unknown) => value is State,
): { memory?: Memory<State> } | { trouble: string } {
	if (kept === undefined || kept === null) return {};
	const isPoint = (value: unknown): value is Point<State> =>
		isRecord(value) && isState(value.state) && isTextsOrNone(value.once) && isTextsOrNone(value.twice);
	const isPending = (value: unknown): value is Point<State> & { by: string } =>
		isPoint(value) && 'by' in value && typeof value.by === 'string';

	const { version, committed, pending, settled, passedOn } = isRecord(kept) ? kept : {};
	if (typeof version === 'number' && version > VERSION)
		return { trouble: 'was written by a newer version of this package' };
	const isPast = version === undefined;
	const last = isPast ? passedOn : pending;
	const first = isPast ? { state: settled, ...(last !== undefined && { isAllOnce: true }) } : committed;
	if ((!isPast && version !== VERSION) || !isPoint(first)) return { trouble: 'is damaged' };
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
	isValue: (one: unknown) => one is Value,
): value is ByName<Value> {
	if (isRecord(value)) return Object.values(value).every(isValue);
	return (
		Array.isArray(value) &&
		value.every((pair) => Array.isArray(pair) && typeof pair[0] === 'string' && isValue(pair[1]))
	);
}
