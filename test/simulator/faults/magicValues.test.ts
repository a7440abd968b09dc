import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../../simulator/http/server';
import { parseFault } from '../../../simulator/faults/fault';
import { MAGIC_FAULTS, MAGIC_FIELDS, MAGIC_OUTCOMES, magicWord } from '../../../simulator/magicValues';
import { PARTNER_NAMES } from '../../../simulator/partners';
import { call } from '../support/client';
import { BASIC, CUSTOMER, REFERRAL } from '../support/referral';
import { order, screening } from '../support/screening';

const KEY = { 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: '2025-03-01T09:30:00.000Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const later = () => simulator.control.clock.advance({ seconds: 5 });
const { place, native, add, status } = screening(() => simulator);

const invite = async (email: string) =>
	await call('POST', `${simulator.url}/movem/application`, {
		headers: KEY,
		body: { name: 'Ada Quill', email, property: 'Flat 3' },
	});
const applications = () => simulator.control.state().partners.movem.applications;
const refer = async (emailAddress: string) =>
	await call('POST', `${simulator.url}/moving-portal/referral`, {
		headers: BASIC,
		body: { ...REFERRAL, customers: [{ ...CUSTOMER, emailAddress }] },
	});
/** Adds a property to sprove; returns its id. */
const let_ = async (fields: object): Promise<string> => {
	const { clientId, secretKey } = SIMULATED_CREDENTIALS.sprove;
	const { body } = await call('POST', `${simulator.url}/sprove/auth`, {
		headers: { 'client-id': clientId, 'secret-key': secretKey, 'content-type': 'application/json' },
	});
	const { token } = body as { token: string };
	const created = await call('POST', `${simulator.url}/sprove/properties`, {
		headers: { authorization: `Bearer ${token}` },
		body: { property: { name: 'Flat', address: 'Gata 1', rent: 9000, rent_currency: 'NOK', ...fields } },
	});
	return (created.body as { property: { id: string } }).property.id;
};
const checksOf = (id: string) =>
	simulator.control.state().partners.sprove.properties.find((one) => one.id === id)?.checks;

describe('a value', () => {
	it.each([
		['slow@example.test', 'slow'],
		['SLOW+2@mail.example.test ', 'slow'],
		['429@example.test.nosend', '429'],
		['lost@ours.nosend', 'lost'],
		['slow@example.com', undefined],
		['slow@example.test.com', undefined],
		['slow@bad-example.test', undefined],
		['very.slow@example.test', undefined],
		['write to slow@example.test', undefined],
	])('%s stands for %s', (text, word) => {
		expect(magicWord(text)).toBe(word);
	});

	it('is said for partners that exist, with faults that exist', () => {
		for (const partners of [MAGIC_FIELDS, ...Object.values(MAGIC_OUTCOMES)])
			expect(PARTNER_NAMES).toEqual(expect.arrayContaining(Object.keys(partners)));
		for (const { fault } of Object.values(MAGIC_FAULTS)) expect(parseFault(fault)).toMatchObject(fault);
		expect(Object.keys(MAGIC_OUTCOMES).filter((word) => word in MAGIC_FAULTS)).toEqual([]);
	});
});

describe('a request with a value', () => {
	it('meets its fault, while others pass', async () => {
		expect((await invite('down@example.test')).status).toBe(503);
		expect((await invite('ada.down@example.test')).status).toBe(200);
		expect(applications()).toHaveLength(1);
		expect(simulator.control.requests()).toMatchObject([{ faults: ['status'] }, { faults: [] }]);
	});

	it('is refused every other time where going again helps, each value for itself', async () => {
		const statuses = [];
		for (const email of ['429@example.test', '429@example.test', '429+b@example.test', '429@example.test'])
			statuses.push((await invite(email)).status);
		expect(statuses).toEqual([429, 200, 429, 429]);
		simulator.control.reset();
		expect((await invite('429@example.test')).headers['retry-after']).toBe('2');
		expect((await invite('401@example.test')).status).toBe(401);
	});

	it('is carried out although the answer is lost', async () => {
		await expect(invite('lost@example.test')).rejects.toThrow('socket hang up');
		expect(applications()).toHaveLength(1);
	});

	it('leaves a fault that is switched on to the next one', async () => {
		simulator.control.faults.add({ kind: 'status', status: 500 });
		expect((await invite('page@example.test')).text).toContain('<html>');
		expect((await invite('ada@example.test')).status).toBe(500);
	});

	it('may have it anywhere: in the path, in a list', async () => {
		const read = await call('GET', `${simulator.url}/movem/application/down%40example.test`, {
			headers: KEY,
		});
		expect(read.status).toBe(503);
		const Application = { Applicants: ['a@example.test', 'down@example.test'], LandlordPays: false };
		const body = order({ Application: { ...Application, declineForOpenBankruptcies: false } });
		expect((await native(body)).status).toBe(503);
		expect((await refer('half@example.test.nosend')).body).toBeUndefined();
		expect(simulator.control.state().partners.movingPortal.referrals).toHaveLength(1);
	});
});

describe('what a value leads to', () => {
	it.each([
		['done', 'COMPLETED'],
		['declined', 'REVOKED'],
		['expired', 'EXPIRED'],
	])('at Movem: %s@ becomes %s, a moment after the answer', async (word, becomes) => {
		expect((await invite(`${word}@example.test`)).body).toMatchObject({ status: 'REQUESTED' });
		expect(applications()).toMatchObject([{ status: 'REQUESTED' }]);
		later();
		expect(applications()).toMatchObject([{ status: becomes }]);
	});

	it('at Movem: nocredit@ is on hold at once, or refused', async () => {
		expect((await invite('nocredit@example.test')).body).toMatchObject({ status: 'HOLD' });
		simulator.control.movem.setSwitches({ noCredit: 'refuse' });
		expect((await invite('nocredit@example.test')).status).toBe(400);
		expect(simulator.control.state().partners.movem.credits).toBe(100);
	});

	it('at Movem: nothing, if the application was deleted meanwhile', async () => {
		const { id } = (await invite('done@example.test')).body as { id: string };
		await call('DELETE', `${simulator.url}/movem/application/${id}`, { headers: KEY });
		later();
		expect(applications()).toMatchObject([{ status: 'REVOKED' }]);
	});

	it.each([
		['done', 'Ready'],
		['declined', 'RequestDeclined'],
		['expired', 'Expired'],
		['failed', 'Error'],
	])('at SmartMove: %s@ becomes %s', async (word, becomes) => {
		const Application = { Applicants: [`${word}@example.test`], LandlordPays: false };
		const id = await place(order({ Application: { ...Application, declineForOpenBankruptcies: false } }));
		expect(await status(id)).toBe('Pending');
		later();
		expect(await status(id)).toBe(becomes);
	});

	it('at SmartMove: for the one tenant, also one who is added later', async () => {
		const id = await place();
		await add(id, 'done@example.test');
		later();
		const applicants = simulator.control.state().partners.smartMove.applications[0]?.applicants;
		expect(applicants?.map(({ status: one }) => one)).toEqual([
			'NoActivity',
			'NoActivity',
			'ReportsAvailable',
		]);
	});

	it('at sprove: a check of the property with the value in its name or its address', async () => {
		const done = await let_({ name: 'done@example.test' });
		const declined = await let_({ address: 'declined@example.test' });
		const expired = await let_({ name: 'expired@example.test' });
		const other = await let_({});
		expect(checksOf(done)).toEqual([]);
		later();
		expect(checksOf(done)).toMatchObject([{ approved: true }]);
		expect(checksOf(declined)).toMatchObject([{ approved: false, valid_until: null }]);
		expect(checksOf(expired)).toMatchObject([
			{ approved: true, valid_until: Date.parse(simulator.control.clock.now()) / 1000 },
		]);
		expect(checksOf(other)).toEqual([]);
	});

	it.each([
		['done', 'ACCEPTED', 'CASEACCEPTED'],
		['declined', 'REJECTED', 'CASEREJECTED'],
	])('at The Moving Portal: %s@ becomes %s', async (word, becomes, code) => {
		expect((await refer(`${word}@example.test.nosend`)).status).toBe(200);
		later();
		expect(simulator.control.state().partners.movingPortal).toMatchObject({
			referrals: [{ status: becomes }],
			instructions: [{ unprocessed: [{ notificationTypeCode: code }] }],
		});
	});
});
