import { table } from '../../testbed/table';
import type { SoakEvent, SoakTrigger } from './partners';

/** An execution of a trigger's workflow: when n8n stored it, in real time, and the events it brought. */
export interface Delivery {
	id: string;
	passedOnAt: number;
	events: string[];
	/** Those of them that say themselves that they come for the second time. */
	redelivered: string[];
	/** False for one that n8n died in: the events are in it, and it can be run again. */
	hasEnded: boolean;
}

/** A look of a trigger at its partner that was answered; all times simulated. */
export interface Observation {
	operationId: string | null;
	path: string;
	at: number;
}

/** An end of n8n, in real and in simulated time. */
export interface Kill {
	at: number;
	simulated: number;
}

export interface TriggerReport {
	name: SoakTrigger['name'];
	happened: number;
	/** What nobody could see: it came and went while n8n or the partner was down. */
	unseen: number;
	delivered: number;
	/** Those of them that are only in executions that n8n died in. */
	interrupted: number;
	executions: number;
	lost: string[];
	/** Delivered although it never happened. */
	invented: string[];
	/** Deliveries after the first of an event. */
	repeated: number;
	/** Those of them that are not of what was passed on last before n8n was killed. */
	unexplained: string[];
	/** Repeated without saying so: n8n was killed before it had stored the memory of the first time. */
	unmarked: number;
	/** Events that came a third time. */
	thrice: string[];
	/** Failed polls of which n8n has kept an execution. */
	failures: string[];
	stateBytes: { most: number; atLast: number };
}

/** How far the times of the journals may be from those at which the partner answered, in simulated milliseconds. */
const BLUR = 10 * 60_000;

/**
 * Whether somebody who looks could not see it: there was no look while it lasted, or the process that looked was
 * killed before it looked again, which is when it settles.
 */
function wasUnseen({ from, until, seenBy }: SoakEvent, glances: Observation[], kills: Kill[]): boolean {
	if (until === undefined || !seenBy) return false;
	const mine = glances.filter(
		({ operationId, path }) => operationId === seenBy.operationId && path.includes(seenBy.path),
	);
	const livedOn = ({ at }: Observation) => {
		const killed = Math.min(
			Infinity,
			...kills.map(({ simulated }) => simulated).filter((time) => time >= at),
		);
		return mine.some((later) => later.at > at && later.at < killed);
	};
	return !mine.some((glance) => glance.at > from + BLUR && glance.at < until - BLUR && livedOn(glance));
}

/** Holds what was delivered against what happened. */
export function compare(
	trigger: SoakTrigger,
	happened: SoakEvent[],
	deliveries: Delivery[],
	{ glances, kills }: { glances: Observation[]; kills: Kill[] },
): Omit<TriggerReport, 'failures' | 'stateBytes'> {
	const inOrder = [...deliveries].sort((a, b) => a.passedOnAt - b.passedOnAt || Number(a.id) - Number(b.id));
	const all = new Set(happened.map(({ event }) => event));
	const by = new Map<string, Delivery[]>();
	for (const delivery of inOrder)
		for (const event of delivery.events) by.set(event, [...(by.get(event) ?? []), delivery]);

	/**
	 * The same once more is explained when n8n was killed after the one that brought it, and at most one came in
	 * between: n8n saves the memory of a poll without waiting for it (2.41, getExecutePollFunctions), so a kill may
	 * take along that of the last emit, and what the one before it brought comes again, too.
	 */
	const isExplained = (first: Delivery, second: Delivery) => {
		const later = inOrder[inOrder.indexOf(first) + 2];
		return (
			first !== second &&
			kills.some(
				({ at }) => at >= first.passedOnAt && at <= second.passedOnAt && (!later || at <= later.passedOnAt),
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
	const unseen = missing.filter((one) => wasUnseen(one, glances, kills));
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

/** Whether everything that could be seen was delivered, nothing else, and nothing a third time. */
export function isSound(reports: TriggerReport[]): boolean {
	return reports.every(
		({ lost, invented, unexplained, thrice }) =>
			lost.length + invented.length + unexplained.length + thrice.length === 0,
	);
}
