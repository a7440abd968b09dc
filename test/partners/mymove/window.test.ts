import fc from '../../support/fastCheck';

import { dailyQueries, type TimeRange } from '../../../nodes/Mymove/lead/window';
import { rfc3339 } from '../../../nodes/shared/fields';

const second = fc
	.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2060, 0, 1) / 1000 })
	.map((s) => s * 1000);

describe('dailyQueries', () => {
	const DAY = 86_400_000;
	const range = fc.record({
		from: second,
		length: fc.integer({ min: 1, max: 400 * 24 * 3600 }).map((s) => s * 1000),
	});
	const windows = (given: TimeRange, now: number) =>
		[...dailyQueries(given, now)].map(
			({ start, end }) => [Date.parse(String(start)), Date.parse(String(end))] as const,
		);

	const coversWithoutHoles = (
		slices: ReadonlyArray<readonly [number, number]>,
		from: number,
		until: number,
	) => {
		expect(slices[0]![0]).toBe(from);
		expect(slices.at(-1)![1]).toBe(until);
		// It is not documented whether a window includes its end, so the next one starts a second before it.
		const wrong = slices.filter(
			([start, end], i) =>
				start >= end || end - start > DAY + 1000 || (i > 0 && start !== slices[i - 1]![1] - 1000),
		);
		expect(wrong).toEqual([]);
		expect(slices.length).toBe(Math.ceil((until - from) / DAY));
	};

	it('covers any span between two dates', () => {
		fc.assert(
			fc.property(range, ({ from, length }) => {
				const given = {
					timeRange: 'between',
					start: rfc3339(new Date(from)),
					end: rfc3339(new Date(from + length)),
				} as const;
				coversWithoutHoles(windows(given, 0), from, from + length);
			}),
		);
	});

	it('covers the last days and hours up to now', () => {
		fc.assert(
			fc.property(second, fc.integer({ min: 1, max: 400 }), (now, amount) => {
				coversWithoutHoles(windows({ timeRange: 'lastDays', days: amount }, now), now - amount * DAY, now);
				coversWithoutHoles(
					windows({ timeRange: 'lastHours', hours: amount }, now),
					now - amount * 3_600_000,
					now,
				);
			}),
		);
	});

	it('makes one slice at a time, so that a long range costs nothing before it is read', () => {
		const slices = dailyQueries({ timeRange: 'lastDays', days: 1e9 }, Date.UTC(2025, 0, 1) + 1e9 * DAY);
		expect(slices.next().value).toEqual({ start: '2025-01-01T00:00:00Z', end: '2025-01-02T00:00:00Z' });
	});

	it('cannot slice Everything, which has no beginning', () => {
		expect(() => [...dailyQueries({ timeRange: 'all' }, 0)]).toThrow(RangeError);
	});
});
