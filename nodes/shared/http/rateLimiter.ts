import { backOff, LONGEST_WAIT } from './retry';
import { sleep } from './sleep';

/** Milliseconds for which the run goes no faster than a partner was seen to bear; then it tries again. */
const CAUTION = 30_000;

/** How much of what got through in a second is asked for from then on, so that a limit is not met again. */
const SHARE = 0.97;

/** When so many times as many as go at once have got through, it is not their number that was too much. */
const WAVES = 4;

/** A request's leave to go. */
export interface Permit {
	/** How many were under way when it went, this one included. */
	readonly fieldPath: number;
	/** It went ahead of the others, so that no other of the run can be to blame for its refusal. */
	readonly ahead: boolean;
}

/** From a 429 until one request has gone ahead and was not refused. */
interface Cooldown {
	/** The one that goes ahead, while it is under way. */
	leader?: Permit;
	/** How often one that went ahead was refused. */
	refusals: number;
	/** The most that were under way when one that was refused went. */
	tooMany: number;
	/** How many got through in the second before the first refusal, those included that were under way then. */
	passed: number;
	/** Milliseconds from the beginning of the stretch to the first refusal. */
	during: number;
}

/**
 * Decides when the requests of one run go: as many at once as the user allows, until the partner says 429.
 *
 * Then nothing goes for as long as the partner asks, after that one request goes ahead, and when it gets through
 * the rest follow: for a while no more at once than got through, or, where their number was not too much, no more
 * per second.
 */
export class RateLimiter {
	private underWay = 0;
	private readonly waiting: Array<(turn: Permit | undefined) => void> = [];
	private alarm: Promise<void> | undefined;

	/** Most that may be under way, and milliseconds between two; what `cautiousUntil` does not bind any more. */
	private atOnce: number;
	private gap = 0;
	private cautiousUntil = 0;

	/** Since the run began, or went on after a silence: from when on, and how many have got through. */
	private stretch = { from: 0, passed: 0 };
	private nextAt = 0;
	private quietUntil = 0;
	private hold: Cooldown | undefined;

	/** The most that were under way when one went that got through. */
	private most = 0;
	/** When those got through that did within the last second. */
	private readonly passes: number[] = [];

	/** Milliseconds of silence asked for since a request last got through. */
	private silence = 0;
	private exhausted = false;

	/** @param limit most requests under way */
	constructor(
		private readonly limit: number,
		private readonly signal: AbortSignal | undefined,
	) {
		this.atOnce = limit;
	}

	/**
	 * Waits until a request may go.
	 *
	 * @param again it was refused before and goes first
	 * @returns undefined when there is no point in waiting: the partner wants still more silence, after as many
	 *   attempts and as much patience as there is, and has let nothing through
	 * @throws the signal's reason when the user cancels
	 */
	async acquire(again: boolean): Promise<Permit | undefined> {
		const turn = await new Promise<Permit | undefined>((go) => {
			this.waiting[again ? 'unshift' : 'push'](go);
			this.letGo();
		});
		this.signal?.throwIfAborted();
		return turn;
	}

	/** A request is over and was not refused for its pace. */
	onSuccess(turn: Permit): void {
		this.underWay--;
		this.silence = 0;
		this.exhausted = false;
		this.most = Math.max(this.most, turn.fieldPath);
		const now = Date.now();
		if (this.hold?.leader === turn) this.goOn(this.hold, now);
		else {
			this.stretch.passed++;
			if (this.hold) this.hold.passed++;
		}
		this.inLastSecond(now);
		this.passes.push(now);
		this.letGo();
	}

	/**
	 * A request got a 429.
	 *
	 * @param asked milliseconds of silence that the partner asks for, if it does
	 * @param last it will not be sent again
	 */
	onRateLimited(turn: Permit, asked: number | undefined, last: boolean): void {
		this.underWay--;
		const now = Date.now();
		const during = now - this.stretch.from;
		const hold = (this.hold ??= { refusals: 0, tooMany: 0, passed: this.inLastSecond(now), during });
		hold.tooMany = Math.max(hold.tooMany, turn.fieldPath);
		if (hold.leader === turn) {
			hold.leader = undefined;
			hold.refusals++;
		}
		const wait = Math.max(asked ?? 0, backOff(hold.refusals, Math.random()));
		const from = Math.max(this.quietUntil, now);
		this.quietUntil = Math.max(from, now + wait);
		this.silence += this.quietUntil - from;
		this.exhausted ||= last;
		this.letGo();
	}

	/** The one that went ahead got through: the others follow, no faster than the partner bore. */
	private goOn({ tooMany, passed, during }: Cooldown, now: number): void {
		this.hold = undefined;
		// Where nothing had got through before, nothing is known of how much would.
		if (passed > 0) {
			const { passed: since } = this.stretch;
			if (this.most < tooMany) this.atOnce = this.most;
			else {
				// A limit counts by the second, of which a burst has used only a part. An early refusal says less: then the
				// pace is kept that the run really had. A pace that was refused itself is too fast, whatever got through.
				const seen = since >= WAVES * this.most ? 1000 / passed : during / Math.max(1, since);
				this.gap = Math.max(seen, this.gap) / SHARE;
			}
			this.cautiousUntil = now + CAUTION;
		}
		this.stretch = { from: now, passed: 0 };
		this.most = 1;
		this.nextAt = now + this.gap;
	}

	private letGo(): void {
		while (this.waiting.length > 0) {
			const now = Date.now();
			const givenUp = this.exhausted && this.silence >= LONGEST_WAIT && now < this.quietUntil;
			if (this.signal?.aborted || givenUp) this.waiting.shift()?.(undefined);
			else if (this.mayGo(now)) this.waiting.shift()?.(this.start(now));
			else return;
		}
	}

	private start(now: number): Permit {
		const ahead = this.underWay === 0 && (this.hold !== undefined || this.inLastSecond(now) === 0);
		this.stretch.from ||= now;
		const turn = { fieldPath: ++this.underWay, ahead };
		if (this.hold) this.hold.leader = turn;
		this.nextAt = Math.max(this.nextAt, now - this.gap) + this.gap;
		return turn;
	}

	/** Whether the next may go now; if only time stands in its way, it is looked at again then. */
	private mayGo(now: number): boolean {
		if (now >= this.cautiousUntil) {
			this.atOnce = this.limit;
			this.gap = 0;
		}
		if (this.hold ? this.hold.leader : this.underWay >= this.atOnce) return false;
		const wait = Math.max(this.quietUntil, this.gap && this.nextAt) - now;
		if (wait <= 0) return true;
		const look = () => {
			this.alarm = undefined;
			this.letGo();
		};
		this.alarm ??= sleep(Math.ceil(wait), this.signal).then(look, look);
		return false;
	}

	private inLastSecond(now: number): number {
		while (now - (this.passes[0] ?? now) >= 1000) this.passes.shift();
		return this.passes.length;
	}
}
