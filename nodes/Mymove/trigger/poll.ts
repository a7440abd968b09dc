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

/** The longest window of one request, in milliseconds. */
const MAX_WINDOW = 24 * 60 * MINUTE;

/** The most leads of one poll, beside others of the same second. After a long outage the next poll goes on. */
const MAX_LEADS = 2000;

/** How far the feed has been read. Times in milliseconds since 1970. */
export interface FeedState {
	/** The end of what has been read. Never later than MYMOVE's clock or ours at the time. */
	upTo: number;
	/** `seen` has all leads since this time, so no window may begin before it. */
	since: number;
	/** Leads that an overlapping window can return again: fingerprint, and the time until which it can. */
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

/** The options of the trigger. */
export interface FeedOptions {
	/** How far before now the very first poll begins, in milliseconds. */
	backFill: number;
	/** How far the window of a poll overlaps the one before, in milliseconds. */
	overlap: number;
	clientId: string;
	tenures: string[];
	states: string[];
	postalCodePrefix?: string;
	simplify: boolean;
}

/** Reads new leads in overlapping windows, and remembers those that the overlap returns again (contract §8 nos. 3–6). */
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

	// It is not documented whether a window includes its bounds. With two seconds of overlap it does not matter.
	const overlap = Math.max(options.overlap, 2000);

	return {
		isState,

		async initialState() {
			// The earlier of both clocks: starting by one that is ahead would skip leads.
			await readLeads({ hrs: 1 });
			const from = Math.min(context.partnerTime(), Date.now()) - options.backFill;
			return { upTo: from, since: from, seen: [] };
		},

		async poll(state): Promise<PollResult<FeedState, IDataObject>> {
			const events: Array<PollEvent<IDataObject>> = [];
			const seen = new Map(state.seen);
			let { upTo, since } = state;
			// The next window: day by day up to the present, and then one for leads dated in the future.
			let [from, end] = [upTo, upTo + MAX_WINDOW];
			let isDone = false;
			for (let windows = 0; !isDone && (windows === 0 || Date.now() < context.deadline); windows++) {
				const askedAt = Date.now();
				const window = {
					start: rfc3339(new Date(Math.max(from - overlap, since))),
					end: rfc3339(new Date(end)),
				};
				// When a later window fails, the events so far go out. The next poll starts here and reports the failure.
				const leads = await readLeads(window).catch((failure: unknown) =>
					windows === 0 ? Promise.reject(failure) : undefined,
				);
				if (!leads) break;
				// The response may be as old as the request, so leads that came in between may be missing. Either clock may be
				// wrong. The earlier time skips no lead, and `seen` keeps any from coming twice.
				const [partnerNow, ownNow] = [context.partnerTime(), Date.now()];
				const safeTime = Math.min(partnerNow - (ownNow - askedAt), askedAt);
				if (Math.max(partnerNow, ownNow) < since - MINUTE) {
					// Both clocks were ahead and have been set back. Start again from now, instead of waiting until `since` is reached.
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
				// Windows are in whole seconds, so a lead can be up to a second older than its window.
				for (const [id, until] of seen) if (until < since - 1000) seen.delete(id);
				const latest = Math.max(partnerNow, ownNow);
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

/** Whether an entry is a lead: an object with at least one of the members that identify it. */
function isLead(entry: unknown): entry is Lead {
	return (
		isRecord(entry) &&
		[entry.offer_id, entry.created_at, entry.email].some((member) => member !== undefined && member !== null)
	);
}

const idOf = (lead: Lead) => fingerprint(identityOf(lead));

/** Identifies a lead as an event. */
const keyOf = (lead: Lead) => idOf(lead).slice(0, 12);

/**
 * Takes leads in the order of their creation, until `maxNew` of them are new. Leads of the same second are taken
 * together, because a window can only begin at a whole second.
 *
 * @returns `count` leads taken; their IDs with the time of creation (0 where it cannot be read); `fresh`, the new ones;
 *   and `upTo`, the time of the last one
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
