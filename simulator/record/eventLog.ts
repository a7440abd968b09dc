import { z } from 'zod';
import { controlAction } from '../control/controlAction';
import type { Clock } from '../time/clock';

/** What every event has beside its details. */
export interface LoggedEvent {
	/** Counts up from 1; `events({ since })` returns those after it. */
	number: number;
	/** Simulated time. */
	at: string;
	/** When the next event of the same subject happened; null for the latest. */
	until: string | null;
}

// More than a soak test produces. Bounded, because a simulator may be left running for days.
const MAX_EVENTS = 100_000;

/**
 * What happened at a partner, oldest first. Tests compare it with what a trigger has delivered.
 *
 * A trigger that polls cannot see a state that began and ended between two polls; `at` and `until` show which those
 * are.
 */
export class EventLog<Details extends object> {
	private events: Array<LoggedEvent & Details> = [];

	/** The latest event of each subject. */
	private readonly latest = new WeakMap<object, LoggedEvent>();

	private count = 0;

	constructor(private readonly clock: Clock) {}

	/** Records an event that happens now, or happened at `at`. `subject` is what may change again. */
	record(details: Details, subject?: object, at = this.clock.now()): void {
		this.count += 1;
		const event = { number: this.count, at: new Date(at).toISOString(), until: null, ...details };
		const previous = subject && this.latest.get(subject);
		if (previous) previous.until = event.at;
		if (subject) this.latest.set(subject, event);
		this.events.push(event);
		if (this.events.length > MAX_EVENTS) this.events.splice(0, MAX_EVENTS / 10);
	}

	/** The control action that lists the events. `refresh` is called first, for changes that are only found when looked for. */
	listAction(refresh: () => unknown = () => undefined) {
		return controlAction(
			z
				.object({ since: z.number().int().min(0).default(0) })
				.strict()
				.default({}),
			({ since }) => {
				refresh();
				return this.events.filter(({ number }) => number > since).map((event) => ({ ...event }));
			},
		);
	}
}
