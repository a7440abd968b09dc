import fc from 'fast-check';

import { pollInterval, backOff, LONGEST_WAIT, retryAfter } from '../../../nodes/shared/http/retry';
import { faultOf, maySendAgain, nothingHappened } from '../../../nodes/shared/errors/faults';

const read = { method: 'GET' } as const;
const write = { method: 'POST' } as const;
const neverSent = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'];
const lost = [
	'ECONNRESET',
	'EPIPE',
	'ECONNABORTED',
	'ETIMEDOUT',
	'ERR_BAD_RESPONSE',
	'ERR_NETWORK',
	'HPE_INVALID_CONSTANT',
];

describe('what may be sent again', () => {
	it.each([...neverSent, ...lost])('a read after %s', (code) =>
		expect(maySendAgain(read, { code })).toBe(true),
	);
	it.each(neverSent)('a write after %s, which it cannot have survived', (code) =>
		expect(maySendAgain(write, { code })).toBe(true),
	);
	it.each(lost)('no write after %s', (code) => expect(maySendAgain(write, { code })).toBe(false));

	it.each([408, 425, 429, 500, 502, 503, 504, 520, 529])('a read after %d', (status) =>
		expect(maySendAgain(read, { status })).toBe(true),
	);
	it('a write after 429 and no other answer', () => {
		const repeated = Array.from({ length: 500 }, (_, i) => i + 100).filter((status) =>
			maySendAgain(write, { status }),
		);
		expect(repeated).toEqual([429]);
	});
	it('nothing after any other 4xx', () => {
		const repeated = Array.from({ length: 100 }, (_, i) => i + 400).filter((status) =>
			maySendAgain(read, { status }),
		);
		expect(repeated).toEqual([408, 425, 429]);
	});

	it('nothing after 501: the partner cannot do it, now or later', () =>
		expect(maySendAgain(read, { status: 501 })).toBe(false));

	it.each(['GET', 'HEAD'] as const)('%s counts as a read', (method) =>
		expect(maySendAgain({ method }, { status: 503 })).toBe(true),
	);
	it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
		'%s counts as a write, unless it says that it only reads',
		(method) => {
			expect(maySendAgain({ method }, { status: 503 })).toBe(false);
			expect(maySendAgain({ method, safeToRepeat: true }, { status: 503 })).toBe(true);
		},
	);
	it('nothing that n8n itself refused, which gives no code', () => {
		expect(maySendAgain(read, { code: '' })).toBe(false);
		expect(maySendAgain(write, { code: '' })).toBe(false);
	});
});

describe('what proves that nothing happened', () => {
	it.each(neverSent)('%s', (code) => expect(nothingHappened({ code })).toBe(true));
	it.each([...lost, ''])('not "%s"', (code) => expect(nothingHappened({ code })).toBe(false));
	it.each([400, 401, 403, 404, 409, 429, 304, 307, 308])('%d', (status) =>
		expect(nothingHappened({ status })).toBe(true),
	);
	it.each([408, 500, 502, 503, 504, 300, 301, 302, 303])('not %d', (status) =>
		expect(nothingHappened({ status })).toBe(false),
	);

	it.each([200, 299])('%d, by which a partner itself says that it did not', (status) =>
		expect(nothingHappened({ status })).toBe(true),
	);

	it('is all that lets a write be sent again', () => {
		const fault = fc.oneof(
			fc.record({ status: fc.integer({ min: 100, max: 599 }) }),
			fc.record({ code: fc.constantFrom('', ...neverSent, ...lost) }),
		);
		fc.assert(fc.property(fault, (found) => !maySendAgain(write, found) || nothingHappened(found)));
	});
});

describe('the fault in what n8n throws', () => {
	it.each([
		['a status', { httpCode: '401', cause: { code: 'ERR_BAD_REQUEST' } }, { status: 401 }],
		['a code as status', { httpCode: 'ECONNRESET', cause: { code: 'ECONNRESET' } }, { code: 'ECONNRESET' }],
		[
			'a success that broke off',
			{ httpCode: '200', cause: { code: 'ERR_BAD_RESPONSE' } },
			{ code: 'ERR_BAD_RESPONSE' },
		],
		['a success that broke off, on n8n 1.123', { httpCode: '200' }, { code: 'ERR_BAD_RESPONSE' }],
		[
			'a code far down',
			{ httpCode: null, cause: { cause: { cause: { code: 'EPIPE' } } } },
			{ code: 'EPIPE' },
		],
		['a redirect', { httpCode: '300', cause: { code: 'ERR_BAD_RESPONSE' } }, { status: 300 }],
		['a code as status alone', { httpCode: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }],
		['a word as status', { httpCode: 'sECONNRESET' }, { code: '' }],
		['words as status', { httpCode: 'ECONNRESET again' }, { code: '' }],
		['a name as status', { httpCode: 'Error' }, { code: '' }],
		['a list as status', { httpCode: ['ECONNRESET'] }, { code: '' }],
		[
			'a code as far down as is looked',
			{ cause: { cause: { cause: { cause: { code: 'EPIPE' } } } } },
			{ code: 'EPIPE' },
		],
		[
			'a code too far down',
			{ cause: { cause: { cause: { cause: { cause: { code: 'EPIPE' } } } } } },
			{ code: '' },
		],
		['no code', { message: 'not allowed' }, { code: '' }],
		['no object', undefined, { code: '' }],
		// As DOMException has it.
		['a number for a code', { code: 20 }, { code: '' }],
	])('%s', (_, failure, fault) => expect(faultOf(failure)).toEqual(fault));

	it('is found in a circle of causes', () => {
		const circle: { cause?: object } = {};
		circle.cause = circle;
		expect(faultOf(circle)).toEqual({ code: '' });
	});
});

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
