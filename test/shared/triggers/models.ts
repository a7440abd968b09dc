import fc from '../../support/fastCheck';
import type { IDataObject } from 'n8n-workflow';

import { pollOnce, type Memory } from '../../../nodes/shared/triggers/pollMemory';
import type { PollSource, PollContext } from '../../../nodes/shared/triggers/polling';
import type { RequestSpec } from '../../../nodes/shared/operation';

/**
 * How n8n keeps the memory of a trigger (2.41.1). A: in the process that polls, saved at an emit; one main polls at a
 * time. B, with the scheduler: any main polls with the memory in the database, saved at an emit. C, with durable
 * cursors: any main polls; memory and execution are stored together or not at all.
 */
export type Mode = 'A' | 'B' | 'C';

/** What happens to the main at the end of a poll: it lives, or it dies with none, one or both of the two stored. */
export type Fate = 'fine' | 'diesBeforeAll' | 'diesWithMemoryOnly' | 'diesWithExecutionOnly' | 'diesAfterAll';

/** One step of a scenario; `what` is a change at the partner. */
export type Step<What> =
	| { kind: 'happens'; what: What }
	| { kind: 'passes'; seconds: number }
	| { kind: 'poll'; main: number; fate: Fate; short: boolean }
	| { kind: 'outage'; polls: number }
	| { kind: 'crash'; main: number }
	| { kind: 'reactivation' };

/** How n8n runs in a scenario. */
export interface Deployment {
	mode: Mode;
	/** How many mains take polls. */
	mains: number;
	/** Whether they are killed. */
	crashes: boolean;
}

/** Deployments that differ in what can go wrong. */
export const DEPLOYMENTS: Array<[name: string, deployment: Deployment]> = [
	['one main that lives on', { mode: 'A', mains: 1, crashes: false }],
	['one main that is killed', { mode: 'A', mains: 1, crashes: true }],
	['three mains that lead in turn and are killed', { mode: 'A', mains: 3, crashes: true }],
	['the scheduler and one main that lives on', { mode: 'B', mains: 1, crashes: false }],
	['the scheduler and two mains that live on', { mode: 'B', mains: 2, crashes: false }],
	['the scheduler and three mains that are killed', { mode: 'B', mains: 3, crashes: true }],
	['durable cursors and three mains that are killed', { mode: 'C', mains: 3, crashes: true }],
];

/** A scenario of random length: records change, time passes, mains poll, die and restart. */
export function scenario<What>(
	what: fc.Arbitrary<What>,
	{ mode, mains, crashes }: Deployment,
): fc.Arbitrary<Array<Step<What>>> {
	const whole: Fate[] = ['fine', 'diesBeforeAll', 'diesAfterAll'];
	const torn: Fate[] = ['diesWithMemoryOnly', 'diesWithExecutionOnly'];
	const fates: Fate[] = !crashes ? ['fine'] : mode === 'C' ? whole : [...whole, ...torn];
	const main = fc.integer({ min: 0, max: mains - 1 });
	const seconds = fc.oneof(
		fc.integer({ min: 0, max: 3 }),
		fc.integer({ min: 1, max: 7200 }),
		fc.integer({ min: 86_400, max: 4 * 86_400 }),
	);
	const happens = what.map((one) => ({ kind: 'happens' as const, what: one }));
	const poll = fc.record({
		kind: fc.constant('poll' as const),
		main,
		fate: fc.constantFrom(...fates),
		short: fc.boolean(),
	});
	const rest: Array<fc.Arbitrary<Step<What>>> = [
		fc.record({ kind: fc.constant('passes' as const), seconds }),
		fc.record({ kind: fc.constant('outage' as const), polls: fc.integer({ min: 1, max: 3 }) }),
		fc.constant({ kind: 'reactivation' as const }),
		...(crashes ? [fc.record({ kind: fc.constant('crash' as const), main })] : []),
	];
	return fc.array(
		fc.oneof(
			{ weight: 6, arbitrary: happens },
			{ weight: 5, arbitrary: poll },
			...rest.map((arbitrary) => ({ weight: 1, arbitrary })),
		),
		{ maxLength: 60 },
	);
}

/** A partner in memory. */
export abstract class ModelPartner {
	now = Date.UTC(2025, 2, 1, 9, 30);

	/** How many of the next polls fail. */
	failing = 0;

	/** Whether a poll’s time is up as soon as it has begun. */
	short = false;

	/** The body of the partner’s response. */
	protected abstract answer(request: RequestSpec): unknown;

	/** The time in the Date header of its responses. */
	protected clock(): number {
		return this.now;
	}

	tools(): PollContext {
		const ask = async (request: RequestSpec) => {
			if (this.failing > 0) throw new Error('The partner is down');
			return this.answer(request);
		};
		return {
			list: async (request: RequestSpec) => structuredClone(await ask(request)),
			send: async (request: RequestSpec) => ({ status: 200, body: structuredClone(await ask(request)) }),
			partnerTime: () => Math.floor(this.clock() / 1000) * 1000,
			deadline: this.short ? 0 : Infinity,
			lastAnswer: Infinity,
			log: () => undefined,
			logOnce: () => undefined,
			operationError: (message: string) => new Error(message),
		} as unknown as PollContext;
	}
}

/** An event that was emitted, and whose memory n8n has saved. */
export interface HandOver {
	event: IDataObject;
	/** Whether its execution was stored as well. */
	isStored: boolean;
}

/** The parts of n8n that decide whether an event is lost. */
export class ModelN8n<State> {
	/** Events of the stored executions. */
	readonly stored: IDataObject[][] = [];

	/** Everything that was handed over, in order. */
	readonly handOvers: HandOver[] = [];

	crashes = 0;

	/** How often the polling main changed. */
	changes = 0;

	private disk: string | undefined;

	private leader = 0;

	/** The memory in the process of the leading main. */
	private live: Memory<State> | undefined;

	private readonly processes: string[];

	constructor(
		private readonly deployment: Deployment,
		private readonly partner: ModelPartner,
		private readonly open: (tools: PollContext) => PollSource<State>,
	) {
		this.processes = Array.from({ length: deployment.mains }, (_, main) => `${main}.0`);
	}

	get events(): IDataObject[] {
		return this.stored.flat();
	}

	get bytes(): number {
		return JSON.stringify(this.memory ?? null).length;
	}

	private get memory(): Memory<State> | undefined {
		if (this.deployment.mode === 'A') return this.live;
		return this.disk === undefined ? undefined : (JSON.parse(this.disk) as Memory<State>);
	}

	async activate(): Promise<void> {
		const outcome = await this.ask(0);
		if (outcome.events.length > 0) throw new Error('A scenario begins without events');
		this.live = outcome.memory;
		this.disk = JSON.stringify(outcome.memory);
	}

	async poll(main: number, fate: Fate): Promise<void> {
		if (main !== this.leader) {
			this.changes += 1;
			this.leader = main;
			this.reactivate();
		}
		const outcome = await this.ask(main).catch(() => undefined);
		if (this.partner.failing > 0) this.partner.failing -= 1;
		if (outcome) {
			const { events, memory } = outcome;
			this.live = memory;
			if (events.length > 0) this.emit(events, memory, fate);
			else if (this.deployment.mode === 'C' && fate !== 'diesBeforeAll') this.disk = JSON.stringify(memory);
		}
		if (fate !== 'fine') this.crash(main);
	}

	reactivate(): void {
		this.live = this.disk === undefined ? undefined : (JSON.parse(this.disk) as Memory<State>);
	}

	crash(main: number): void {
		this.crashes += 1;
		this.processes[main] = `${main}.${this.crashes}`;
		if (main === this.leader) this.reactivate();
	}

	private async ask(main: number) {
		const me = this.processes[main] ?? '';
		return await pollOnce(this.memory, me, this.deployment.mode === 'C', this.open(this.partner.tools()));
	}

	private emit(events: IDataObject[], memory: Memory<State>, fate: Fate): void {
		const isSaved = fate !== 'diesBeforeAll' && fate !== 'diesWithExecutionOnly';
		const isStored = fate !== 'diesBeforeAll' && fate !== 'diesWithMemoryOnly';
		if (isSaved) {
			this.disk = JSON.stringify(memory);
			this.handOvers.push(...events.map((event) => ({ event, isStored })));
		}
		if (isStored) this.stored.push(events);
	}
}

/** Plays a scenario, then polls three times from main 0 without failures. */
export async function play<State, What>(
	steps: Array<Step<What>>,
	partner: ModelPartner,
	n8n: ModelN8n<State>,
	happens: (what: What) => void,
	afterEach: () => void = () => undefined,
): Promise<void> {
	await n8n.activate();
	for (const step of steps) {
		if (step.kind === 'happens') happens(step.what);
		else if (step.kind === 'passes') partner.now += step.seconds * 1000;
		else if (step.kind === 'outage') partner.failing = step.polls;
		else if (step.kind === 'crash') n8n.crash(step.main);
		else if (step.kind === 'reactivation') n8n.reactivate();
		else {
			partner.short = step.short;
			await n8n.poll(step.main, step.fate);
		}
		afterEach();
	}
	Object.assign(partner, { failing: 0, short: false });
	for (let round = 0; round < 3; round++) await n8n.poll(0, 'fine');
	afterEach();
}

/**
 * Every expected event was stored, unless n8n died twice between saving the memory and storing the execution, each time
 * with that event in hand. Each was handed over at most twice, the second time marked, and once where nothing went
 * wrong.
 */
export function expectNothingMissed(
	owed: string[],
	{ stored, handOvers, crashes, changes }: ModelN8n<never>,
	{ mode }: Deployment,
	name: (event: IDataObject) => string,
): void {
	const byName = new Map<string, HandOver[]>();
	for (const one of handOvers) byName.set(name(one.event), [...(byName.get(name(one.event)) ?? []), one]);
	const marks = [...byName].map(([event, times]) => [
		event,
		times.map((one) => one.event.redelivered === true),
	]);
	const isOnce = mode === 'C' || (crashes === 0 && changes === 0);
	const isRight = (times: unknown) =>
		['[false]', ...(isOnce ? [] : ['[false,true]'])].includes(JSON.stringify(times));
	expect(marks.filter(([, times]) => !isRight(times))).toEqual([]);
	const found = new Set(stored.flat().map(name));
	const missing = owed.filter((one) => !found.has(one)).map((one) => byName.get(one) ?? []);
	expect(missing.filter((times) => times.length !== 2 || times.some((one) => one.isStored))).toEqual([]);
}
