import fc from '../../support/fastCheck';

import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import {
	TOO_LONG,
	faultOf,
	kindOf,
	maySendAgain,
	nothingHappened,
} from '../../../nodes/shared/errors/faults';
import { LoginFailed, Session } from '../../../nodes/shared/http/session';
import { withFailure } from '../../../nodes/shared/triggers/pollFailure';
import { acme, acmeNode } from '../../support/acme';

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

/** What n8n’s own side refuses before anything is sent. */
const refusedHere = [
	'CERT_HAS_EXPIRED',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'ERR_INVALID_CHAR',
];

describe('what may be sent again', () => {
	it.each(refusedHere)('nothing after %s, and nothing has happened', (code) => {
		expect([maySendAgain(read, { code }), maySendAgain(write, { code })]).toEqual([false, false]);
		expect(nothingHappened({ code })).toBe(true);
	});
	it.each(refusedHere)('%s is known as well where n8n leaves it as the status', (code) =>
		expect(faultOf({ httpCode: code })).toEqual({ code }),
	);
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
	it.each([400, 401, 403, 404, 409, 429, 304, 307, 308, 501])('%d', (status) =>
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
		['a code as status alone', { httpCode: 'ENOTFOUND' }, { code: 'ENOTFOUND' }],
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
		// As in a DOMException.
		['a number for a code', { code: 20 }, { code: '' }],
	])('%s', (_, failure, fault) => expect(faultOf(failure)).toEqual(fault));

	describe.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'])('%s', (code) => {
		const connecting = `connect ${code} 192.0.2.1:443`;
		it.each([
			['n8n keeps Node’s message', { messages: [connecting], cause: { code, message: connecting } }],
			['n8n before 2.41 keeps no cause', { messages: [connecting], httpCode: code }],
			[
				'n8n 2.8 was given several addresses',
				{ messages: ['Error'], description: `${connecting} | ${connecting}`, httpCode: code },
			],
			['there is nothing of n8n’s around it', { message: connecting, code }],
		])('of connecting proves that nothing was sent, where %s', (_, failure) =>
			expect(faultOf(failure)).toEqual({ code }),
		);

		it.each([
			['reading', { messages: [`read ${code}`], cause: { code, message: `read ${code}` } }],
			['writing', { messages: [`write ${code}`], cause: { code, message: `write ${code}` } }],
			['reading, before n8n 2.41', { messages: [`read ${code}`], httpCode: code }],
			['what nobody says', { httpCode: code }],
		])('of %s is a lost connection', (_, failure) =>
			expect(faultOf(failure)).toEqual({ code: 'ECONNRESET' }),
		);
	});

	it('is found in a circle of causes', () => {
		const circle: { cause?: object } = {};
		circle.cause = circle;
		expect(faultOf(circle)).toEqual({ code: '' });
	});
});

describe('what a fault means', () => {
	const statuses = Array.from({ length: 300 }, (_, i) => i + 300);
	const errors = new ErrorFactory(acmeNode, acme, () => []);
	const request = { method: 'GET', path: '/' } as const;
	const loggedIn = { ...acme, session: () => ({ token: 'token', expiredOn: [401] }) };
	/** How many logins are sent for two requests, one after the other, when each login fails with this status. */
	const logins = async (status: number) => {
		const session = new Session(loggedIn, { token: '' });
		const send = jest.fn(async () => await Promise.reject({ httpCode: String(status) }));
		for (const _ of [1, 2]) await expect(session.with(send)).rejects.toBeInstanceOf(LoginFailed);
		return send.mock.calls.length;
	};
	const causeOf = (status: number) =>
		(withFailure(errors.answered(request, status, {})) as { failure?: { cause: string } }).failure?.cause;

	it('is one thing for a request, a login, a poll and the message', async () => {
		const passing = statuses.filter((status) => kindOf({ status }) !== 'final');
		expect(passing).toEqual([408, 425, 429, ...statuses.filter((one) => one >= 500 && one !== 501)]);
		for (const status of statuses) {
			const passes = passing.includes(status);
			expect([status, maySendAgain(read, { status })]).toEqual([status, passes]);
			expect([status, await logins(status)]).toEqual([status, passes ? 2 : 1]);
			expect([status, ['rate-limited', 'temporarily-unavailable'].includes(causeOf(status) ?? '')]).toEqual([
				status,
				passes,
			]);
			const { message } = errors.answered(request, status, {});
			expect([status, /asks to slow down|cannot answer at the moment/.test(message)]).toEqual([
				status,
				passes,
			]);
		}
	});

	it.each(refusedHere)('stays, where a certificate or a credential is not accepted: %s', (code) =>
		expect(kindOf({ code })).toBe('final'),
	);
	it.each([...neverSent, ...lost, 'UNREADABLE'])('passes by itself: %s', (code) =>
		expect(kindOf({ code })).toBe('temporary'),
	);
	it.each(['', TOO_LONG])('stays, where n8n itself refused, and where an answer is too long: "%s"', (code) =>
		expect(kindOf({ code })).toBe('final'),
	);

	it('is the same for a login that was answered without a token', () => {
		const failure = withFailure(errors.noToken(request, 200, undefined)) as { failure?: unknown };
		expect(failure.failure).toEqual({ cause: 'configuration-invalid' });
	});
});
