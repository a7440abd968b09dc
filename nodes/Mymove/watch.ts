import type { IDataObject } from 'n8n-workflow';

import { path } from '../shared/operation';
import type { Look, PollTools, Watch } from '../shared/poll';
import { rfc3339 } from '../shared/time';
import { fingerprint } from '../shared/webhook';
import type { Lead } from './api';
import { byTime, identity, simplified } from './lead/simplified';

const HOUR = 3_600_000;

/** Longest slice of time that is asked for at once, in milliseconds. */
const SLICE = 24 * HOUR;

/** Leads that one poll passes on at most, give or take a slice: after a long outage the next poll goes on. */
const MOST_LEADS = 2000;

/** How far the feed has been read. Times in milliseconds since 1970, by MYMOVE's clock. */
export interface FeedState {
	upTo: number;
	/** Everything since then is in `seen`, so nothing before it may be asked for again. */
	since: number;
	/** Leads that an overlapping window can bring again: fingerprint and time of creation. */
	seen: Array<[string, number]>;
}

/** What the user chose. */
export interface FeedChoice {
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
export function watchFeed(choice: FeedChoice, tools: PollTools): Watch<FeedState> {
	const ask = async (query: IDataObject): Promise<Lead[]> =>
		byTime(await tools.list<Lead>({ method: 'GET', path: path`/v2/clients/${choice.clientId}/leads`, query }, ['leads']));
	const output = (lead: Lead) => (choice.simplify ? simplified(lead) : { ...lead });
	const isWanted = ({ new_housing_tenure: tenure, new_state: state, new_postal_code: code }: Lead) =>
		(choice.tenures.length === 0 || choice.tenures.includes(String(tenure).toLowerCase())) &&
		(choice.states.length === 0 || choice.states.includes(String(state).toUpperCase())) &&
		String(code ?? '').startsWith(choice.postalCodePrefix ?? '');

	// Whether the bounds belong to a window is not documented; two seconds make it the same.
	const overlap = Math.max(choice.overlap, 2000);

	return {
		async begin() {
			// MYMOVE's clock counts, not ours: a window that ends in our future would skip what comes meanwhile.
			await ask({ hrs: 1 });
			const from = tools.partnerTime() - choice.backFill;
			return { upTo: from, since: from, seen: [] };
		},

		async look(state): Promise<Look<FeedState>> {
			const events: IDataObject[] = [];
			let { upTo, since } = state;
			let seen = new Map(state.seen);
			for (let caughtUp = false; !caughtUp && events.length < MOST_LEADS && Date.now() < tools.deadline; ) {
				const end = upTo + SLICE;
				const leads = await ask({ start: rfc3339(new Date(Math.max(upTo - overlap, since))), end: rfc3339(new Date(end)) });
				const at = tools.partnerTime();
				caughtUp = end > at;
				upTo = Math.max(upTo, caughtUp ? at : end);
				since = Math.max(since, upTo - overlap);
				for (const lead of leads) {
					const id = fingerprint(identity(lead));
					const created = Date.parse(lead.created_at);
					if (!seen.has(id) && isWanted(lead)) events.push(output(lead));
					seen.set(id, Number.isNaN(created) ? upTo : created);
				}
				// Times are in whole seconds, so a lead may be up to one older than the window says.
				seen = new Map([...seen].filter(([, created]) => created >= since - 1000));
			}
			return { events, state: { upTo, since, seen: [...seen] } };
		},

		async sample() {
			return (await ask({ days: 7 })).filter(isWanted).slice(-1).map(output);
		},
	};
}
