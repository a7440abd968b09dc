import { DAY } from '../../time/clock';
import { mix } from '../../random';
import { fakeLead, toSecond, type Lead } from './fakeData';

/** A period in milliseconds, with or without its first and last instant. */
export interface Window {
	from: number;
	to: number;
	fromIncluded: boolean;
	toIncluded: boolean;
}

const SECONDS_PER_DAY = 86_400;
/** One lead in this many is created in the same second as the one before it. */
const ONE_IN_TIED = 10;

/**
 * The stream of leads, computed instead of stored.
 *
 * A day is divided into as many slots as it has leads. Each slot has one lead, at a second that is the same every day.
 * So any twenty-four hours have exactly `perDay` leads, and a window costs no more than the leads in it.
 */
export class LeadStream {
	private offsets: number[] = [];

	private added: Array<{ at: number; lead: Lead }> = [];

	constructor(
		private readonly seed: number,
		private perDay: number,
	) {
		this.setPerDay(perDay);
	}

	/** The number of leads per day. */
	get leadsPerDay(): number {
		return this.perDay;
	}

	/** Changes the number of leads per day, also of past days. */
	setPerDay(perDay: number): void {
		this.perDay = perDay;
		this.offsets = Array.from({ length: perDay }, (_, index) => this.secondOf(index));
	}

	/** Adds a lead. One with an older `created_at` arrives late. */
	add(at: number, fields: Partial<Lead>): Lead {
		// Added leads use the slots from -1 downwards, so that no lead of the stream is the same person.
		const lead = {
			...fakeLead(this.seed, -1 - this.added.length, at),
			created_at: toSecond(at),
			...fields,
		};
		this.added.push({ at: Date.parse(lead.created_at), lead });
		return lead;
	}

	/** Adds leads that were created within a period, some in the same second. */
	addSpread(count: number, from: number, to: number): Lead[] {
		const last = Math.floor(to / 1000) * 1000;
		const first = Math.min(Math.ceil(from / 1000) * 1000, last);
		let at = first;
		return Array.from({ length: count }, (_, index) => {
			const chance = mix(this.seed, 0xadd5, this.added.length);
			const sharesSecond = index > 0 && chance % ONE_IN_TIED === 0;
			if (!sharesSecond) at = first + (chance % ((last - first) / 1000 + 1)) * 1000;
			return this.add(at, {});
		});
	}

	/** The leads of a window, oldest first. */
	within(window: Window): Lead[] {
		const { from, to } = window;
		const inside = (at: number) =>
			(at > from || (window.fromIncluded && at === from)) && (at < to || (window.toIncluded && at === to));
		const leads: Lead[] = [];
		for (let day = Math.floor(from / DAY); day <= Math.floor(to / DAY); day += 1) {
			for (const [index, second] of this.offsets.entries()) {
				const at = day * DAY + second * 1000;
				if (inside(at)) leads.push(fakeLead(this.seed, day * this.perDay + index, at));
			}
		}
		const late = this.added.filter(({ at }) => inside(at)).map(({ lead }) => lead);
		// The stream is in order already; sorting a hundred thousand leads takes noticeable time.
		if (late.length === 0) return leads;
		return [...leads, ...late].sort((a, b) =>
			a.created_at < b.created_at ? -1 : Number(a.created_at > b.created_at),
		);
	}

	/** The newest leads created by a time, newest first. */
	newest(count: number, now: number): Lead[] {
		// Twice as long as it takes on average, and at least as long as it takes to see the added ones.
		const window = this.perDay === 0 ? 0 : Math.ceil(((2 * count) / this.perDay) * DAY);
		const streamed = this.within({ from: now - window, to: now, fromIncluded: true, toIncluded: true });
		const added = this.added.filter(({ at }) => at <= now).map(({ lead }) => lead);
		return [...new Set([...streamed, ...added.slice(-count)])]
			.sort((a, b) => (a.created_at < b.created_at ? 1 : Number(a.created_at < b.created_at) - 1))
			.slice(0, count);
	}

	/** The second of the day at which a slot's lead is created; some share it with the one before. */
	private secondOf(index: number): number {
		const tied = (slot: number) => slot > 0 && mix(this.seed, 0x71ed, slot) % ONE_IN_TIED === 0;
		const slot = tied(index) && !tied(index - 1) ? index - 1 : index;
		const share = mix(this.seed, 0x5107, slot) / 2 ** 32;
		return Math.floor(((slot + share) * SECONDS_PER_DAY) / this.perDay);
	}
}
