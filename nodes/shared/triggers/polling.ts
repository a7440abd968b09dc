import { randomUUID } from 'node:crypto';

import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import { ErrorFactory } from '../errors';
import { FieldPath, readFields, type Fields, type Values } from '../fields';
import { fingerprint } from './fingerprint';
import { pollOnce, readMemory, type Memory, type PollingPartner } from './pollMemory';
import type { Partner, OperationContext } from '../operation';
import { causeOf, forgetSaid, isNews, timeIsUp, withFailure } from './pollFailure';
import { systemOf, type SystemKind } from './pollSystem';
import { budgetOf, isActivationByHand, isAtomic } from './pollBudget';
import { sleep } from '../http';
import { createContextWithoutItem } from '../execution';
import { messageOf } from '../guards';

/** One partner's way of finding out what is new. It remembers nothing itself. */
export interface PollSource<State> extends PollingPartner<State, IDataObject> {
	/** Whether something is a state of this source: what n8n has kept may be damaged. */
	isState(value: unknown): value is State;
	/** Events as they would come, for a test in the editor. Changes nothing at the partner. */
	sample(): Promise<IDataObject[]>;
}

/** What a trigger's source may use. */
export interface PollContext extends OperationContext {
	/** Milliseconds since 1970 after which nothing more is begun, so that what is under way can end in time. */
	deadline: number;
	/** Milliseconds since 1970 by which every request is over. */
	lastAnswer: number;
	/** Writes to n8n's log, for what holds nobody up. */
	log(message: string): void;
	/** The same, once in the life of this process for each kind: what is wrong with a list is so at every poll. */
	logOnce(kind: string, message: string): void;
}

/** This process, as against the one before a restart and those beside it. */
const PROCESS_ID = randomUUID();

/** Triggers of which it was said that their memory cannot be read; they begin anew. */
const unreadable = new Set<string>();

/**
 * The last poll of each trigger: the memory it began with, as a fingerprint; what it has learnt, where it brought nothing; and when it
 * passed something on, in milliseconds since 1970.
 */
const lastPolls = new Map<string, { from: string; learnt?: unknown; passedOnAt?: number }>();

/** Milliseconds after which n8n has stored what a poll passed on, or never will. */
const STORED_WITHIN = 60_000;

/** What was logged once, by trigger and kind. */
const loggedOnce = new Set<string>();

/**
 * Triggers that are polling, and since when: n8n starts a poll although the one before is still going on
 * (2.41, TriggersAndPollers.runPollFunction only counts them), and both would pass on the same events.
 */
const activePolls = new Map<string, number>();

/** Milliseconds after which a poll counts as dead. Everything it waits for has an end of its own long before. */
const GIVEN_UP = 15 * 60_000;

/** What remains of a poll is broken off with this. Without a reason Node would make an error with a stack. */
const OVER = new Error('over');

/**
 * Polls for a trigger node: reads its panel and its memory, asks the partner, and passes on what is new. Of polls that
 * fail the first says so, and the first of each other cause; the rest only to the log, except at an activation by hand
 * and where n8n backs off by what a poll throws. None of them moves the memory on. Everything that a poll waits for fits
 * the time that n8n gives it.
 *
 * @param open makes the source from what the user chose
 * @throws NodeApiError or NodeOperationError, with n8n's `failure`
 */
export async function poll<F extends Fields, State>(
	n8n: IPollFunctions,
	partner: Partner,
	fields: F,
	open: (values: Values<F>, context: PollContext) => PollSource<State>,
): Promise<INodeExecutionData[][] | null> {
	const { id, name } = n8n.getNode();
	const key = `${n8n.getWorkflow().id}/${id}`;
	const log = (message: string) => n8n.logger.warn(`${name}: ${message}`);
	const logOnce = (kind: string, message: string) => {
		if (!loggedOnce.has(`${key}/${kind}`)) log(message);
		loggedOnce.add(`${key}/${kind}`);
	};
	const [start, budget] = [Date.now(), budgetOf(n8n)];
	// Half of it for beginning things, at most two minutes; the last tenth for passing on what was found.
	const times = { deadline: start + Math.min(budget / 2, 120_000), lastAnswer: start + budget * 0.9 };
	const end = new AbortController();
	const openSource = async () => {
		const values = panelOf(n8n, partner, fields);
		const limits = { deadline: times.lastAnswer, signal: end.signal };
		const context = await createContextWithoutItem(n8n, partner, limits);
		return {
			source: open(values, { ...context, ...times, log, logOnce }),
			system: systemOf(partner, context),
		};
	};

	const isByHand = isActivationByHand(n8n);
	const isTest = n8n.getMode() === 'manual';
	if (!isTest && start - (activePolls.get(key) ?? 0) < GIVEN_UP) {
		log('The poll before is still going on; this one is left out');
		return null;
	}
	if (!isTest) activePolls.set(key, start);
	void sleep(budget, end.signal).then(
		() => end.abort(timeIsUp(n8n, partner)),
		() => undefined,
	);
	try {
		if (isTest) return items(await (await openSource()).source.sample());
		return items(await remembered({ n8n, partner, key, isByHand, log }, openSource));
	} finally {
		end.abort(OVER);
		if (!isTest) activePolls.delete(key);
	}
}

/** A trigger that polls. */
interface Polling {
	n8n: IPollFunctions;
	partner: Partner;
	/** What this process knows it by. */
	key: string;
	/** Whether it is the poll by which somebody activates the trigger. */
	isByHand: boolean;
	log(message: string): void;
}

/** What a poll asks. */
interface Opened<State> {
	source: PollSource<State>;
	system?: SystemKind;
}

/** One poll with the memory that n8n keeps for the node. */
async function remembered<State>(
	polling: Polling,
	open: () => Promise<Opened<State>>,
): Promise<IDataObject[]> {
	const { n8n, key, isByHand, log } = polling;
	const kept = n8n.getWorkflowStaticData('node') as { memory?: unknown };
	const atomic = isAtomic(n8n, kept);
	const from = fingerprint(JSON.stringify(kept.memory) ?? '');
	const last = lastPolls.get(key);
	const before = last?.from === from ? last : undefined;
	const isBeingStored =
		before?.passedOnAt !== undefined && Math.abs(Date.now() - before.passedOnAt) < STORED_WITHIN;
	// Without a memory it has to begin, whatever came before: left out, it would count as begun.
	if (isBeingStored && kept.memory !== undefined) {
		// n8n reads the memory, polls, and stores both only afterwards and without waiting for it. Polls that are due at
		// once, as after a start, may all have read the same (2.41.1, PollTriggerTaskHandler), and would all pass it on.
		log('n8n has not stored yet what the poll before has passed on; this one is left out');
		return [];
	}
	let hasBegun = kept.memory !== undefined;
	try {
		const opened = await open();
		// Where every poll runs on what the database has, n8n does not save one that brought nothing (2.41.1,
		// PollTriggerTaskHandler without durable cursors); this process goes on from it.
		const known = recall(polling, before && 'learnt' in before ? before.learnt : kept.memory, opened);
		const memory = known === 'of another system' ? undefined : known;
		hasBegun = memory !== undefined || (known !== undefined && !isByHand);
		const outcome = await pollOnce(memory, PROCESS_ID, atomic, opened.source);
		forgetSaid(key);
		const learnt = { ...outcome.memory, ...(opened.system && { system: opened.system }) };
		kept.memory = learnt;
		const isNew = outcome.events.length > 0;
		lastPolls.set(key, { from, ...(isNew ? { passedOnAt: Date.now() } : { learnt }) });
		return outcome.events;
	} catch (failure) {
		// A trigger that has not begun must not count as activated: what comes until it begins would be missed. Nor must
		// one that somebody activates. Where n8n itself brings one back, as 'update' as well (2.41.1,
		// WorkflowPublicationApplier), it has to come up although the partner is down.
		const mustSay =
			atomic ||
			!hasBegun ||
			(isByHand && (n8n.getActivationMode() === 'activate' || !causeOf(failure).passes));
		if (isNews(key, failure) || mustSay) throw withFailure(failure);
		log(messageOf(failure));
		return [];
	}
}

/**
 * The memory of a trigger; undefined where it has none or one that cannot be read. Without one, or with that of another
 * system, it begins anew.
 *
 * @throws NodeOperationError, once, when the memory cannot be read
 */
function recall<State>(
	{ n8n, partner, key, log }: Polling,
	kept: unknown,
	{ source, system }: Opened<State>,
): Memory<State> | 'of another system' | undefined {
	const read = readMemory(kept, source.isState);
	if (!('trouble' in read)) {
		unreadable.delete(key);
		const of = read.memory?.system ?? system;
		if (of === system) return read.memory;
		// Everything that the other system holds would come as new.
		log(
			`The credential is for another system of ${partner.name} (${system}) than what is remembered (${of}); it begins anew, as when it was first switched on`,
		);
		return 'of another system';
	}
	if (unreadable.has(key)) return undefined;
	unreadable.add(key);
	forgetSaid(key);
	const trouble = new NodeOperationError(
		n8n.getNode(),
		`What this trigger remembers of ${partner.name} ${read.trouble}`,
		{
			description:
				'It begins anew at its next poll. What happened since it last started the workflow is not passed on: look at the partner for it. If this message comes again, deactivate the workflow and activate it.',
		},
	);
	throw withFailure(trouble, { cause: 'temporarily-unavailable' });
}

/**
 * Reads the panel of a trigger.
 *
 * @throws NodeOperationError naming every field that breaks a rule
 */
function panelOf<F extends Fields>(n8n: IPollFunctions, partner: Partner, fields: F): Values<F> {
	const broken: Array<{ label: string; problem: string }> = [];
	const panel = new FieldPath({
		timeZone: n8n.getTimezone(),
		addIssue: (label, problem) => broken.push({ label, problem }),
		secret: () => {},
	});
	const values = readFields(fields, (name) => n8n.getNodeParameter(name, null) as unknown, panel);
	if (broken.length > 0) throw new ErrorFactory(n8n.getNode(), partner, () => []).fields(broken);
	return values as Values<F>;
}

function items(events: IDataObject[]): INodeExecutionData[][] | null {
	return events.length > 0 ? [events.map((json) => ({ json }))] : null;
}
