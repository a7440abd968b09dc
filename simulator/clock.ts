/** How far to move the clock; the parts add up. */
export interface Step {
	days?: number;
	hours?: number;
	minutes?: number;
	seconds?: number;
	milliseconds?: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** One day in milliseconds. */
export const DAY = 24 * HOUR;

/**
 * The time the partners live in.
 *
 * Given a time it stands still, so that a test sees the same instant twice; given none it runs with the
 * machine's clock, so that a person who plays with the simulator sees today's date.
 */
export class Clock {
	private offset = 0;

	private stoppedAt: number | undefined;

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
		const target = parseTime(time);
		if (this.running) this.offset = target - Date.now();
		else this.stoppedAt = target;
	}

	/** Move forward (or back, with negative parts). */
	advance(step: Step): void {
		const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = step;
		const distance = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + milliseconds;
		if (this.stoppedAt === undefined) this.offset += distance;
		else this.stoppedAt += distance;
	}

	/** Let time pass from where it stands. */
	run(): void {
		if (this.stoppedAt === undefined) return;
		this.offset = this.stoppedAt - Date.now();
		this.stoppedAt = undefined;
	}

	/** Stop time where it is. */
	stop(): void {
		this.stoppedAt = this.now();
	}

	/** Begin again: standing at `now`, or running with the machine when there is none. */
	reset(now?: string): void {
		this.offset = 0;
		this.stoppedAt = now === undefined ? undefined : parseTime(now);
	}
}

function parseTime(time: string): number {
	const value = Date.parse(time);
	if (Number.isNaN(value))
		throw new Error(`"${time}" is not a time the clock understands; write 2025-01-31T12:00:00Z`);
	return value;
}
