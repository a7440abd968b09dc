import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../simulator/server';
import { call } from './client';

const { username, password } = SIMULATED_CREDENTIALS['moving-portal'];
const BASIC = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };

const CASE = { productCode: 'RICSL2SURVEY', totalFeeInclVAT: 620, yourFeeInclVAT: null, isLead: false };
const ADDRESS = { addressFormatCode: 'DEFAULT', addressLine1: '3 Fiction Row', postcode: 'AB1 2CD' };
const CUSTOMER = {
	emailAddress: 'kim@example.test.nosend',
	firstName: 'Kim',
	lastName: 'Example',
	telephoneNumber: '07000 000000',
};
const REFERRER = {
	companyReference: 'F-1',
	companyName: 'Sample Mortgages',
	companyTelephoneNumber: '+44 (1234) 567890',
	companyEmailAddress: 'desk@example.test.nosend',
	address: ADDRESS,
	contactLastName: 'Sample',
};
const REFERRAL = {
	cases: [CASE],
	propertyValueOrPurchasePrice: 285_000,
	propertyTypeCode: 'TERRACED',
	propertyAgeCode: 'UNKNOWN',
	propertyAddress: ADDRESS,
	customers: [CUSTOMER],
};
const ACCESS = { accessTypeCode: 'AGENT', contactName: 'Jo Example', telephoneNumber: 'office-hours: 01234' };

interface Tokens {
	accessToken: string;
	refreshToken: string;
	expiresIn: number;
	tokenType: string;
}
interface Problem {
	status: number;
	title: string;
	detail: string;
	instance: string;
	errors?: Record<string, string[]>;
}

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: '2025-03-01T09:30:00Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const portal = (method: string, path: string, body?: unknown, headers: Record<string, string> = BASIC) =>
	call(method, `${simulator.url}/moving-portal${path}`, { headers, body });
const refer = (change: object = {}) => portal('POST', '/referral', { ...REFERRAL, ...change });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const state = () => simulator.control.state().partners['moving-portal'] as unknown as Record<string, unknown>;

async function login(): Promise<Tokens> {
	return (await portal('POST', '/auth/login', { username, password, email: '' }, {})).body as Tokens;
}

describe('the door', () => {
	it('opens for Basic, and for Bearer after a login', async () => {
		expect((await portal('GET', '/auth/whoami')).body).toEqual({
			userName: username,
			emailAddress: '',
			organisationType: 'Introducer',
		});
		const tokens = await login();
		expect(tokens).toMatchObject({ tokenType: 'Bearer', expiresIn: 1800 });
		const as = { ...bearer(tokens.accessToken), 'X-UserCode': 'someone' };
		expect((await portal('GET', '/auth/whoami', undefined, as)).status).toBe(200);
	});

	it.each([
		['nothing', {}],
		['a wrong password', { authorization: `Basic ${Buffer.from('sim.introducer:x').toString('base64')}` }],
		['a token nobody gave', bearer('x')],
	])('stays shut for %s', async (_name, headers) => {
		const { status, body } = await portal('GET', '/auth/whoami', undefined, headers);
		expect(status).toBe(401);
		expect(body).toMatchObject({
			type: 'about:blank',
			title: 'Unauthorized',
			status: 401,
			instance: '/auth/whoami',
		});
		expect((await portal('POST', '/referral', REFERRAL, headers)).status).toBe(401);
		expect((await portal('HEAD', '/referral/introducer/x', undefined, headers)).status).toBe(401);
	});

	it('shuts after thirty minutes and opens again with the refresh token for fourteen days', async () => {
		const { accessToken, refreshToken } = await login();
		const knock = async (token: string) =>
			(await portal('GET', '/auth/whoami', undefined, bearer(token))).status;
		simulator.control.clock.advance({ minutes: 29, seconds: 59 });
		expect(await knock(accessToken)).toBe(200);
		simulator.control.clock.advance({ seconds: 1 });
		expect(await knock(accessToken)).toBe(401);

		const renewed = (await portal('POST', '/auth/refresh', { refreshToken }, {})).body as Tokens;
		expect(await knock(renewed.accessToken)).toBe(200);
		simulator.control.clock.advance({ days: 14 });
		expect((await portal('POST', '/auth/refresh', { refreshToken }, {})).status).toBe(401);
	});

	it('counts logins and lets tokens be cut off by hand', async () => {
		const { accessToken } = await login();
		await login();
		await portal('POST', '/auth/login', { username, password: 'wrong' }, {});
		expect(state().tokens).toMatchObject({ logins: 2, refusedLogins: 1, liveAccessTokens: 2 });
		simulator.control.movingPortal.expireTokens();
		expect((await portal('GET', '/auth/whoami', undefined, bearer(accessToken))).status).toBe(401);
		expect(state().tokens).toMatchObject({ liveAccessTokens: 0, liveRefreshTokens: 2 });
	});
});

describe('a referral', () => {
	it('gets a TMP reference, by 200 or 201', async () => {
		expect(await refer()).toMatchObject({ status: 200, body: { success: true, reference: 'TMP900001' } });
		simulator.control.movingPortal.setSwitches({ createdStatus: 201 });
		expect(await refer()).toMatchObject({ status: 201, body: { success: true, reference: 'TMP900002' } });
		expect(state().referrals).toMatchObject([
			{ reference: 'TMP900001', status: 'NEW' },
			{ reference: 'TMP900002' },
		]);
	});

	it('cannot repeat a reference, and is found by either', async () => {
		const exists = async (reference: string) =>
			(await portal('HEAD', `/referral/introducer/${encodeURIComponent(reference)}`)).status;
		expect(await exists('I 1')).toBe(404);
		const cases = [{ ...CASE, uniqueIntegrationReference: 'I 1', uniqueCustomerReference: 'C/1' }];
		expect((await refer({ cases })).status).toBe(200);
		expect(await exists('I 1')).toBe(200);
		expect(await exists('C/1')).toBe(200);
		const again = await refer({ cases: [{ ...CASE, uniqueIntegrationReference: 'I 1' }] });
		expect(again.status).toBe(400);
		expect((again.body as Problem).errors).toEqual({
			'cases[0].uniqueIntegrationReference': ['I 1 is already in use.'],
		});
		// Without references, or with empty ones, nothing is checked.
		const blank = [{ ...CASE, uniqueIntegrationReference: '' }];
		expect([(await refer({ cases: blank })).status, (await refer({ cases: blank })).status]).toEqual([
			200, 200,
		]);
	});

	it.each(['', `/${'x'.repeat(31)}`, '/'])(
		'asked for by a bad reference "%s" is 400 without a body',
		async (rest) => {
			expect(await portal('HEAD', `/referral/introducer${rest}`)).toMatchObject({ status: 400, text: '' });
		},
	);

	it('may carry everything', async () => {
		const reply = await refer({
			propertyValueTierCode: '300KTO350K',
			yearBuilt: 1998,
			correspondenceAddress: { addressFormatCode: 'NONE' },
			accessDetails: { ...ACCESS, accessTypeCode: 'VENDOR', firmName: 'Sample Lettings', emailAddress: null },
			customers: [CUSTOMER, { firstName: 'Lee', lastName: 'Example' }],
			referrer: REFERRER,
		});
		expect(reply.text).toContain('TMP900001');
		expect(simulator.control.violations()).toEqual([]);
	});

	it('keeps one record per referrer and overwrites it', async () => {
		await refer({ referrer: REFERRER });
		await refer({ referrer: { ...REFERRER, companyName: 'Renamed Mortgages' } });
		expect(state().referrers).toEqual([{ ...REFERRER, companyName: 'Renamed Mortgages' }]);
	});

	it('without a list price keeps no total and is flagged', async () => {
		await refer({ cases: [{ ...CASE, productCode: 'STRUCTURALENGINEER' }] });
		expect(state().referrals).toMatchObject([
			{ otherInformation: { ISPRICEONAPPLICATION: true }, referral: { cases: [{ totalFeeInclVAT: null }] } },
		]);
	});

	it('of a lead has no total', async () => {
		const lead = { productCode: 'RICSHTBVALUATION', isLead: true, yourFeeInclVAT: 60 };
		expect((await refer({ cases: [lead] })).status).toBe(200);
		simulator.control.movingPortal.setSwitches({ collectsPayment: true });
		expect(((await refer({ cases: [lead] })).body as Problem).errors).toHaveProperty(['cases[0].isLead']);
	});
});

describe('a rule across fields', () => {
	const VENDOR = { ...ACCESS, accessTypeCode: 'VENDOR' };
	it.each<[string, object, string]>([
		['a lead with a total', { cases: [{ ...CASE, isLead: true }] }, 'cases[0].totalFeeInclVAT'],
		['no lead without a total', { cases: [{ ...CASE, totalFeeInclVAT: null }] }, 'cases[0].totalFeeInclVAT'],
		['an unknown product', { cases: [{ ...CASE, productCode: 'NOSUCH' }] }, 'cases[0].productCode'],
		['neither price nor tier', { propertyValueOrPurchasePrice: null }, 'propertyValueOrPurchasePrice'],
		['an unknown tier', { propertyValueTierCode: 'CHEAP' }, 'propertyValueTierCode'],
		['an unknown type', { propertyTypeCode: 'CASTLE' }, 'propertyTypeCode'],
		['an unknown age', { propertyAgeCode: 'OLD' }, 'propertyAgeCode'],
		['an age band and a year', { propertyAgeCode: 'LESSTHANTENYEARS', yearBuilt: 2020 }, 'yearBuilt'],
		['half an address', { correspondenceAddress: { addressLine1: 'x' } }, 'correspondenceAddress.postcode'],
		['a vendor without a firm', { accessDetails: VENDOR }, 'accessDetails.firmName'],
		['a vendor with a blank firm', { accessDetails: { ...VENDOR, firmName: ' ' } }, 'accessDetails.firmName'],
		[
			'a first customer without mail',
			{ customers: [{ ...CUSTOMER, emailAddress: null }] },
			'customers[0].emailAddress',
		],
		[
			'a first customer without phone',
			{ customers: [{ ...CUSTOMER, telephoneNumber: '' }] },
			'customers[0].telephoneNumber',
		],
		[
			'a referrer without a real address',
			{ referrer: { ...REFERRER, address: { ...ADDRESS, addressFormatCode: 'NONE' } } },
			'referrer.address.addressFormatCode',
		],
	])('refuses %s, naming the field', async (_name, change, field) => {
		const { status, body } = await refer(change);
		expect(status).toBe(400);
		const problem = body as Problem;
		expect(problem).toMatchObject({
			status: 400,
			title: 'One or more validation errors occurred.',
			instance: '/referral',
		});
		expect(Object.keys(problem.errors ?? {})).toEqual([field]);
		// A rule of business is the partner's to answer, not a slip in the caller's shape.
		expect(simulator.control.violations()).toEqual([]);
		expect(state().referrals).toEqual([]);
	});
});

describe('a shape off the contract', () => {
	const longer = (length: number) => 'x'.repeat(length + 1);
	it.each<[string, object, string]>([
		['an unknown field', { price: 1 }, 'price'],
		['an unknown field inside', { cases: [{ ...CASE, fee: 1 }] }, 'cases[0].fee'],
		['no case', { cases: [] }, 'cases'],
		['two cases', { cases: [CASE, CASE] }, 'cases'],
		['no customer', { customers: [] }, 'customers'],
		['five customers', { customers: [CUSTOMER, CUSTOMER, CUSTOMER, CUSTOMER, CUSTOMER] }, 'customers'],
		['a negative fee', { cases: [{ ...CASE, totalFeeInclVAT: -1 }] }, 'cases[0].totalFeeInclVAT'],
		[
			'a long reference',
			{ cases: [{ ...CASE, uniqueCustomerReference: longer(30) }] },
			'cases[0].uniqueCustomerReference',
		],
		['a price as text', { propertyValueOrPurchasePrice: '285000' }, 'propertyValueOrPurchasePrice'],
		['no postcode', { propertyAddress: { addressLine1: 'x' } }, 'propertyAddress.postcode'],
		['a long name', { customers: [{ ...CUSTOMER, lastName: longer(50) }] }, 'customers[0].lastName'],
		[
			'a hyphen in a number',
			{ customers: [{ ...CUSTOMER, telephoneNumber: '07000-000000' }] },
			'customers[0].telephoneNumber',
		],
		['a bad e-mail', { customers: [{ ...CUSTOMER, emailAddress: 'kim' }] }, 'customers[0].emailAddress'],
		[
			'another access type',
			{ accessDetails: { ...ACCESS, accessTypeCode: 'OWNER' } },
			'accessDetails.accessTypeCode',
		],
		[
			'a long access number',
			{ accessDetails: { ...ACCESS, telephoneNumber: longer(150) } },
			'accessDetails.telephoneNumber',
		],
		['half a referrer', { referrer: { ...REFERRER, companyName: undefined } }, 'referrer.companyName'],
		["the sample's slip", { referrer: { ...REFERRER, contactFLastName: 'x' } }, 'referrer.contactFLastName'],
	])('refuses %s, naming the field', async (_name, change, field) => {
		const { status, body } = await refer(change);
		expect(status).toBe(400);
		expect(Object.keys((body as Problem).errors ?? {})).toEqual([field]);
		expect(simulator.control.violations()).toMatchObject([
			{ kind: 'request', operationId: 'createReferral' },
		]);
	});
});
