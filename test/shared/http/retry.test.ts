import fc from '../../support/fastCheck';

import { pollInterval, backOff, LONGEST_WAIT, retryAfter } from '../../../nodes/shared/http/retry';

describe('Retry-After', () => {
	const now = Date.parse('2025-03-01T09:30:00Z');

	it.each([
		['0', 0],
		['7', 7_000],
		[' 7 ', 7_000],
		['Sat, 01 Mar 2025 09:30:20 GMT', 20_000],
		['Sat, 01 Mar 2025 09:29:00 GMT', 0],
		['1 Mar 2025 09:30:20 GMT', 20_000],
		['Sat, 01 Mar 2025 10:30:20 +0100', 20_000],
		['3600', LONGEST_WAIT],
		['Sun, 02 Mar 2025 09:30:00 GMT', LONGEST_WAIT],
		['99999999999999999999999', LONGEST_WAIT],
	])('of "%s" is %d ms', (header, wait) => expect(retryAfter(header, now)).toBe(wait));

	it.each([undefined, '', '  ', 'soon', null, 7, ['7', '8']])('of %j is none', (header) =>
		expect(retryAfter(header, now)).toBeUndefined(),
	);

	it('is followed for two minutes at most', () => expect(LONGEST_WAIT).toBe(120_000));

	it('is never negative, never longer than the cap, never no number', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string(), fc.date().map(String), fc.integer().map(String), fc.double().map(String)),
				(header) => {
					const wait = retryAfter(header, now);
					return wait === undefined || (wait >= 0 && wait <= LONGEST_WAIT);
				},
			),
		);
	});
});

describe('back-off', () => {
	it('doubles, with its upper half left to chance', () => {
		expect([0, 1, 2, 3].map((n) => [backOff(n, 0), backOff(n, 1)])).toEqual([
			[250, 500],
			[500, 1000],
			[1000, 2000],
			[2000, 4000],
		]);
	});
	it('stays bounded however often', () => {
		fc.assert(
			fc.property(
				fc.nat(2000),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(n, chance) => backOff(n, chance) >= 250 && backOff(n, chance) <= 15_000,
			),
		);
	});
});

describe('the pause before asking again how far something has come', () => {
	it.each([
		[1, 5_000],
		[2, 7_500],
		[3, 11_250],
		[13, 600_000],
		[1_000_000, 600_000],
	])('after %d times is %d ms', (asked, pause) => expect(Math.floor(pollInterval(asked))).toBe(pause));
});
