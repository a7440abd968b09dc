import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../../../simulator/http/server';
import { call } from '../../support/client';
import { ACCESS, BASIC, CASE, CUSTOMER, type Problem, REFERRAL, REFERRER } from '../../support/referral';

const { username, password } = SIMULATED_CREDENTIALS.movingPortal;

interface Tokens {
	accessToken: string;
	refreshToken: string;
	expiresIn: number;
	tokenType: string;
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
const state = () => simulator.control.state().partners.movingPortal;

async function login(): Promise<Tokens> {
	return (await portal('POST', '/auth/login', { username, password, email: '' }, {})).body as Tokens;
}

describe('authentication', () => {
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
		const statusWith = async (token: string) =>
			(await portal('GET', '/auth/whoami', undefined, bearer(token))).status;
		simulator.control.clock.advance({ minutes: 29, seconds: 59 });
		expect(await statusWith(accessToken)).toBe(200);
		simulator.control.clock.advance({ seconds: 1 });
		expect(await statusWith(accessToken)).toBe(401);

		const renewed = (await portal('POST', '/auth/refresh', { refreshToken }, {})).body as Tokens;
		expect(await statusWith(renewed.accessToken)).toBe(200);
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
