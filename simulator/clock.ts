/** How far to move the clock; the parts add up. */
export interface Step {
	days?: number;
	hours?: number;
	minutes?: number;
	seconds?: number;
	milliseconds?: number;
}

/** Something to be done at a time of the clock. */
interface Alarm {
	due: number;
	act: () => void;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** One day in milliseconds. */
export const DAY = 24 * HOUR;

// The machine's timers fire at once when asked to wait longer than this.
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * The time the partners live in.
 *
 * Given a time it stands still, so that a test sees the same instant twice; given none it runs with the
 * machine's clock, so that a person who plays with the simulator sees today's date.
 */
export class Clock {
	private offset = 0;

	private stoppedAt: number | undefined;

	/** Soonest first; those of the same time in the order they were set. */
	private alarms: Alarm[] = [];

	private timeout: NodeJS.Timeout | undefined;

	constructor(now?: string) {
		this.reset(now);
	}

	/** Milliseconds since 1970. */
	now(): number {
		return this.stoppedAt ?? Date.now() + this.offset;
	}

	/** The time as text: `2025-01-01T12:00:00.000Z`. */
	iso(): string {
		return new Date(this.now()).toISOString();
	}

	/** Whether time passes by itself. */
	get running(): boolean {
		return this.stoppedAt === undefined;
	}

	/** Jump to a time. A running clock runs on from there. */
	set(time: string): void {
		this.moveTo(parseTime(time));
	}

	/** Move forward (or back, with negative parts). */
	advance(step: Step): void {
		const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = step;
		const distance = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + milliseconds;
		this.moveTo(this.now() + distance);
	}

	/**
	 * Do something once so many milliseconds of this clock have passed; returns how to call it off. While the clock
	 * stands still that is when somebody moves it far enough.
	 */
	after(ms: number, act: () => void): () => void {
		const alarm = { due: this.now() + ms, act };
		const later = this.alarms.findIndex(({ due }) => due > alarm.due);
		this.alarms.splice(later === -1 ? this.alarms.length : later, 0, alarm);
		this.wait();
		return () => {
			this.alarms = this.alarms.filter((one) => one !== alarm);
		};
	}

	/** Let time pass from where it stands. */
	run(): void {
		if (this.stoppedAt === undefined) return;
		this.offset = this.stoppedAt - Date.now();
		this.stoppedAt = undefined;
		this.wait();
	}

	/** Stop time where it is. */
	stop(): void {
		this.stoppedAt = this.now();
		this.wait();
	}

	/** Begin again: standing at `now`, or running with the machine when there is none. Nothing is due any more. */
	reset(now?: string): void {
		this.offset = 0;
		this.stoppedAt = now === undefined ? undefined : parseTime(now);
		this.alarms = [];
		this.wait();
	}

	/** Go to a time by way of everything that is due until then, so that each alarm sees its own time. */
	private moveTo(target: number): void {
		this.ring(target, (due) => this.place(Math.max(due, this.now())));
		this.place(target);
		this.wait();
	}

	private place(time: number): void {
		if (this.running) this.offset = time - Date.now();
		else this.stoppedAt = time;
	}

	private ring(until: number, before: (due: number) => void = () => undefined): void {
		for (let [next] = this.alarms; next && next.due <= until; [next] = this.alarms) {
			this.alarms.shift();
			before(next.due);
			next.act();
		}
	}

	/** Let the machine wake the clock for the next alarm, if time passes by itself. */
	private wait(): void {
		clearTimeout(this.timeout);
		const [next] = this.alarms;
		if (!this.running || !next) return;
		const wake = () => {
			this.ring(this.now());
			this.wait();
		};
		this.timeout = setTimeout(wake, Math.min(Math.max(next.due - this.now(), 0), LONGEST_TIMEOUT));
		this.timeout.unref();
	}
}

function parseTime(time: string): number {
	const value = Date.parse(time);
	if (Number.isNaN(value))
		throw new Error(`"${time}" is not a time the clock understands; write 2025-01-31T12:00:00Z`);
	return value;
}
