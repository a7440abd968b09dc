import type { IDataObject } from 'n8n-workflow';

import {
	fingerprint,
	type PollEvent,
	type PollResult,
	type PollSource,
	type PollContext,
} from '../../shared/triggers';
import { rfc3339 } from '../../shared/fields';
import type { Lead } from '../api';
import { identityOf, listLeads } from '../lead/list';
import { simplified } from '../lead/simplified';
import { isRecord } from '../../shared/guards';

const MINUTE = 60_000;

/** Longest slice of time that is asked for at once, in milliseconds. */
const MAX_WINDOW = 24 * 60 * MINUTE;

/** Leads that one poll passes on at most, and those of the same second: after a long outage the next poll goes on. */
const MAX_LEADS = 2000;

/** How far the feed has been read. Times in milliseconds since 1970. */
export interface FeedState {
	/** Never later than MYMOVE's clock and ours at the time. */
	upTo: number;
	/** Everything since then is in `seen`, so nothing before it may be asked for again. */
	since: number;
	/** Leads that an overlapping window can bring again: fingerprint, and the time until which they can. */
	seen: Array<[string, number]>;
}

function isState(value: unknown): value is FeedState {
	return (
		isRecord(value) &&
		Number.isFinite(value.upTo) &&
		Number.isFinite(value.since) &&
		Array.isArray(value.seen) &&
		value.seen.every(
			(entry) => Array.isArray(entry) && typeof entry[0] === 'string' && Number.isFinite(entry[1]),
		)
	);
}

/** What the user chose. */
export interface FeedOptions {
	/** Milliseconds before now at which the very first poll begins. */
	backFill: number;
	/** Milliseconds by which windows overlap. */
	overlap: number;
	clientId: string;
	tenures: string[];
	states: string[];
	postalCodePrefix?: string;
	simplify: boolean;
}

/** Watches MYMOVE's feed: windows that overlap, and a memory of what the overlap brings again (contract §8 nos. 3–6). */
export function feedSource(options: FeedOptions, context: PollContext): PollSource<FeedState> {
	const readLeads = async (query: IDataObject) => {
		const listed = await listLeads(options.clientId, query, context);
		const leads = listed.filter(isLead);
		if (leads.length < listed.length)
			context.logOnce('entries', 'MYMOVE lists entries that are no leads; they are passed over');
		return leads;
	};
	const output = (lead: Lead) => (options.simplify ? simplified(lead) : { ...lead });
	const isWanted = ({ new_housing_tenure: tenure, new_state: state, new_postal_code: code }: Lead) =>
		(options.tenures.length === 0 || options.tenures.includes(String(tenure).toLowerCase())) &&
		(options.states.length === 0 || options.states.includes(String(state).toUpperCase())) &&
		String(code ?? '').startsWith(options.postalCodePrefix ?? '');

	// Whether the bounds belong to a window is not documented; two seconds make it the same.
	const overlap = Math.max(options.overlap, 2000);

	return {
		isState,

		async initialState() {
			// The clock that is behind counts: what comes by the one that is ahead would be skipped if it is wrong.
			await readLeads({ hrs: 1 });
			const from = Math.min(context.partnerTime(), Date.now()) - options.backFill;
			return { upTo: from, since: from, seen: [] };
		},

		async poll(state): Promise<PollResult<FeedState, IDataObject>> {
			const events: Array<PollEvent<IDataObject>> = [];
			const seen = new Map(state.seen);
			let { upTo, since } = state;
			// What is asked for next: a day after the other up to the present, then once whatever is dated later.
			let [from, end] = [upTo, upTo + MAX_WINDOW];
			let isDone = false;
			for (let windows = 0; !isDone && (windows === 0 || Date.now() < context.deadline); windows++) {
				const askedAt = Date.now();
				const window = {
					start: rfc3339(new Date(Math.max(from - overlap, since))),
					end: rfc3339(new Date(end)),
				};
				// What was found before goes out; the next poll begins with this slice and says what is wrong with it.
				const leads = await readLeads(window).catch((failure: unknown) =>
					windows === 0 ? Promise.reject(failure) : undefined,
				);
				if (!leads) break;
				// The answer may be as old as the question: nothing is known of what came in between. Either clock may be
				// wrong; by the one that is behind no lead is skipped, and the memory brings none twice.
				const [theirs, ours] = [context.partnerTime(), Date.now()];
				const safeTime = Math.min(theirs - (ours - askedAt), askedAt);
				if (Math.max(theirs, ours) < since - MINUTE) {
					// Both clocks were ahead and have been put right: their present would not be asked for until it is there again.
					[upTo, since] = [safeTime, safeTime - overlap];
					[from, end] = [upTo, upTo + MAX_WINDOW];
					continue;
				}
				const batch = takeNew(leads, seen, MAX_LEADS - events.length);
				for (const lead of batch.fresh)
					if (isWanted(lead)) events.push({ key: keyOf(lead), json: output(lead) });
				const isComplete = batch.count === leads.length;
				upTo = Math.max(upTo, Math.min(isComplete ? end : batch.upTo, safeTime));
				since = Math.max(since, upTo - overlap);
				for (const [id, created] of batch.leads) seen.set(id, Math.max(created, since));
				// Times are in whole seconds, so a lead may be up to one older than the window says.
				for (const [id, until] of seen) if (until < since - 1000) seen.delete(id);
				const latest = Math.max(theirs, ours);
				isDone = isComplete && end > latest;
				if (!isComplete || events.length >= MAX_LEADS) break;
				[from, end] = [end, end <= safeTime ? end + MAX_WINDOW : Math.max(end, latest) + MAX_WINDOW];
			}
			return { events, state: { upTo, since, seen: [...seen] }, isPartial: !isDone };
		},

		async sample() {
			return (await readLeads({ days: 7 })).filter(isWanted).slice(-1).map(output);
		},
	};
}

/** Whether an entry is a lead: it has one of the members at least that make it the same one. */
function isLead(entry: unknown): entry is Lead {
	return (
		isRecord(entry) &&
		[entry.offer_id, entry.created_at, entry.email].some((member) => member !== undefined && member !== null)
	);
}

const idOf = (lead: Lead) => fingerprint(identityOf(lead));

/** What a lead is known by among those that were passed on. */
const keyOf = (lead: Lead) => idOf(lead).slice(0, 12);

/**
 * Takes leads in the order of their creation, until so many of them are new. Of those of one second all are taken,
 * because the next window can only begin with a second.
 *
 * @returns how many leads were taken, each with the time of its creation (0 where it cannot be read), which of them
 *   are new, and the time of the last one
 */
function takeNew(
	leads: Lead[],
	seen: ReadonlyMap<string, number>,
	maxNew: number,
): { count: number; leads: Array<[id: string, created: number]>; fresh: Set<Lead>; upTo: number } {
	const taken: Array<[string, number]> = [];
	const newIds = new Set<string>();
	const fresh = new Set<Lead>();
	let upTo = 0;
	for (const [count, lead] of leads.entries()) {
		const created = Date.parse(lead.created_at) || 0;
		if (fresh.size >= maxNew && created > upTo) return { count, leads: taken, fresh, upTo };
		upTo = Math.max(upTo, created);
		const id = idOf(lead);
		taken.push([id, created]);
		if (seen.has(id) || newIds.has(id)) continue;
		newIds.add(id);
		fresh.add(lead);
	}
	return { count: leads.length, leads: taken, fresh, upTo };
}
