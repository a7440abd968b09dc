/** What the user reads of each failure, without a server: the way there is tested in errorFactory.test.ts. */
import type { NodeApiError } from 'n8n-workflow';

import { ADVICE, CONNECTION_ERRORS, LOST_ANSWERS } from '../../../nodes/shared/errors/advice';
import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import { faultBehind, faultDetails, keepDetails } from '../../../nodes/shared/errors/faultDetails';
import { Secret } from '../../../nodes/shared/errors/secret';
import type { Partner, RequestSpec } from '../../../nodes/shared/operation';
import { acme, acmeNode } from '../../support/acme';

const read: RequestSpec = { method: 'GET', path: '/' };
const write: RequestSpec = { method: 'POST', path: '/' };
const KEY = 'key-0123456789';

const factory = (itemIndex?: number, partner: Partner = acme) =>
	new ErrorFactory(acmeNode, partner, () => [new Secret(KEY)], itemIndex);
const errors = factory(4);
const shown = (error: unknown) => {
	const { message, description } = error as NodeApiError;
	return { message, description };
};
const IN_DOUBT = 'It may have been carried out all the same: look there before you run this item again.';
const WRONG_HOST =
	'Check the base URL in the credential: something else than the partner may be answering there.';

describe('advice', () => {
	it.each(Object.entries({ ...ADVICE }))('for %s is a sentence that says what to do', (_, advice) =>
		expect(advice).toMatch(/^[A-Z].*\.$/),
	);

	it.each(Object.entries(CONNECTION_ERRORS))('names the reason for %s within a sentence', (code, reason) => {
		expect(reason).toMatch(/^[a-z].*[a-z]$/);
		expect(errors.unreachable(read, code, 'of n8n').message).toBe(
			`Acme cannot be reached: ${reason} [item 4]`,
		);
	});

	it.each(Object.entries(LOST_ANSWERS))('does not call a partner unreachable after %s', (code, lost) => {
		expect(lost).toMatch(/^(the|no) [a-z].*[a-z]$/);
		expect(errors.unreachable(read, code, '').message).toBe(`Acme was asked, and ${lost} [item 4]`);
	});

	it.each([
		['ECONNABORTED', errors, ', or raise "Timeout (Seconds)" under Request Options'],
		['ECONNABORTED', factory(), ''],
		['ECONNRESET', errors, ''],
	])('for a lost answer (%s) names the time limit where one can be raised', (code, of, orLonger) => {
		expect(shown(of.unreachable(read, code, '')).description).toBe(
			`Try again later${orLonger}. If it stays so, check the environment in the credential.`,
		);
	});

	it.each([
		[405, /base URL/],
		[406, /base URL/],
		[501, /base URL/],
		[409, /at odds/],
		[410, /removed/],
		[418, /^Check the values of this item\.$/],
		[500, /^Try again later\.$/],
		[408, /^Try again later\.$/],
	])('for %d', (status, advice) =>
		expect(shown(errors.answered(read, status, {})).description).toMatch(advice),
	);

	it('is that of the partner where it has its own', () => {
		const own = factory(4, { ...acme, advice: { 409: 'Ask Acme.' } });
		expect(shown(own.answered(read, 409, {})).description).toBe('Ask Acme.');
		expect(shown(own.answered(read, 404, {})).description).toBe(ADVICE[404]);
	});
});

describe('the message of an answer that is no success', () => {
	it.each([
		[400, 'No', 'Acme refuses the request: No'],
		[400, undefined, 'Acme refuses the request (HTTP 400)'],
		[401, 'No', 'Acme does not accept the credential: No'],
		[401, undefined, 'Acme does not accept the credential'],
		[429, 'No', 'Acme asks to slow down: No'],
		[429, undefined, 'Acme asks to slow down'],
		[503, 'No', 'Acme cannot answer at the moment (HTTP 503): No'],
		[503, undefined, 'Acme cannot answer at the moment (HTTP 503)'],
		[501, undefined, 'Acme refuses the request (HTTP 501)'],
	])('%d with %p', (status, message, sentence) => {
		const error = errors.answered(read, status, { message });
		expect(error).toMatchObject({
			message: `${sentence} [item 4]`,
			httpCode: String(status),
			context: { itemIndex: 4 },
		});
	});

	it('begins its advice with the lines about single fields', () => {
		const { description } = shown(
			errors.answered(read, 400, { details: ['name: is long', 'email: is taken'] }),
		);
		expect(description).toBe(`name: is long\nemail: is taken\n${ADVICE[400]}`);
	});

	it('names no item where there is none, as in a trigger', () => {
		const error = factory().answered(read, 400, { message: 'No' });
		expect(error.message).toBe('Acme refuses the request: No');
		expect(factory(0).answered(read, 400, { message: 'No' }).message).toBe(
			'Acme refuses the request: No [item 0]',
		);
	});
});

describe('the message where there is no answer', () => {
	it.each([
		['EXYZ', 'of n8n', 'the connection broke (EXYZ)'],
		['', 'Domain not allowed', 'Domain not allowed'],
		['', '', 'no reason was given'],
	])('with the code "%s" and n8n’s words "%s"', (code, words, reason) => {
		const error = errors.unreachable(read, code, words);
		expect(shown(error)).toEqual({
			message: `Acme cannot be reached: ${reason} [item 4]`,
			description: 'Check the environment in the credential and that this n8n can reach it.',
		});
		expect(error).toMatchObject({ httpCode: null });
		expect(faultBehind(error)).toEqual({ code });
	});
});

describe('the message of an answer that cannot be read', () => {
	it('says what it is, and that something else may be answering', () => {
		const error = errors.unreadable(read, 200, 'a web page');
		expect(shown(error)).toEqual({
			message: 'Acme answered with a web page [item 4]',
			description: WRONG_HOST,
		});
		expect(error).toMatchObject({ httpCode: '200' });
		expect(faultBehind(error)).toEqual({ code: 'UNREADABLE' });
	});

	it('says what the partner says in it', () => {
		const said = { message: 'No', details: ['name: is long'] };
		expect(shown(errors.unreadable(read, 200, 'no list', said))).toEqual({
			message: 'Acme answered with no list: No [item 4]',
			description: 'name: is long\nDo as Acme says, or ask there.',
		});
		expect(shown(errors.unreadable(read, 200, 'no list', { message: 'No' })).description).toBe(
			'Do as Acme says, or ask there.',
		);
	});

	it('leaves the lines out where there is no sentence to them', () => {
		expect(shown(errors.unreadable(read, 200, 'no list', { details: ['x'] })).description).toBe(WRONG_HOST);
	});

	it('names the option by which a longer one is read, where there are options', () => {
		const error = errors.tooLong(read, 200, 64);
		expect(shown(error)).toEqual({
			message: 'Acme answered with more than 64 MB [item 4]',
			description: 'Ask for less at a time, or raise "Largest Answer (MB)" under Request Options.',
		});
		expect(faultBehind(error)).toEqual({ code: 'TOO_LONG' });
		expect(shown(factory().tooLong(read, 200, 64)).description).toBe(WRONG_HOST);
		expect(shown(factory(0).tooLong(read, 200, 64)).description).toContain('Largest Answer');
	});

	it('of a login that brought no token has what was said instead', () => {
		const error = errors.noToken(read, 200, 'Locked');
		expect(shown(error)).toEqual({
			message: 'Acme answered the login without a token: Locked [item 4]',
			description: WRONG_HOST,
		});
		expect(faultDetails(error)).toMatchObject({ httpCode: 200, partnerMessage: 'Locked' });
		expect(faultBehind(error)).toEqual({ code: '' });
		expect(errors.noToken(read, 200, undefined).message).toBe(
			'Acme answered the login without a token [item 4]',
		);
	});
});

describe('the message of a redirect that is not followed', () => {
	const AT = 'https://acme.example.test/api';
	const ELSEWHERE =
		'The credential was not sent there. If that is the right address, enter it as the base URL in the credential.';

	it.each([
		['https://other.example.test/x', 'other.example.test', ELSEWHERE],
		['http://acme.example.test/x', 'http://acme.example.test', ELSEWHERE],
		[
			'https://acme.example.test/login?next=1',
			'/login on the same host',
			'It was not followed any further. Check the base URL in the credential, also what is behind its host.',
		],
		[undefined, 'another address', ELSEWHERE],
	])('to %s', (target, destination, advice) => {
		const error = errors.redirected(read, 302, AT, target === undefined ? undefined : new URL(target));
		expect(shown(error)).toEqual({
			message: `Acme sends this request on to ${destination} [item 4]`,
			description: advice,
		});
		expect(faultBehind(error)).toEqual({ status: 302 });
	});
});

describe('the message about fields', () => {
	it('is the problem itself where there is one', () => {
		const error = errors.fields([{ label: 'Name', problem: 'must be filled in' }]);
		expect(shown(error)).toEqual({
			message: 'Name must be filled in [item 4]',
			description: 'Nothing was sent to Acme.',
		});
		expect(faultDetails(error)).toEqual({ fields: ['Name'] });
	});

	it('counts several, and names each field once', () => {
		const error = errors.fields([
			{ label: 'Name', problem: 'must be short' },
			{ label: 'Name', problem: 'must be in letters' },
			{ label: 'Email', problem: 'must be filled in' },
		]);
		expect(shown(error)).toEqual({
			message: '3 values need correcting: Name, Email [item 4]',
			description:
				'Name must be short. Name must be in letters. Email must be filled in. Nothing was sent to Acme.',
		});
		expect(faultDetails(error)).toEqual({ fields: ['Name', 'Email'] });
	});
});

describe('whether a write may have happened', () => {
	it('is open after a fault that leaves it open', () => {
		const error = errors.answered(write, 500, {});
		expect(shown(error).description).toBe(`Try again later.\n${IN_DOUBT}`);
		expect(faultDetails(error)).toMatchObject({ mayHaveHappened: true });
	});

	it.each([
		['of a read', read, 500],
		['of a write that was turned away', write, 400],
	])('is not in doubt after a fault %s', (_, request, status) => {
		const error = errors.answered(request, status, {});
		expect(shown(error).description).not.toContain('carried out');
		expect(faultDetails(error)).toMatchObject({ mayHaveHappened: false });
	});

	it('is certain where only reading it afterwards failed', () => {
		const item = factory(4);
		item.succeeded(write);
		const error = item.answered(read, 404, {});
		expect(shown(error).description).toBe(
			`${ADVICE[404]}\nWhat was to be changed has been changed; only reading it afterwards failed.`,
		);
		expect(faultDetails(error)).toMatchObject({ mayHaveHappened: true });
	});

	it('is judged anew for a second write of the same item', () => {
		const item = factory(4);
		item.succeeded(write);
		expect(faultDetails(item.answered(write, 400, {}))).toMatchObject({ mayHaveHappened: false });
	});

	it('stays open where the item then fails with a sentence of our own', () => {
		const item = factory(4);
		expect(faultDetails(item.operation('No', ''))).toEqual({});
		item.succeeded(read);
		expect(faultDetails(item.operation('No', ''))).toEqual({});
		item.succeeded(write);
		expect(faultDetails(item.operation('No', '', { done: ['a'] }))).toEqual({
			done: ['a'],
			mayHaveHappened: true,
		});
	});
});

describe('an error is stored', () => {
	it('with the details of the partner, beside it', () => {
		const said = { message: 'No', code: 'E7', details: ['name: is long'] };
		const error = errors.answered(read, 400, said);
		expect(faultDetails(error)).toEqual({
			httpCode: 400,
			partnerMessage: 'No',
			partnerCode: 'E7',
			partnerDetails: ['name: is long'],
			mayHaveHappened: false,
		});
		expect(faultBehind(error)).toEqual({ status: 400 });
	});

	it('with what the node does, and without the other values of its panel', () => {
		const node = {
			...acmeNode,
			parameters: { resource: 'order', operation: 'create', cardNumber: '4000000000000002' },
		};
		const kept = (error: unknown) => (error as NodeApiError).node.parameters;
		const ofOrder = new ErrorFactory(node, acme, () => []);
		const known = { resource: 'order', operation: 'create' };
		expect(kept(ofOrder.operation('No', ''))).toEqual(known);
		expect(kept(ofOrder.answered(read, 400, {}))).toEqual(known);
	});

	it('without a secret in any of its texts', () => {
		const said = { message: `No ${KEY}`, code: KEY, details: [`key: ${KEY}`] };
		const texts = [
			errors.answered(read, 400, said),
			errors.unreadable(read, 200, `the ${KEY}`, said),
			errors.operation(`No ${KEY}`, `Not ${KEY}`),
		].map((error) => JSON.stringify([shown(error), faultDetails(error)]));
		for (const text of texts) {
			expect(text).not.toContain(KEY);
			expect(text).toContain('***');
		}
		expect(errors.redactDeep({ a: [KEY] })).toEqual({ a: ['***'] });
		expect(errors.received(JSON.stringify([KEY]), 'data').parse().value).toEqual(['***']);
		expect(errors.received(KEY, 'words').parse().value).toBe('***');
	});
});

describe('an error of a request that one item sent for all', () => {
	const other = new ErrorFactory(acmeNode, acme, () => [], 5);

	it.each([
		['an answer', errors.answered(write, 500, { message: `No ${KEY}`, code: KEY, details: [KEY] })],
		['no answer', errors.unreachable(read, 'ECONNRESET', '')],
		['a page', errors.unreadable(read, 200, 'a web page')],
		['a sentence of our own', errors.operation(`No ${KEY}`, `Not ${KEY}`, { fields: ['Name'] })],
	])('(%s) is the same for another item, but for its number, and as free of secrets', (_, error) => {
		const again = other.forThisItem(error) as NodeApiError;
		expect(again).not.toBe(error);
		expect(again).toMatchObject({
			...shown(error),
			message: error.message.replace('[item 4]', '[item 5]'),
			context: { itemIndex: 5 },
		});
		expect(faultDetails(again)).toEqual(faultDetails(error));
		expect(faultBehind(again)).toEqual(faultBehind(error));
	});

	it.each([[new TypeError('x')], ['x'], [null], [undefined]])(
		'is passed on where it is another’s: %p',
		(thrown) => expect(other.forThisItem(thrown)).toBe(thrown),
	);
});

describe('what is known of a failure', () => {
	it.each([[new Error('x')], ['x'], [null], [undefined], [7]])('is nothing for %p', (thrown) => {
		expect(faultDetails(thrown)).toEqual({});
		expect(faultBehind(thrown)).toBeUndefined();
	});

	it('is what was kept with it', () => {
		const error = new Error('x');
		keepDetails(error, { httpCode: 400 }, { status: 400 });
		expect([faultDetails(error), faultBehind(error)]).toEqual([{ httpCode: 400 }, { status: 400 }]);
		keepDetails(error, { done: [] });
		expect(faultBehind(error)).toBeUndefined();
	});
});
