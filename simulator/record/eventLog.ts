import { z } from 'zod';
import type { Clock } from '../time/clock';
import { controlAction } from '../partner';

/** What every entry has beside its own. */
export interface LoggedEvent {
	/** Counts up from 1; `happened({ since })` continues after it. */
	number: number;
	/** Simulated time. */
	at: string;
	/** When the next change of the same thing took its place; null while it is how things stand. */
	until: string | null;
}

// More than a soak test makes; a simulator left running over the weekend must not eat the machine.
const KEPT = 100_000;

/**
 * What really happened at a partner, oldest first: what a trigger has delivered can be held against it.
 *
 * A caller who only sees how things stand cannot see what came and went between two looks; `until` tells which
 * entries those are.
 */
export class EventLog<Details extends object> {
	private entries: Array<LoggedEvent & Details> = [];

	/** The last entry of each thing that can change again. */
	private readonly latest = new WeakMap<object, LoggedEvent>();

	private count = 0;

	constructor(private readonly clock: Clock) {}

	/** Write down what happens now, or happened at a time noticed only now. `thing` is what may change again. */
	record(details: Details, thing?: object, at = this.clock.now()): void {
		this.count += 1;
		const entry = { number: this.count, at: new Date(at).toISOString(), until: null, ...details };
		const before = thing && this.latest.get(thing);
		if (before) before.until = entry.at;
		if (thing) this.latest.set(thing, entry);
		this.entries.push(entry);
		if (this.entries.length > KEPT) this.entries.splice(0, KEPT / 10);
	}

	/** The lever that shows it; `first` is done before, for a partner that notices some changes only when it looks. */
	lever(first: () => unknown = () => undefined) {
		return controlAction(
			z
				.object({ since: z.number().int().min(0).default(0) })
				.strict()
				.default({}),
			({ since }) => {
				first();
				return this.entries.filter(({ number }) => number > since).map((entry) => ({ ...entry }));
			},
		);
	}
}
