/** How far to move the clock: the sum of the parts. */
export interface Step {
	days?: number;
	hours?: number;
	minutes?: number;
	seconds?: number;
	milliseconds?: number;
}

/** A callback at a simulated time. */
interface Timer {
	due: number;
	callback: () => void;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** One day in milliseconds. */
export const DAY = 24 * HOUR;

// Node's setTimeout fires at once for a longer delay.
const MAX_TIMEOUT = 2 ** 31 - 1;

// A week in six seconds. At a higher speed a real millisecond would be too much simulated time.
const MAX_SPEED = 100_000;

/**
 * The simulated time.
 *
 * With a start time the clock stands still, so that tests are reproducible. Without one it runs with the real time, so
 * that people who try the simulator see today's date. It can run faster, so that a week passes in minutes.
 */
export class Clock {
	/** Simulated seconds per real second. */
	private speedFactor = 1;

	/** The real and the simulated time at which the clock was last started or set. */
	private startedFrom = { real: 0, simulated: 0 };

	private stoppedAt: number | undefined;

	/** The time of the timer whose callback is running: `now()` returns it, even if Node has fired late. */
	private firingTime: number | undefined;

	/** By time; those of the same time in the order in which they were set. */
	private timers: Timer[] = [];

	private wakeUp: NodeJS.Timeout | undefined;

	constructor(now?: string) {
		this.reset(now);
	}

	/** Milliseconds since 1970. */
	now(): number {
		return this.firingTime ?? this.stoppedAt ?? this.runningTime();
	}

	/** The time as text: `2025-01-01T12:00:00.000Z`. */
	iso(): string {
		return new Date(this.now()).toISOString();
	}

	/** Whether time passes by itself. */
	get running(): boolean {
		return this.stoppedAt === undefined;
	}

	/** Simulated seconds per real second while the clock runs. */
	get speed(): number {
		return this.speedFactor;
	}

	/** Sets the time. A running clock continues from there. */
	set(time: string): void {
		this.moveTo(parseTime(time));
	}

	/** Moves forward, or back with negative parts. */
	advance(step: Step): void {
		const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = step;
		const distance = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + milliseconds;
		this.moveTo(this.now() + distance);
	}

	/**
	 * Calls back after this many simulated milliseconds; while the clock stands still, once it is moved that far.
	 *
	 * @returns a function that cancels the callback
	 */
	after(ms: number, callback: () => void): () => void {
		const timer = { due: this.now() + ms, callback };
		const position = this.timers.findIndex(({ due }) => due > timer.due);
		this.timers.splice(position === -1 ? this.timers.length : position, 0, timer);
		this.scheduleWakeUp();
		return () => {
			this.timers = this.timers.filter((other) => other !== timer);
		};
	}

	/** Lets time pass by itself, `speed` simulated seconds per real second. */
	run({ speed = 1 }: { speed?: number } = {}): void {
		if (!(speed > 0) || speed > MAX_SPEED)
			throw new Error(`The clock runs at a speed above 0 and up to ${MAX_SPEED}, not ${speed}`);
		this.catchUp();
		const simulated = this.now();
		this.stoppedAt = undefined;
		this.speedFactor = speed;
		this.setTime(simulated);
		this.scheduleWakeUp();
	}

	/** Stops the clock. */
	stop(): void {
		const now = this.now();
		if (this.running && this.firingTime === undefined) this.fireTimers(now);
		this.stoppedAt = now;
		this.scheduleWakeUp();
	}

	/**
	 * Fires the timers that are due. Node fires a running clock's timeout a little late, which is minutes at a high
	 * speed, so whoever reads the partners' data calls this first.
	 */
	catchUp(): void {
		if (!this.running || this.firingTime !== undefined) return;
		this.fireTimers(this.now());
		this.scheduleWakeUp();
	}

	/** Starts again, standing at `now` or running with the real time, and without timers. */
	reset(now?: string): void {
		this.speedFactor = 1;
		this.startedFrom = { real: 0, simulated: 0 };
		this.stoppedAt = now === undefined ? undefined : parseTime(now);
		this.timers = [];
		this.scheduleWakeUp();
	}

	/** Moves to a time and fires the timers that are due on the way. */
	private moveTo(target: number): void {
		this.fireTimers(target);
		this.setTime(target);
		this.scheduleWakeUp();
	}

	private setTime(time: number): void {
		if (this.running) this.startedFrom = { real: Date.now(), simulated: time };
		else this.stoppedAt = time;
	}

	private runningTime(): number {
		const { real, simulated } = this.startedFrom;
		return simulated + Math.floor((Date.now() - real) * this.speedFactor);
	}

	/** Fires each timer that is due until then, at its own simulated time. */
	private fireTimers(until: number): void {
		const previous = this.firingTime;
		try {
			for (let [next] = this.timers; next && next.due <= until; [next] = this.timers) {
				this.timers.shift();
				this.firingTime = next.due;
				next.callback();
			}
		} finally {
			this.firingTime = previous;
		}
	}

	/** Sets Node's timeout for the next timer, if the clock runs. */
	private scheduleWakeUp(): void {
		clearTimeout(this.wakeUp);
		const [next] = this.timers;
		// While timers fire nothing is scheduled; whoever fires them schedules the rest afterwards.
		if (!this.running || !next || this.firingTime !== undefined) return;
		const delay = Math.max(next.due - this.now(), 0) / this.speedFactor;
		this.wakeUp = setTimeout(() => this.catchUp(), Math.min(delay, MAX_TIMEOUT));
		this.wakeUp.unref();
	}
}

function parseTime(time: string): number {
	const value = Date.parse(time);
	if (Number.isNaN(value))
		throw new Error(`"${time}" is not a time the clock understands; write 2025-01-31T12:00:00Z`);
	return value;
}
