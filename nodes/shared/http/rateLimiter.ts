import { backOff, LONGEST_WAIT } from './retry';
import { sleep } from './sleep';

/** Milliseconds for which the run goes no faster than the partner was seen to bear; then it tries again. */
const CAUTION = 30_000;

/** The share of what got through in a second that is asked for from then on, so that the limit is not met again. */
const SHARE = 0.97;

/** Successes, in multiples of the concurrency, after which a 429 is read as a limit per second. */
const WAVES = 4;

/** A request's leave to go. */
export interface Permit {
	/** How many were under way when it went, this one included. */
	readonly inFlight: number;
	/** True for a request that went alone: no other of the run can be to blame for its 429. */
	readonly alone: boolean;
}

/** From a 429 until one request has gone alone and got through. */
interface Cooldown {
	/** The request that goes alone, while it is under way. */
	probe?: Permit;
	/** How often a probe got a 429. */
	refusals: number;
	/** The most requests under way when one went that got a 429. */
	tooMany: number;
	/** Successes in the second before the first 429, and of the requests that were under way then. */
	successes: number;
	/** Milliseconds from the start of the stretch to the first 429. */
	duration: number;
}

/**
 * Decides when the requests of one run go: as many at once as the user allows, until the partner answers 429.
 *
 * An example. Fifty may go at once, and the partner bears 20 in flight and 100 a second.
 * 1. Fifty go; 20 get through, 30 get a 429 with `Retry-After: 1`. Nothing goes for a second.
 * 2. One request goes alone, the probe. It gets through. No success was ever seen with more than 20 under way, so for
 *    half a minute 20 go at once.
 * 3. Twenty at once are 400 a second: after 100 the next 429s come. Again a second of silence and a probe. This time
 *    more than four waves of 20 had got through, so it is the second that has a limit: from now on 97 go in each.
 * 4. After half a minute without a 429 all fifty may go again, as the limit may be gone.
 *
 * Additive increase and multiplicative decrease, which is simpler, takes 1.35 to 1.9 times as long as that limit needs
 * (of the partner in the benchmark “Under a limit”), because each time it finds the limit by a 429 that costs a second
 * of silence; this takes 1.1 to 1.2 times as long.
 */
export class RateLimiter {
	private underWay = 0;
	private readonly waiting: Array<(permit: Permit | undefined) => void> = [];
	private alarm: Promise<void> | undefined;

	/** Most that may be under way, and milliseconds between two; both hold until `cautiousUntil`. */
	private atOnce: number;
	private gap = 0;
	private cautiousUntil = 0;

	/** Since the run began, or went on after a cooldown: its start, and how many have got through. */
	private stretch = { from: 0, successes: 0 };
	private nextAt = 0;
	private silentUntil = 0;
	private cooldown: Cooldown | undefined;

	/** The most requests under way when one went that got through. */
	private mostBorne = 0;
	/** When those got through that did within the last second. */
	private readonly recentSuccesses: number[] = [];

	/** Milliseconds of silence that the partner has asked for since a request last got through. */
	private silenceAsked = 0;
	/** A request has used up its repetitions since then. */
	private isExhausted = false;

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
		const permit = await new Promise<Permit | undefined>((go) => {
			this.waiting[again ? 'unshift' : 'push'](go);
			this.release();
		});
		this.signal?.throwIfAborted();
		return permit;
	}

	/** A request is over and was not refused for its pace. */
	onSuccess(permit: Permit): void {
		this.underWay--;
		this.silenceAsked = 0;
		this.isExhausted = false;
		this.mostBorne = Math.max(this.mostBorne, permit.inFlight);
		const now = Date.now();
		if (this.cooldown?.probe === permit) this.resume(this.cooldown, now);
		else {
			this.stretch.successes++;
			if (this.cooldown) this.cooldown.successes++;
		}
		this.inLastSecond(now);
		this.recentSuccesses.push(now);
		this.release();
	}

	/**
	 * A request got a 429.
	 *
	 * @param asked milliseconds of silence that the partner asks for, if it does
	 * @param last it will not be sent again
	 */
	onRateLimited(permit: Permit, asked: number | undefined, last: boolean): void {
		this.underWay--;
		const now = Date.now();
		const duration = now - this.stretch.from;
		const cooldown = (this.cooldown ??= {
			refusals: 0,
			tooMany: 0,
			successes: this.inLastSecond(now),
			duration,
		});
		cooldown.tooMany = Math.max(cooldown.tooMany, permit.inFlight);
		if (cooldown.probe === permit) {
			cooldown.probe = undefined;
			cooldown.refusals++;
		}
		const wait = Math.max(asked ?? 0, backOff(cooldown.refusals, Math.random()));
		const from = Math.max(this.silentUntil, now);
		this.silentUntil = Math.max(from, now + wait);
		this.silenceAsked += this.silentUntil - from;
		this.isExhausted ||= last;
		this.release();
	}

	/** The probe got through: the others follow, no faster than the partner bore. */
	private resume({ tooMany, successes, duration }: Cooldown, now: number): void {
		this.cooldown = undefined;
		// Where nothing had got through before, nothing is known of how much would.
		if (successes > 0) {
			const { successes: since } = this.stretch;
			if (this.mostBorne < tooMany) this.atOnce = this.mostBorne;
			else {
				// A limit counts by the second, of which a burst has used only a part. An early refusal says less: then the
				// pace is kept that the run really had. A pace that was refused itself is too fast, whatever got through.
				const seen = since >= WAVES * this.mostBorne ? 1000 / successes : duration / Math.max(1, since);
				this.gap = Math.max(seen, this.gap) / SHARE;
			}
			this.cautiousUntil = now + CAUTION;
		}
		this.stretch = { from: now, successes: 0 };
		this.mostBorne = 1;
		this.nextAt = now + this.gap;
	}

	private release(): void {
		while (this.waiting.length > 0) {
			const now = Date.now();
			const givenUp = this.isExhausted && this.silenceAsked >= LONGEST_WAIT && now < this.silentUntil;
			if (this.signal?.aborted || givenUp) this.waiting.shift()?.(undefined);
			else if (this.mayGo(now)) this.waiting.shift()?.(this.start(now));
			else return;
		}
	}

	private start(now: number): Permit {
		const alone = this.underWay === 0 && (this.cooldown !== undefined || this.inLastSecond(now) === 0);
		this.stretch.from ||= now;
		const permit = { inFlight: ++this.underWay, alone };
		if (this.cooldown) this.cooldown.probe = permit;
		this.nextAt = Math.max(this.nextAt, now - this.gap) + this.gap;
		return permit;
	}

	/** Whether the next may go now; if only time stands in its way, it is looked at again then. */
	private mayGo(now: number): boolean {
		if (now >= this.cautiousUntil) {
			this.atOnce = this.limit;
			this.gap = 0;
		}
		if (this.cooldown ? this.cooldown.probe : this.underWay >= this.atOnce) return false;
		const wait = Math.max(this.silentUntil, this.gap && this.nextAt) - now;
		if (wait <= 0) return true;
		const look = () => {
			this.alarm = undefined;
			this.release();
		};
		this.alarm ??= sleep(Math.ceil(wait), this.signal).then(look, look);
		return false;
	}

	private inLastSecond(now: number): number {
		while (now - (this.recentSuccesses[0] ?? now) >= 1000) this.recentSuccesses.shift();
		return this.recentSuccesses.length;
	}
}
