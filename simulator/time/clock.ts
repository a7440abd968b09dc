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

// A week in six seconds; beyond that the machine's milliseconds are too coarse to tell a story by.
const FASTEST = 100_000;

/**
 * The time the partners live in.
 *
 * Given a time it stands still, so that a test sees the same instant twice; given none it runs with the
 * machine's clock, so that a person who plays with the simulator sees today's date. It can run faster than the
 * machine's, so that a week passes in minutes.
 */
export class Clock {
	/** Simulated seconds per second of the machine. */
	private pace = 1;

	/** A moment of the machine and what this clock showed then; it runs on from there. */
	private since = { machine: 0, shown: 0 };

	private stoppedAt: number | undefined;

	/** While an alarm rings the clock shows its time, however late the machine woke up for it. */
	private ringing: number | undefined;

	/** Soonest first; those of the same time in the order they were set. */
	private alarms: Alarm[] = [];

	private timeout: NodeJS.Timeout | undefined;

	constructor(now?: string) {
		this.reset(now);
	}

	/** Milliseconds since 1970. */
	now(): number {
		return this.ringing ?? this.stoppedAt ?? this.machineDriven();
	}

	/** The time as text: `2025-01-01T12:00:00.000Z`. */
	iso(): string {
		return new Date(this.now()).toISOString();
	}

	/** Whether time passes by itself. */
	get running(): boolean {
		return this.stoppedAt === undefined;
	}

	/** How many simulated seconds pass in a second of the machine while the clock runs. */
	get speed(): number {
		return this.pace;
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

	/** Let time pass from where it stands, so many simulated seconds in each second of the machine. */
	run({ speed = 1 }: { speed?: number } = {}): void {
		if (!(speed > 0) || speed > FASTEST)
			throw new Error(`The clock runs at a speed above 0 and up to ${FASTEST}, not ${speed}`);
		this.catchUp();
		const shown = this.now();
		this.stoppedAt = undefined;
		this.pace = speed;
		this.place(shown);
		this.wait();
	}

	/** Stop time where it is. */
	stop(): void {
		this.catchUp();
		this.stoppedAt = this.now();
		this.wait();
	}

	/**
	 * Ring what is due by now. The machine wakes a running clock a little late, which at high speed is minutes: who
	 * wants to see the world as it is at this moment lets the clock catch up first.
	 */
	catchUp(): void {
		if (!this.running || this.ringing !== undefined) return;
		this.ring(this.now());
		this.wait();
	}

	/** Begin again: standing at `now`, or running with the machine when there is none. Nothing is due any more. */
	reset(now?: string): void {
		this.pace = 1;
		this.since = { machine: 0, shown: 0 };
		this.stoppedAt = now === undefined ? undefined : parseTime(now);
		this.alarms = [];
		this.wait();
	}

	/** Go to a time by way of everything that is due until then. */
	private moveTo(target: number): void {
		this.ring(target);
		this.place(target);
		this.wait();
	}

	private place(time: number): void {
		if (this.running) this.since = { machine: Date.now(), shown: time };
		else this.stoppedAt = time;
	}

	private machineDriven(): number {
		const { machine, shown } = this.since;
		return shown + Math.floor((Date.now() - machine) * this.pace);
	}

	/** Let each alarm until then ring at its own time. */
	private ring(until: number): void {
		const before = this.ringing;
		try {
			for (let [next] = this.alarms; next && next.due <= until; [next] = this.alarms) {
				this.alarms.shift();
				this.ringing = next.due;
				next.act();
			}
		} finally {
			this.ringing = before;
		}
	}

	/** Let the machine wake the clock for the next alarm, if time passes by itself. */
	private wait(): void {
		clearTimeout(this.timeout);
		const [next] = this.alarms;
		// Whoever lets alarms ring looks at what is left when they have rung.
		if (!this.running || !next || this.ringing !== undefined) return;
		const delay = Math.max(next.due - this.now(), 0) / this.pace;
		this.timeout = setTimeout(() => this.catchUp(), Math.min(delay, LONGEST_TIMEOUT));
		this.timeout.unref();
	}
}

function parseTime(time: string): number {
	const value = Date.parse(time);
	if (Number.isNaN(value))
		throw new Error(`"${time}" is not a time the clock understands; write 2025-01-31T12:00:00Z`);
	return value;
}
