import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { pollOnce, type Memory, type PollTools, type Watch } from '../../nodes/shared/poll';
import type { RequestSpec } from '../../nodes/shared/operation';

/** What becomes of n8n at the end of a poll: all is well, or it dies with so much of it on the disk. */
export type Fate = 'fine' | 'diesBeforeAll' | 'diesWithMemoryOnly' | 'diesWithExecutionOnly' | 'diesAfterAll';

/** Something that happens; `what` is for the partner. */
export type Step<What> =
	| { kind: 'happens'; what: What }
	| { kind: 'passes'; seconds: number }
	| { kind: 'poll'; fate: Fate; short: boolean }
	| { kind: 'outage'; polls: number }
	| { kind: 'crash' }
	| { kind: 'reactivation' };

/** A story of random length: things happen, time passes, n8n polls, dies and comes back. */
export function story<What>(
	what: fc.Arbitrary<What>,
	{ crashes }: { crashes: boolean },
): fc.Arbitrary<Array<Step<What>>> {
	const fates: Fate[] = crashes
		? ['fine', 'diesBeforeAll', 'diesWithMemoryOnly', 'diesWithExecutionOnly', 'diesAfterAll']
		: ['fine'];
	const seconds = fc.oneof(
		fc.integer({ min: 0, max: 3 }),
		fc.integer({ min: 1, max: 7200 }),
		fc.integer({ min: 86_400, max: 4 * 86_400 }),
	);
	const happens = what.map((one) => ({ kind: 'happens' as const, what: one }));
	const poll = fc.record({
		kind: fc.constant('poll' as const),
		fate: fc.constantFrom(...fates),
		short: fc.boolean(),
	});
	const rest: Array<fc.Arbitrary<Step<What>>> = [
		fc.record({ kind: fc.constant('passes' as const), seconds }),
		fc.record({ kind: fc.constant('outage' as const), polls: fc.integer({ min: 1, max: 3 }) }),
		fc.constant({ kind: 'reactivation' as const }),
		...(crashes ? [fc.constant({ kind: 'crash' as const })] : []),
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

	/** How many polls fail from now on. */
	failing = 0;

	/** Whether time is up as soon as a poll has begun. */
	short = false;

	/** What the partner answers; the body of the answer. */
	protected abstract answer(request: RequestSpec): unknown;

	tools(): PollTools {
		const ask = async (request: RequestSpec) => {
			if (this.failing > 0) throw new Error('The partner is down');
			return this.answer(request);
		};
		return {
			list: async (request: RequestSpec) => structuredClone(await ask(request)),
			send: async (request: RequestSpec) => ({ status: 200, body: structuredClone(await ask(request)) }),
			partnerTime: () => Math.floor(this.now / 1000) * 1000,
			deadline: this.short ? 0 : Infinity,
			log: () => undefined,
			stop: (message: string) => new Error(message),
		} as unknown as PollTools;
	}
}

/**
 * As much of n8n as decides about loss. The memory of a poll is saved at an emit and after the activation, at no
 * other time; memory and execution get to the disk one after the other, and n8n can die in between.
 */
export class ModelN8n<State> {
	/** Events of the executions that are on the disk. */
	readonly stored: IDataObject[][] = [];

	/** Events that a crash may bring once more: what was passed on last, by the memory on the disk, and after it. */
	private uncertain: IDataObject[] = [];

	/** All that ever was uncertain when n8n died. */
	readonly mayRepeat: IDataObject[] = [];

	crashes = 0;

	private memory: Memory<State> = {};

	private disk = '{}';

	constructor(
		private readonly partner: ModelPartner,
		private readonly watch: (tools: PollTools) => Watch<State>,
	) {}

	get events(): IDataObject[] {
		return this.stored.flat();
	}

	get bytes(): number {
		return JSON.stringify(this.memory).length;
	}

	async activate(): Promise<void> {
		await this.poll('fine');
		this.disk = JSON.stringify(this.memory);
	}

	async poll(fate: Fate): Promise<void> {
		const watch = this.watch(this.partner.tools());
		const outcome = await pollOnce(this.memory, `process ${this.crashes}`, watch).catch(() => undefined);
		if (this.partner.failing > 0) this.partner.failing -= 1;
		if (outcome) {
			const { events, memory } = outcome;
			this.memory = memory;
			if (events.length > 0) this.emit(events, fate);
		}
		if (fate !== 'fine') this.crash();
	}

	reactivate(): void {
		this.memory = JSON.parse(this.disk) as Memory<State>;
	}

	crash(): void {
		this.crashes += 1;
		this.mayRepeat.push(...this.uncertain);
		this.reactivate();
	}

	private emit(events: IDataObject[], fate: Fate): void {
		const isSaved = fate !== 'diesBeforeAll' && fate !== 'diesWithExecutionOnly';
		const isStored = fate !== 'diesBeforeAll' && fate !== 'diesWithMemoryOnly';
		if (isSaved) this.disk = JSON.stringify(this.memory);
		if (isStored) this.stored.push(events);
		this.uncertain = isSaved ? events : [...this.uncertain, ...events];
	}
}

/** Lives through a story, and then two polls of which nothing goes wrong. */
export async function live<State, What>(
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
		else if (step.kind === 'crash') n8n.crash();
		else if (step.kind === 'reactivation') n8n.reactivate();
		else {
			partner.short = step.short;
			await n8n.poll(step.fate);
		}
		afterEach();
	}
	Object.assign(partner, { failing: 0, short: false });
	for (let round = 0; round < 3; round++) await n8n.poll('fine');
	afterEach();
}

/** How often each text occurs. */
export function counts(texts: string[]): Map<string, number> {
	const found = new Map<string, number>();
	for (const text of texts) found.set(text, (found.get(text) ?? 0) + 1);
	return found;
}
