import { z } from 'zod';
import { DAY } from './clock';
import { controlAction, type PartnerContext } from '../partner';
import type { Random } from '../random';

const MINUTE = 60_000;

const paceFields = z
	.object({
		/** How many changes a simulated day has on average; 0 is the end of it. */
		perDay: z.number().min(0).max(100_000),
		/**
		 * How long a thing that has changed stays as it is at least, so that a caller who looks more often than that
		 * sees every change.
		 */
		restMinutes: z.number().min(0).default(60),
	})
	.strict();

/** Lets things happen by themselves, at random moments of the clock. */
export class Activity {
	/**
	 * Where the chances come from. Not the partner's own source: what callers do must not change the story, and at
	 * what moment of it they do it nobody knows.
	 */
	readonly random: Random;

	private perDay = 0;

	private rest = 0;

	private callOff = () => {};

	constructor(
		private readonly world: PartnerContext,
		private readonly act: (bustle: Activity) => void,
	) {
		this.random = world.random.branch(0xb057);
	}

	/** Whether something that changed at this time has rested long enough to change again. */
	readonly rested = (changedAt: number): boolean => this.world.clock.now() - changedAt >= this.rest;

	/** The lever that sets the pace; `first` may object. */
	lever(first: () => void = () => undefined) {
		return controlAction(paceFields, ({ perDay, restMinutes }) => {
			if (perDay > 0) first();
			this.close();
			this.perDay = perDay;
			this.rest = restMinutes * MINUTE;
			if (perDay > 0) this.arrange();
			return { perDay, restMinutes };
		});
	}

	/** The end of it. */
	close(): void {
		this.callOff();
		this.perDay = 0;
	}

	private arrange(): void {
		// Events nobody plans come after waits like these: mostly short ones, now and then a long one.
		const wait = (-Math.log(1 - this.random.fraction()) * DAY) / this.perDay;
		this.callOff = this.world.clock.after(Math.round(wait), () => {
			this.arrange();
			this.act(this);
		});
	}
}
