import { z } from 'zod';
import { controlAction } from '../control/controlAction';
import type { PartnerContext } from '../partner';
import type { Random } from '../random';
import { DAY } from './clock';

const MINUTE = 60_000;

const activitySchema = z
	.object({
		/** The average number of changes in a simulated day; 0 stops them. */
		perDay: z.number().min(0).max(100_000),
		/** The shortest time between two changes of the same thing. A caller that polls more often sees every change. */
		restMinutes: z.number().min(0).default(60),
	})
	.strict();

/** Changes a partner's data by itself, at random moments of simulated time. */
export class Activity {
	/** A random source of its own, so that the changes do not depend on what callers do meanwhile. */
	readonly random: Random;

	private perDay = 0;

	private minRestMs = 0;

	private cancelNext = () => {};

	constructor(
		private readonly context: PartnerContext,
		private readonly changeSomething: (activity: Activity) => void,
	) {
		this.random = context.random.branch(0xb057);
	}

	/** Whether something that changed at this time may change again. */
	readonly mayChangeAgain = (changedAt: number): boolean =>
		this.context.clock.now() - changedAt >= this.minRestMs;

	/** The control action that starts and stops the changes; `validate` throws if they cannot start. */
	setActivityAction(validate: () => void = () => undefined) {
		return controlAction(activitySchema, ({ perDay, restMinutes }) => {
			if (perDay > 0) validate();
			this.close();
			this.perDay = perDay;
			this.minRestMs = restMinutes * MINUTE;
			if (perDay > 0) this.scheduleNext();
			return { perDay, restMinutes };
		});
	}

	/** Stops the changes. */
	close(): void {
		this.cancelNext();
		this.perDay = 0;
	}

	private scheduleNext(): void {
		// Independent events have exponentially distributed times between them: mostly short, sometimes long.
		const delay = (-Math.log(1 - this.random.fraction()) * DAY) / this.perDay;
		this.cancelNext = this.context.clock.after(Math.round(delay), () => {
			this.scheduleNext();
			this.changeSomething(this);
		});
	}
}
