import { table } from '../../testbed/table';
import type { ExecutionStatus } from '../../testbed/n8nTypes';
import type { SoakEvent, SoakTrigger } from './partners';

/** An execution of a trigger's workflow: when n8n stored it, in real time, and its events. */
export interface Delivery {
	id: string;
	storedAt: number;
	events: string[];
	/** Those of the events that are marked as redelivered. */
	redelivered: string[];
	/** False if n8n was killed during it: its events are stored, and it can be run again. */
	hasEnded: boolean;
}

/** A request of a trigger that its partner answered, in simulated time. */
export interface Observation {
	operationId: string | null;
	path: string;
	at: number;
}

/** When n8n was killed, in real and in simulated time. */
export interface Kill {
	at: number;
	simulated: number;
}

export interface TriggerReport {
	name: SoakTrigger['name'];
	happened: number;
	/** Events that no poll could see: they came and went while n8n or the partner was down. */
	unseen: number;
	delivered: number;
	/** Delivered events that are only in executions during which n8n was killed. */
	interrupted: number;
	executions: number;
	lost: string[];
	/** Events that were delivered but never happened. */
	invented: string[];
	/** Deliveries of an event after its first. */
	repeated: number;
	/** Repeated deliveries that no kill explains (see `isExplained`). */
	unexplained: string[];
	/** Repeated without a mark: n8n was killed before it stored the trigger's state of the first delivery. */
	unmarked: number;
	/** Events that were delivered three times or more. */
	thrice: string[];
	/** Failed polls for which n8n has stored an execution. */
	failures: string[];
	stateBytes: { most: number; atLast: number };
}

/** An execution of a poll ends within a second; n8n gets this long on a slow machine. */
const LONGEST_EXECUTION_MS = 30_000;

/**
 * Whether n8n was killed during the execution. At its next start n8n marks what was running as "crashed", but what it
 * had stored and not begun stays "new" for good before n8n 2.41 (message-event-bus.js, initialize).
 */
export function isCrashed(
	{ status, storedAt }: { status: ExecutionStatus; storedAt: number },
	kills: Kill[],
): boolean {
	if (status !== 'new') return status === 'crashed';
	return kills.some(({ at }) => at >= storedAt && at <= storedAt + LONGEST_EXECUTION_MS);
}

/** How far a journal's time may be from the time of the answer, in simulated milliseconds. */
const TOLERANCE_MS = 10 * 60_000;

/**
 * Whether no poll could deliver the event: either none came while it was visible, or n8n was killed or the workflow
 * switched off before the poll after it, which is when the trigger commits. n8n 2.41 drops the result of a poll that is
 * under way when the workflow is switched off (n8n-core, poll-trigger-executor.js).
 */
function wasUnseen(
	{ from, until, seenBy }: SoakEvent,
	observations: Observation[],
	interruptions: number[],
): boolean {
	if (until === undefined || !seenBy) return false;
	const mine = observations.filter(
		({ operationId, path }) => operationId === seenBy.operationId && path.includes(seenBy.path),
	);
	const survivedToNextPoll = ({ at }: Observation) => {
		const interrupted = Math.min(Infinity, ...interruptions.filter((time) => time >= at));
		return mine.some((later) => later.at > at && later.at < interrupted);
	};
	return !mine.some(
		(observation) =>
			observation.at > from + TOLERANCE_MS &&
			observation.at < until - TOLERANCE_MS &&
			survivedToNextPoll(observation),
	);
}

/** What the polls could see of the partners, and what kept them from passing it on. */
export interface Circumstances {
	observations: Observation[];
	kills: Kill[];
	/** The simulated times at which the workflows had been switched off. */
	switchedOff: number[];
}

/** Compares the deliveries with the events that happened. */
export function compare(
	trigger: SoakTrigger,
	happened: SoakEvent[],
	deliveries: Delivery[],
	{ observations, kills, switchedOff }: Circumstances,
): Omit<TriggerReport, 'failures' | 'stateBytes'> {
	const inOrder = [...deliveries].sort((a, b) => a.storedAt - b.storedAt || Number(a.id) - Number(b.id));
	const all = new Set(happened.map(({ event }) => event));
	const by = new Map<string, Delivery[]>();
	for (const delivery of inOrder)
		for (const event of delivery.events) by.set(event, [...(by.get(event) ?? []), delivery]);

	/**
	 * A repeat is explained if n8n was killed after the first delivery and at most one other came between that delivery
	 * and the kill. n8n does not wait until it has saved a trigger's state (2.41, getExecutePollFunctions), so a kill
	 * may lose the state of the last emit; then the delivery before it is repeated as well.
	 */
	const isExplained = (first: Delivery, second: Delivery) => {
		const later = inOrder[inOrder.indexOf(first) + 2];
		return (
			first !== second &&
			kills.some(
				({ at }) => at >= first.storedAt && at <= second.storedAt && (!later || at <= later.storedAt),
			)
		);
	};
	const repetitions = [...by].flatMap(([event, times]) =>
		times.slice(1).map((second, index) => ({
			event,
			isExplained: isExplained(times[index] ?? second, second),
			isMarked: second.redelivered.includes(event),
		})),
	);
	const missing = happened.filter(({ event }) => !by.has(event));
	const interruptions = [...kills.map(({ simulated }) => simulated), ...switchedOff];
	const unseen = missing.filter((one) => wasUnseen(one, observations, interruptions));
	return {
		name: trigger.name,
		happened: all.size,
		unseen: unseen.length,
		delivered: by.size,
		interrupted: [...by.values()].filter((times) => !times.some(({ hasEnded }) => hasEnded)).length,
		executions: inOrder.length,
		lost: missing.filter((one) => !unseen.includes(one)).map(({ event }) => event),
		invented: [...by.keys()].filter((event) => !all.has(event)),
		repeated: repetitions.length,
		unexplained: repetitions.filter((one) => !one.isExplained).map(({ event }) => event),
		unmarked: repetitions.filter((one) => !one.isMarked).length,
		thrice: [...by].filter(([, times]) => times.length > 2).map(([event]) => event),
	};
}

/** The report as a table with a line for each trigger. */
export function tableOf(reports: TriggerReport[]): string {
	const head = [
		'Trigger',
		'Happened',
		'Unseen',
		'Delivered',
		'interrupted',
		'Lost',
		'Twice',
		'unmarked',
		'unexplained',
		'Thrice',
		'Executions',
		'Failed polls',
		'State at most',
		'at last',
	];
	const rows = reports.map((one) => [
		one.name,
		one.happened,
		one.unseen,
		one.delivered,
		one.interrupted,
		one.lost.length,
		one.repeated,
		one.unmarked,
		one.unexplained.length,
		one.thrice.length,
		one.executions,
		one.failures.length,
		`${one.stateBytes.most} B`,
		`${one.stateBytes.atLast} B`,
	]);
	return table([head, ...rows]);
}

/**
 * Whether every visible event was delivered, nothing else was, nothing three times, and every repeat is explained.
 */
export function isSound(reports: TriggerReport[]): boolean {
	return reports.every(
		({ lost, invented, unexplained, thrice }) =>
			lost.length + invented.length + unexplained.length + thrice.length === 0,
	);
}
