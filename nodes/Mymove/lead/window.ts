import type { IDataObject } from 'n8n-workflow';

import { rfc3339 } from '../../shared/fields';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The values of "Time Range". A request has exactly one of its forms (contract §8 no. 1). */
export interface TimeRange {
	timeRange: 'lastHours' | 'lastDays' | 'between' | 'all';
	hours?: number;
	days?: number;
	/** RFC 3339 in UTC. */
	start?: string;
	end?: string;
}

/** The query for a range. */
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
 * The queries for a range, one for each day, oldest first. Each begins a second before the one before ended, because it
 * is not documented whether a range includes its bounds (contract §8 no. 3). Leads that come twice are dropped later.
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
