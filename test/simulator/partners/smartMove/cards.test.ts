import { startSimulator, type Simulator } from '../../../../simulator/http/server';
import { call } from '../../support/client';
import { CARD, KEY, order, paidOrder, screening } from '../../support/screening';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: '2025-03-01T09:30:00Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const { native, send, place } = screening(() => simulator);
const state = () => simulator.control.state().partners.smartMove;

describe('a card', () => {
	it.each([
		['visa', '4000000000000000'],
		['mastercard', '5100000000000000'],
		['discover', '6011000000000000'],
		['amex', '340000000000000'],
	])('of %s pays', async (cardType, cardNumber) => {
		expect((await native(paidOrder({ cardType, cardNumber }))).status).toBe(200);
		expect(state().applications).toMatchObject([{ landlordPays: true, paidWith: cardType }]);
	});

	it.each([
		['ends in 0002', { cardNumber: '4000000000000002' }, 'The credit card was declined.'],
		['is no test card', { cardNumber: '4929000000000000' }, 'The simulator takes its own test cards only'],
		['is of another make', { cardType: 'mastercard' }, 'The card number does not belong to mastercard.'],
		['has spaces in it', { cardNumber: '4000 0000 0000 0' }, 'The card number must be digits only.'],
		['ran out last month', { expireMonth: '02', expireYear: '2025' }, 'The credit card has expired.'],
		['has no such month', { expireMonth: '13' }, 'The credit card has expired.'],
		['writes its year in two digits', { expireYear: '31' }, 'The credit card has expired.'],
	])('that %s is refused with 400 in words', async (_name, change, words) => {
		const reply = await native(paidOrder(change));
		expect(reply.status).toBe(400);
		expect((reply.body as { Message: string }).Message).toContain(words);
		expect(reply.text).not.toMatch(/\d{4}/);
		expect(state().applications).toEqual([]);
	});

	it('is good until its month is over', async () => {
		const card = { expireMonth: '03', expireYear: '2025' };
		simulator.control.clock.set('2025-03-31T23:59:59Z');
		expect((await native(paidOrder(card))).status).toBe(200);
		simulator.control.clock.advance({ seconds: 1 });
		expect((await native(paidOrder(card))).status).toBe(400);
	});

	it.each([
		[
			'a number too long',
			{ cardNumber: '4'.repeat(17) },
			'CreditCard.cardNumber is longer than 16 characters',
		],
		['a code too long', { cardSecurity: '987654' }, 'CreditCard.cardSecurity is longer than 5 characters'],
		['no number', { cardNumber: '' }, 'CreditCard.cardNumber must not be empty'],
		['a number that is none', { cardNumber: 4000000000000000 }, 'CreditCard.cardNumber must be string'],
		[
			'another make',
			{ cardType: 'diners' },
			'CreditCard.cardType must be one of visa, amex, discover, mastercard',
		],
		['the misprinted key', { 'lastName:': 'Owner' }, 'CreditCard.lastName: is not in the contract'],
	])('with %s is off the contract', async (_name, change, words) => {
		const reply = await native(paidOrder(change));
		expect(reply.status).toBe(400);
		expect(reply.text).toContain(words);
	});

	it.each(Object.keys(CARD))('needs its %s', async (field) => {
		expect((await native(paidOrder({ [field]: undefined }))).text).toContain(
			`CreditCard.${field} is required`,
		);
	});
});

describe('what is kept of a card', () => {
	const everything = () =>
		JSON.stringify([
			simulator.control.requests(),
			simulator.control.violations(),
			simulator.control.state(),
			simulator.control.smartMove.postbacks(),
			// The port that the machine gave may have the same digits in it.
		]).replaceAll(new URL(simulator.url).host, 'simulator');

	it.each([
		['was good', paidOrder()],
		['was declined', paidOrder({ cardNumber: '4000000000000002' })],
		['was off the contract', paidOrder({ cardNumber: '40000000000000001', cardSecurity: '987654' })],
		['had a number for a number', paidOrder({ cardNumber: 4000000000000000, cardSecurity: 987 })],
		['was not asked for', order({ CreditCard: CARD })],
		['stood in the wrong place', order({ Application: { CreditCard: CARD } })],
	])('is its last four digits when it %s', async (_name, body) => {
		await native(body);
		const kept = everything();
		expect(kept).not.toContain('40000000');
		expect(kept).not.toContain('987');
		expect(kept).toMatch(/\*{12,13}000/);
	});

	it('shows whether spaces were stripped, by the length', async () => {
		await native(paidOrder({ cardNumber: '4000 0000 0000 0000' }));
		await native(paidOrder());
		const [spaced = '', stripped = ''] = simulator.control.requests().map(({ body }) => body);
		expect(spaced).toContain(`"cardNumber":"${'*'.repeat(15)}0000"`);
		expect(stripped).toContain(`"cardNumber":"${'*'.repeat(12)}0000"`);
		expect(stripped).toContain('"cardSecurity":"***"');
	});

	it('is nothing at all when the body cannot be read, or went astray', async () => {
		const cut = JSON.stringify(paidOrder()).slice(0, -2);
		await send('/application/create/embedded', cut, { ...KEY, 'content-type': 'application/json' });
		await send('/application/create/nowhere', paidOrder());
		await send('/application/create/embedded', paidOrder(), {});
		await call('POST', `${simulator.url}/smartmove/smartmove/api/create/x`, { body: paidOrder() });
		expect(everything()).not.toContain('40000000');
		expect(simulator.control.requests()[0]?.body).toMatch(/^\(\d+ characters that are not JSON; not kept/);
	});

	it('does not touch what has no card', async () => {
		const headers = { ...KEY, 'content-type': 'application/json' };
		const body = '{ "referenceId":   "4000000000000000" }';
		await send('/application/all', body, headers);
		expect(simulator.control.requests()[0]?.body).toBe(body);
		await place();
		expect(simulator.control.requests()[1]?.body).toBe(JSON.stringify(order()));
	});

	it('is not even shown by the list of test cards that the index page has for people', async () => {
		const { text } = await call('GET', `${simulator.url}/`);
		expect(text).toContain('4000000000000000');
		expect(everything()).not.toContain('4000000000000000');
	});
});
