import fc from '../../support/fastCheck';
import { DateTime } from 'luxon';

import { date } from '../../../nodes/shared/fields';
import { rfc3339, toInstant } from '../../../nodes/shared/fields/dates';
import { read } from './reading';

const ZONES = [
	'UTC',
	'Europe/London',
	'America/New_York',
	'America/St_Johns',
	'Australia/Lord_Howe',
	'Asia/Kathmandu',
	'Pacific/Apia',
	'Europe/Oslo',
];
const zone = fc.constantFrom(...ZONES);
const second = fc
	.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2060, 0, 1) / 1000 })
	.map((s) => s * 1000);

describe('toInstant', () => {
	it('gives back the clock on the wall that it was given, in every zone and across every clock change', () => {
		fc.assert(
			fc.property(second, zone, (at, timeZone) => {
				const wall = DateTime.fromMillis(at, { zone: timeZone }).toFormat("yyyy-MM-dd'T'HH:mm:ss");
				const instant = toInstant(wall, timeZone)!;
				expect(DateTime.fromJSDate(instant, { zone: timeZone }).toFormat("yyyy-MM-dd'T'HH:mm:ss")).toBe(wall);
			}),
			{ numRuns: 500 },
		);
	});

	it('is exact in the hours around a clock change', () => {
		// London went forward on 30 March and back on 26 October 2025, New York on 9 March and 2 November.
		for (const [timeZone, change] of [
			['Europe/London', '2025-03-30T01:00:00Z'],
			['Europe/London', '2025-10-26T01:00:00Z'],
			['America/New_York', '2025-03-09T07:00:00Z'],
			['America/New_York', '2025-11-02T06:00:00Z'],
			['Australia/Lord_Howe', '2025-04-05T15:00:00Z'],
		] as const) {
			for (let minutes = -300; minutes <= 300; minutes += 7) {
				const at = DateTime.fromISO(change).plus({ minutes }).setZone(timeZone);
				const wall = at.toFormat("yyyy-MM-dd'T'HH:mm:ss");
				// Where the same clock time comes twice, either instant is right.
				const candidates = at.getPossibleOffsets().map((possible) => possible.toMillis());
				expect(candidates).toContain(toInstant(wall, timeZone)!.getTime());
			}
		}
	});

	it('ignores the workflow’s time zone when the text has one', () => {
		fc.assert(
			fc.property(second, zone, zone, (at, written, workflow) => {
				const text = DateTime.fromMillis(at, { zone: written }).toISO()!;
				expect(toInstant(text, workflow)!.getTime()).toBe(at);
			}),
		);
	});

	it.each([
		['2025-07-01', '2025-06-30T23:00:00Z'],
		['2025-07-01T09:00', '2025-07-01T08:00:00Z'],
		['2025-07-01 09:00:00', '2025-07-01T08:00:00Z'],
		['2025-07-01 09:00:00Z', '2025-07-01T09:00:00Z'],
		['2025-07-01 09:00:00+02:00', '2025-07-01T07:00:00Z'],
		['2025-07-01T09:00:00+0200', '2025-07-01T07:00:00Z'],
		[' 2025-07-01T09:00\n', '2025-07-01T08:00:00Z'],
		['2025-07-01T09:00:00.500', '2025-07-01T08:00:00Z'],
		['2024-02-29', '2024-02-29T00:00:00Z'],
	])('reads %s in London', (text, expected) =>
		expect(rfc3339(toInstant(text, 'Europe/London')!)).toBe(expected),
	);

	it.each([
		'',
		'today',
		'01/02/2025',
		'on 2025-07-01',
		'2025-07-01Z',
		'2025-07-01+02:00',
		'2025-1-1',
		'2025-02-29',
		'2025-02-30T00:00:00Z',
		'2025-04-31',
		'2025-13-01',
		'2025-00-10',
		'2025-01-01T25:00:00',
		'2025-01-01x',
		'2025-01-01T',
		'20250101',
	])('does not read %j', (text) => expect(toInstant(text, 'UTC')).toBeUndefined());
});

describe('a date field', () => {
	const field = date({ displayName: 'Start' });

	it('yields RFC 3339 in UTC with whole seconds, whatever an expression hands over', () => {
		for (const raw of [
			'2025-07-01T08:00:00.999Z',
			new Date('2025-07-01T08:00:00.999Z'),
			DateTime.fromISO('2025-07-01T08:00:00.999Z'),
			DateTime.fromISO('2025-07-01T08:00:00.999Z', { zone: 'Asia/Tokyo' }),
		]) {
			expect(read(field, raw, 'America/New_York')).toMatchObject({
				value: '2025-07-01T08:00:00Z',
				broken: [],
			});
		}
	});

	it.each([new Date(NaN), 1751356800, {}, true, 'soon'])('refuses %p', (raw) => {
		expect(read(field, raw).broken).toEqual(['Start must be a date and time, like 2026-05-01T09:00:00Z']);
	});
});
