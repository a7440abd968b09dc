import { randomUUID } from 'node:crypto';

import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { ErrorMaker } from './errors';
import { Place, readFields, type Fields, type Values } from './fields';
import type { Provider, Tools } from './operation';
import { toolsWithoutItem } from './tools';
import { messageOf } from './words';

/** What a look at the partner has brought. */
export interface Look<State> {
	/** What is new, in the order in which it is to be passed on. */
	events: IDataObject[];
	/** What has to be remembered so that none of it comes again. */
	state: State;
}

/** One partner's way of finding out what is new. It remembers nothing itself. */
export interface Watch<State> {
	/** Where to begin on the very first poll: what is there already and is not new. */
	begin(): Promise<State>;
	/**
	 * Looks for what is new since `state`.
	 *
	 * @throws when nothing could be found out; the same look is then tried again at the next poll
	 */
	look(state: State): Promise<Look<State>>;
	/** An event as it would come, for a test in the editor. Changes nothing at the partner. */
	sample(): Promise<IDataObject[]>;
}

/** What is kept between polls: what is settled, and what was passed on last. */
export interface Memory<State> {
	settled?: State;
	/** Passed on by the process `by`; settled at its next poll. */
	passedOn?: { by: string; state: State };
}

/** This process, as against the one before a crash. */
const ME = randomUUID();

/**
 * One poll. Events are settled only at the next poll of the same process: n8n saves the memory of a poll
 * before it has stored the execution that the poll starts (2.41, getExecutePollFunctions), so a crash in between
 * would lose them. After a crash what was passed on last is passed on once more — twice rather than never.
 */
export async function pollOnce<State>(
	memory: Memory<State>,
	me: string,
	watch: Pick<Watch<State>, 'begin' | 'look'>,
): Promise<{ events: IDataObject[]; memory: Memory<State> }> {
	const { settled, passedOn } = memory;
	const state = (passedOn?.by === me ? passedOn.state : settled) ?? (await watch.begin());
	const { events, state: next } = await watch.look(state);
	return {
		events,
		memory: events.length === 0 ? { settled: next } : { settled: state, passedOn: { by: me, state: next } },
	};
}

/** Triggers whose partner cannot be reached, so that this is said once and not at every poll. */
const silent = new Set<string>();

/**
 * Triggers that are polling, and since when: n8n starts a poll although the one before is still going on
 * (2.41, TriggersAndPollers.runPollFunction only counts them), and both would pass on the same events.
 */
const underWay = new Map<string, number>();

/** Milliseconds after which a poll counts as dead. Everything it waits for has an end of its own long before. */
const GIVEN_UP = 15 * 60_000;

/** Most things of one trigger that are read at the same time. */
const AT_ONCE = 5;

/** What a trigger's watch may use. */
export interface PollTools extends Tools {
	/** Milliseconds since 1970 by which a poll should have an end. */
	deadline: number;
	/** Writes to n8n's log, for what holds nobody up. */
	log(message: string): void;
}

/**
 * Polls for a trigger node: reads its panel and its memory, looks, and passes on what is new. While the partner
 * cannot be reached the first poll says so, the later ones only to the log; none moves the memory on.
 *
 * @param watch makes the watch from what the user chose
 */
export async function poll<F extends Fields, State>(
	n8n: IPollFunctions,
	provider: Provider,
	fields: F,
	watch: (values: Values<F>, tools: PollTools) => Watch<State>,
): Promise<INodeExecutionData[][] | null> {
	const { id, name } = n8n.getNode();
	const key = `${n8n.getWorkflow().id}/${id}`;
	const log = (message: string) => n8n.logger.warn(`${name}: ${message}`);
	const open = async () =>
		watch(panelOf(n8n, provider, fields), {
			...(await toolsWithoutItem(n8n, provider)),
			log,
			deadline: Date.now() + budget(n8n),
		});
	if (n8n.getMode() === 'manual') return items(await (await open()).sample());

	if (Date.now() - (underWay.get(key) ?? 0) < GIVEN_UP) {
		log('The poll before is still going on; this one is left out');
		return null;
	}
	underWay.set(key, Date.now());
	try {
		return items(await remembered(n8n, key, await open(), log));
	} finally {
		underWay.delete(key);
	}
}

/** One poll with the memory that n8n keeps for the node. */
async function remembered<State>(
	n8n: IPollFunctions,
	key: string,
	watch: Watch<State>,
	log: PollTools['log'],
): Promise<IDataObject[]> {
	const data = n8n.getWorkflowStaticData('node') as { memory?: Memory<State> };
	const outcome = await pollOnce(data.memory ?? {}, ME, watch).catch((failure: unknown) => {
		// A trigger that has not begun must not count as activated: what comes until it begins would be missed.
		if (!data.memory || !silent.has(key)) {
			silent.add(key);
			return Promise.reject(failure);
		}
		log(messageOf(failure));
		return undefined;
	});
	if (!outcome) return [];
	silent.delete(key);
	data.memory = outcome.memory;
	return outcome.events;
}

/** Half of what n8n gives a poll (five minutes unless it says otherwise), at most two minutes. */
function budget(n8n: IPollFunctions): number {
	const given =
		'getPollBudgetMs' in n8n && typeof n8n.getPollBudgetMs === 'function'
			? Number(n8n.getPollBudgetMs())
			: 300_000;
	return Math.min(given / 2, 120_000);
}

/**
 * Reads the panel of a trigger.
 *
 * @throws NodeOperationError naming every field that breaks a rule
 */
function panelOf<F extends Fields>(n8n: IPollFunctions, provider: Provider, fields: F): Values<F> {
	const broken: Array<{ label: string; problem: string }> = [];
	const panel = new Place({
		timeZone: n8n.getTimezone(),
		broken: (label, problem) => broken.push({ label, problem }),
		secret: () => {},
	});
	const values = readFields(fields, (name) => n8n.getNodeParameter(name, null) as unknown, panel);
	if (broken.length > 0) throw new ErrorMaker(n8n.getNode(), provider, () => []).fields(broken);
	return values as Values<F>;
}

function items(events: IDataObject[]): INodeExecutionData[][] | null {
	return events.length > 0 ? [events.map((json) => ({ json }))] : null;
}

/**
 * Does something for each of several, a few at a time, so that a bad one does not hold back the others. What fails
 * goes to the log; only when all fail does it count as a failure. What the deadline leaves out is left for the next
 * poll; each begins somewhere else, so that it is not always the same that are left out.
 *
 * @returns the results of those that succeeded, in the order of the list
 */
export async function eachOrLog<T, R>(
	list: readonly T[],
	name: (one: T) => string,
	tools: Pick<PollTools, 'deadline' | 'log'>,
	work: (one: T) => Promise<R>,
): Promise<R[]> {
	const results = new Map<number, R>();
	const failures: unknown[] = [];
	const start = Math.floor(Math.random() * list.length);
	const waiting = [...list.entries()];
	waiting.push(...waiting.splice(0, start));
	const worker = async () => {
		for (let next = waiting.shift(); next; next = Date.now() < tools.deadline ? waiting.shift() : undefined) {
			const [index, one] = next;
			await work(one).then(
				(result) => results.set(index, result),
				(failure: unknown) => {
					failures.push(failure);
					tools.log(`${name(one)}: ${messageOf(failure)}`);
				},
			);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	if (waiting.length > 0)
		tools.log(
			`Time was up before ${waiting.length} of ${list.length} could be read; they are left for the next poll`,
		);
	if (failures.length > 0 && results.size === 0) throw failures[0];
	return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
