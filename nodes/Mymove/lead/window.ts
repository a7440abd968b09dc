import type { IDataObject } from 'n8n-workflow';

import { rfc3339 } from '../../shared/fields';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the user chose in "Time Range"; exactly one form is ever sent (contract §8 no. 1). */
export interface TimeRange {
	timeRange: 'lastHours' | 'lastDays' | 'between' | 'all';
	hours?: number;
	days?: number;
	/** RFC 3339 in UTC. */
	start?: string;
	end?: string;
}

/** The one query that MYMOVE documents for a range. */
export function queryOf({ timeRange, hours, days, start, end }: TimeRange): IDataObject {
	switch (timeRange) {
		case 'lastHours':
			return { hrs: hours };
		case 'lastDays':
			return { days };
		case 'between':
			return { start, end };
		case 'all':
			return {};
	}
}

/**
 * The same range as one query a day, oldest first. Each slice begins a second before the last one
 * ended: whether the bounds belong to a range is not documented (contract §8 no. 3), and what comes twice
 * is dropped by its identity.
 *
 * @param now milliseconds since 1970, the end of "last hours" and "last days"
 * @throws RangeError for "everything", which has no beginning
 */
export function* dailyQueries(range: TimeRange, now: number): Generator<IDataObject> {
	if (range.timeRange === 'all') throw new RangeError('everything has no beginning to slice from');
	const length = range.timeRange === 'lastDays' ? (range.days ?? 0) * DAY : (range.hours ?? 0) * HOUR;
	const from = range.timeRange === 'between' ? Date.parse(range.start ?? '') : now - length;
	const until = range.timeRange === 'between' ? Date.parse(range.end ?? '') : now;
	for (let at = from; at < until; at += DAY) {
		const start = at === from ? at : at - 1000;
		yield { start: rfc3339(new Date(start)), end: rfc3339(new Date(Math.min(at + DAY, until))) };
	}
}
