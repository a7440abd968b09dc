import { call } from '../../support/client';
import { FLAT, JSON_TYPE, Landlord } from '../../support/landlord';

let landlord: Landlord;
beforeAll(async () => {
	landlord = await Landlord.start();
});
afterAll(() => landlord.simulator.close());
beforeEach(() => landlord.reset());

const violations = () => landlord.simulator.control.violations();
const flat = (change: object) => ({ property: { ...FLAT, ...change } });
const without = (field: keyof typeof FLAT) => flat({ [field]: undefined });

describe('a request off the contract', () => {
	it.each([
		['no name', 'POST', '/properties', without('name'), 'body property.name is required'],
		['no address', 'POST', '/properties', without('address'), 'body property.address is required'],
		['no rent', 'POST', '/properties', without('rent'), 'body property.rent is required'],
		[
			'no currency',
			'POST',
			'/properties',
			without('rent_currency'),
			'body property.rent_currency is required',
		],
		['fields outside `property`', 'POST', '/properties', FLAT, 'body property is required'],
		['nothing', 'POST', '/properties', undefined, 'body is required'],
		['an empty name', 'POST', '/properties', flat({ name: '' }), 'body property.name must not be empty'],
		['a negative rent', 'POST', '/properties', flat({ rent: -1 }), 'body property.rent must be >= 0'],
		[
			'a negative deposit',
			'PUT',
			'/properties/1',
			{ property: { deposit: -0.5 } },
			'property.deposit must be >= 0',
		],
		['a rent in words', 'POST', '/properties', flat({ rent: '7500' }), 'body property.rent must be number'],
		[
			'cents',
			'POST',
			'/properties',
			flat({ rent_cents: 1 }),
			'body property.rent_cents is not in the contract',
		],
		[
			'an own `active`',
			'PUT',
			'/properties/1',
			{ property: { active: true } },
			'active is not in the contract',
		],
		['a null', 'PUT', '/properties/1', { property: { name: null } }, 'body property.name must be string'],
		[
			'a short code',
			'POST',
			'/properties',
			flat({ rent_currency: 'kr' }),
			'rent_currency must match pattern',
		],
		[
			'a small code',
			'POST',
			'/properties',
			flat({ rent_currency: 'nok' }),
			'rent_currency must match pattern',
		],
		[
			'an empty update',
			'PUT',
			'/properties/1',
			{ property: {} },
			'body property must have at least one field',
		],
		[
			'an empty update',
			'PATCH',
			'/properties/1',
			{ property: {} },
			'body property must have at least one field',
		],
		['a page before the first', 'GET', '/properties?page=0', undefined, 'query page must be >= 1'],
		['a page in words', 'GET', '/properties?page=two', undefined, 'query page must be integer'],
		['pages of nothing', 'GET', '/properties?per_page=0', undefined, 'query per_page must be >= 1'],
		['another truth', 'GET', '/properties?active=yes', undefined, 'query active must be one of true, false'],
		['a limit', 'GET', '/properties?limit=5', undefined, 'query limit is not in the contract'],
		['pages of checks', 'GET', '/properties/1/checks?page=1', undefined, 'query page is not in the contract'],
		[
			'a body to delete',
			'DELETE',
			'/properties/1',
			{ id: 1 },
			'body is not in the contract of this operation',
		],
	])('%s by %s %s is refused in words and remembered', async (_name, method, path, body, words) => {
		const reply = await landlord.send(method, path, body);
		expect(reply.status).toBe(400);
		expect((reply.body as { error: string }).error).toContain(words);
		expect(violations()).toMatchObject([{ provider: 'sprove', kind: 'request' }]);
		expect(landlord.state.properties).toEqual([]);
	});

	it.each([
		['POST', '/properties/1', '/properties/1 takes GET, PUT, DELETE, PATCH, not POST'],
		['GET', '/auth', '/auth takes POST, not GET'],
		['GET', '//properties/1', 'There is no GET //properties/1 in the contract'],
		['GET', '/properties/1/statistics', 'There is no GET /properties/1/statistics in the contract'],
	])('%s %s is a path there is not', async (method, path, words) => {
		expect(await landlord.send(method, path)).toMatchObject({ status: 404, body: { error: words } });
		expect(violations()).toMatchObject([{ kind: 'route' }]);
	});

	it('is one without the content type, with a body or without', async () => {
		const bearer = { authorization: `Bearer ${await landlord.newToken()}` };
		const url = `${landlord.simulator.url}/sprove/properties`;
		expect(await call('GET', url, { headers: bearer })).toMatchObject({
			status: 400,
			body: { error: expect.stringContaining('header Content-Type is missing') },
		});
		const form = { ...bearer, 'content-type': 'application/x-www-form-urlencoded' };
		expect((await call('POST', url, { headers: form, body: 'property[name]=x' })).status).toBe(400);
		const broken = { ...bearer, ...JSON_TYPE };
		expect((await call('POST', url, { headers: broken, body: '{"property":' })).text).toContain(
			'body is not valid JSON',
		);
		expect(violations()).toHaveLength(3);
	});
});

describe('a request that is on the contract but cannot be done', () => {
	it.each([
		[{ rent_currency: 'ABC' }, 'rent_currency ABC is not a currency of ISO 4217'],
		[{ deposit: 1, deposit_currency: 'DEM' }, 'deposit_currency DEM is not a currency of ISO 4217'],
		[{ rent: 1e300 }, 'rent 1e+300 is more than can be kept'],
		[{ deposit: Number.MAX_VALUE }, 'is more than can be kept'],
	])('%j is refused on create and update, in words', async (change, words) => {
		const { id, ...before } = await landlord.create();
		const created = await landlord.send('POST', '/properties', flat(change));
		const updated = await landlord.send('PUT', `/properties/${id}`, { property: change });
		for (const reply of [created, updated]) {
			expect(reply.status).toBe(400);
			expect((reply.body as { error: string }).error).toContain(words);
		}
		expect(landlord.state.properties).toMatchObject([before]);
		expect(violations()).toEqual([]);
	});

	it('is not the rent of nothing', async () => {
		expect(await landlord.create({ rent: 0 })).toMatchObject({ rent: 0 });
	});
});

describe('the control panel', () => {
	const callAction = (name: string, body: object) =>
		call('POST', `${landlord.simulator.url}/_control/sprove/${name}`, { body });

	it('calls every control action over HTTP', async () => {
		const [propertyId] = (await callAction('addProperties', { count: 2 })).body as string[];
		const check = { propertyId, approved: false, validUntil: null };
		expect((await callAction('addCheck', check)).body).toMatchObject({
			index: 0,
			check: { valid_until: null },
		});
		expect((await callAction('changeCheck', { propertyId, index: 0, approved: true })).body).toMatchObject({
			approved: true,
		});
		expect((await callAction('setActive', { id: propertyId, active: false })).body).toMatchObject({
			active: false,
		});
		expect((await callAction('setSwitches', { tokenShape: 'jwt' })).body).toMatchObject({
			tokenShape: 'jwt',
		});
		expect((await callAction('expireTokens', {})).status).toBe(200);
		expect(landlord.state).toMatchObject({
			properties: [
				{ active: false, checks: [{ approved: true }] },
				{ active: true, checks: [] },
			],
			tokens: { liveTokens: 0 },
			switches: { tokenShape: 'jwt', noContentAs: '204' },
		});
	});

	it.each([
		['addProperties', { count: -1 }],
		['addProperties', { count: 1, currency: 'XYZ' }],
		['addCheck', { propertyId: 'nobody' }],
		['changeCheck', { propertyId: 'nobody', index: 0, tenantName: 'x' }],
		['setActive', { id: 'nobody', active: true }],
		['setSwitches', { tokenShape: 'cookie' }],
		['setSwitches', { largestPage: 101 }],
		['expireTokens', { refreshToo: true }],
	])('says what is wrong with %s %j', async (name, body) => {
		expect(await callAction(name, body)).toMatchObject({ status: 400, body: { error: expect.any(String) } });
	});

	it('begins again with nothing', async () => {
		landlord.sprove.addProperties({ count: 2 });
		landlord.sprove.setSwitches({ ignoresPage: true, tokenMinutes: 1 });
		landlord.simulator.control.reset();
		expect(landlord.state).toMatchObject({
			properties: [],
			tokens: { logins: 0, refusedLogins: 0, liveTokens: 0 },
			switches: { ignoresPage: false, tokenMinutes: 60 },
		});
	});

	it('is explained on the index page', async () => {
		const { text } = await call('GET', `${landlord.simulator.url}/_control`);
		expect(text).toContain(`Base URL           ${landlord.simulator.url}/sprove`);
		expect(text).toMatch(/Client ID +sprove-sim-client-0001\n +Secret Key +sprove-sim-secret-0001/);
		expect(text).toContain('addProperties | setActive | addCheck');
	});
});
