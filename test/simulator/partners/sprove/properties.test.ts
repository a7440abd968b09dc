import { FLAT, Landlord, type Listed } from '../../support/landlord';

let landlord: Landlord;
beforeAll(async () => {
	landlord = await Landlord.start();
});
afterAll(() => landlord.simulator.close());
beforeEach(() => landlord.reset());

const violations = () => landlord.simulator.control.violations();
const read = async (id: string) => (await landlord.send('GET', `/properties/${id}`)).body;
const listed = async (query = '') => (await landlord.page(query)).properties;

describe('a property', () => {
	it('is created with a deposit of nothing and an address for tenants, by 201 or 200', async () => {
		const { status, body } = await landlord.send('POST', '/properties', { property: FLAT });
		const { id } = (body as { property: { id: string } }).property;
		expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
		expect({ status, body }).toEqual({
			status: 201,
			body: {
				property: {
					...FLAT,
					id,
					deposit: 0,
					deposit_currency: 'NOK',
					verification_url: `${landlord.simulator.url}/sprove/verify/properties/${id}`,
				},
			},
		});
		landlord.sprove.setSwitches({ createdStatus: 200 });
		expect((await landlord.send('POST', '/properties', { property: FLAT })).status).toBe(200);
		expect(violations()).toEqual([]);
	});

	it('is read as it was created', async () => {
		const property = await landlord.create({ deposit: 300, deposit_currency: 'EUR' });
		expect(property).toMatchObject({ deposit: 300, deposit_currency: 'EUR' });
		expect(await read(property.id)).toEqual({ property });
	});

	it('is listed with minor units and whether it is active, without its address', async () => {
		const { id } = await landlord.create({ deposit: 29_000.5 });
		expect(await landlord.page()).toEqual({
			properties: [
				{
					id,
					name: FLAT.name,
					active: true,
					rent_cents: 1_450_000,
					rent_currency: 'NOK',
					deposit_cents: 2_900_050,
					deposit_currency: 'NOK',
					verification_url: `${landlord.simulator.url}/sprove/verify/properties/${id}`,
				},
			],
			page: 1,
			per_page: 10,
		});
	});

	it.each([
		['NOK', 7500.25, 7500.25, 750_025],
		['NOK', 1.005, 1.01, 101],
		['JPY', 80_000, 80_000, 80_000],
		['ISK', 200_000.4, 200_000, 200_000],
		// Two decimals by ISO 4217, whatever Intl says.
		['HUF', 250_000.5, 250_000.5, 25_000_050],
		['KWD', 300.125, 300.125, 300_125],
		['CLF', 10.1234, 10.1234, 101_234],
	])('keeps %s %d with as many decimals as the currency has', async (rent_currency, rent, kept, minor) => {
		const { id, ...property } = await landlord.create({ rent, rent_currency });
		expect(property.rent).toBe(kept);
		expect(await listed()).toMatchObject([{ id, rent_cents: minor, rent_currency }]);
	});

	it.each(['PUT', 'PATCH'])('changes only what %s carries', async (method) => {
		const property = await landlord.create();
		const change = { rent: 14_900, deposit: 100 };
		const { status, text } = await landlord.send(method, `/properties/${property.id}`, { property: change });
		expect({ status, text }).toEqual({ status: 204, text: '' });
		expect(await read(property.id)).toEqual({ property: { ...property, ...change } });
	});

	it('keeps its amount when only the currency changes', async () => {
		const { id } = await landlord.create({ rent: 14_500.5 });
		await landlord.send('PUT', `/properties/${id}`, { property: { rent_currency: 'JPY' } });
		expect(await read(id)).toMatchObject({ property: { rent: 14_501, rent_currency: 'JPY' } });
		expect(await listed()).toMatchObject([{ rent_cents: 14_501, deposit_currency: 'NOK' }]);
	});

	it('that was deleted is not found any more', async () => {
		const { id } = await landlord.create();
		const other = await landlord.create();
		expect(await landlord.send('DELETE', `/properties/${id}`)).toMatchObject({ status: 204, text: '' });
		for (const [method, body] of [['GET'], ['PUT', { property: { rent: 1 } }], ['DELETE']] as const) {
			expect(await landlord.send(method, `/properties/${id}`, body)).toMatchObject({
				status: 404,
				body: { error: 'Property not found' },
			});
		}
		expect((await listed()).map((one) => one.id)).toEqual([other.id]);
		expect(landlord.state.properties).toMatchObject([{ id, deleted: true }, { deleted: false }]);
	});

	it.each([
		['204', 204, '', undefined],
		['text', 200, 'No content', 'text/plain; charset=utf-8'],
		['textAsJson', 200, 'No content', 'application/json; charset=utf-8'],
		['empty', 200, '', undefined],
	] as const)('answers "No content" as %s to update and delete', async (noContentAs, status, text, type) => {
		landlord.sprove.setSwitches({ noContentAs });
		const { id } = await landlord.create();
		const updated = await landlord.send('PUT', `/properties/${id}`, { property: { name: 'Loft 8' } });
		const deleted = await landlord.send('DELETE', `/properties/${id}`);
		for (const reply of [updated, deleted]) {
			expect(reply).toMatchObject({ status, text });
			expect(reply.headers['content-type']).toBe(type);
		}
		expect(landlord.state.properties).toMatchObject([{ name: 'Loft 8', deleted: true }]);
		expect(violations()).toEqual([]);
	});

	it('is the same under the same seed', async () => {
		const twin = await Landlord.start();
		await twin.reset();
		const [ours, theirs] = [landlord, twin].map(({ sprove }) =>
			sprove.addProperties({ count: 3, checks: 2 }),
		);
		expect(theirs).toEqual(ours);
		const withoutPort = ({ state, simulator }: Landlord) =>
			JSON.stringify(state.properties).replaceAll(simulator.url, '');
		expect(withoutPort(twin)).toBe(withoutPort(landlord));
		await twin.simulator.close();
	});
});

describe('the list', () => {
	const numbers = (page: Listed[]) => page.map(({ rent_cents }) => rent_cents);

	it('has ten a page unless told otherwise, and at most a hundred', async () => {
		landlord.sprove.addProperties({ count: 250 });
		expect(await landlord.page()).toMatchObject({ page: 1, per_page: 10, properties: { length: 10 } });
		expect(await landlord.page('?per_page=100')).toMatchObject({
			per_page: 100,
			properties: { length: 100 },
		});
		expect(await landlord.page('?per_page=500')).toMatchObject({
			per_page: 100,
			properties: { length: 100 },
		});
		expect(await landlord.page('?page=3&per_page=100')).toMatchObject({
			page: 3,
			properties: { length: 50 },
		});
		expect(await landlord.page('?page=4&per_page=100')).toEqual({ properties: [], page: 4, per_page: 100 });
		expect(violations()).toEqual([]);
	});

	it('is empty for a new account', async () => {
		expect(await landlord.page()).toEqual({ properties: [], page: 1, per_page: 10 });
	});

	it('shows ten thousand, each once, oldest first', async () => {
		const ids = landlord.sprove.addProperties({ count: 10_000 });
		const seen: string[] = [];
		for (let page = 1; page <= 100; page += 1) {
			seen.push(...(await listed(`?per_page=100&page=${page}`)).map(({ id }) => id));
		}
		expect(seen).toEqual(ids);
		expect(new Set(seen).size).toBe(10_000);
	}, 30_000);

	it('shows only the active ones, or all', async () => {
		const [first = '', second = ''] = landlord.sprove.addProperties({ count: 3 });
		const [resting = ''] = landlord.sprove.addProperties({ count: 1, active: false });
		expect(landlord.sprove.setActive({ id: first, active: false })).toMatchObject({
			id: first,
			active: false,
		});
		const ids = async (query: string) => (await listed(query)).map(({ id }) => id);
		expect(await ids('?active=true')).not.toContain(first);
		expect(await ids('?active=true')).not.toContain(resting);
		expect(await ids('?active=true&per_page=1')).toEqual([second]);
		expect(await ids('?active=false')).toEqual(await ids(''));
		expect(await ids('')).toHaveLength(4);
		landlord.sprove.setActive({ id: first, active: true });
		expect(await ids('?active=true')).toContain(first);
		expect(() => landlord.sprove.setActive({ id: 'nobody', active: true })).toThrow('no property nobody');
	});

	it('may ignore the page it is asked for', async () => {
		landlord.sprove.addProperties({ count: 25 });
		const first = await landlord.page('?page=1');
		landlord.sprove.setSwitches({ ignoresPage: true });
		expect(await landlord.page('?page=2')).toEqual(first);
		expect(await landlord.page('?page=99')).toEqual(first);
	});

	it('may cut its pages down further', async () => {
		landlord.sprove.addProperties({ count: 25 });
		landlord.sprove.setSwitches({ largestPage: 20 });
		expect(await landlord.page('?per_page=100')).toMatchObject({ per_page: 20, properties: { length: 20 } });
		expect(await landlord.page('?per_page=100&page=2')).toMatchObject({ properties: { length: 5 } });
		expect(await landlord.page('?per_page=5')).toMatchObject({ per_page: 5, properties: { length: 5 } });
	});

	it('moves up when a property on an earlier page is deleted', async () => {
		const [first = ''] = landlord.sprove.addProperties({ count: 4 });
		const before = numbers(await listed('?per_page=4'));
		await landlord.send('DELETE', `/properties/${first}`);
		expect(numbers(await listed('?per_page=2&page=2'))).toEqual(before.slice(3));
	});

	it('has made-up homes in the currency asked for, with and without deposit and decimals', async () => {
		landlord.sprove.addProperties({ count: 6 });
		const amounts = (await listed()).map((one) => [one.rent_cents % 100, one.deposit_cents === 0]);
		expect(amounts).toContainEqual([50, true]);
		expect(amounts).toContainEqual([0, false]);
		landlord.sprove.addProperties({ count: 1, currency: 'ISK' });
		expect((await listed()).at(-1)).toMatchObject({ rent_currency: 'ISK', rent_cents: 9350 });
		expect(() => landlord.sprove.addProperties({ count: 1, currency: 'XYZ' })).toThrow('not a currency');
	});
});

describe('the checks of a property', () => {
	const checks = async (id: string) => (await landlord.send('GET', `/properties/${id}/checks`)).body;
	const [approved, refused] = [
		{ tenantName: 'Kari Test', approved: true, maxRent: 15_000, avgWage: 48_000, currentRent: 11_000 },
		{ tenantName: 'Ola Eksempel', approved: false },
	];
	const NINETY_DAYS_ON = Date.parse('2025-05-30T09:30:00Z') / 1000;

	it('are none at first', async () => {
		const { id } = await landlord.create();
		expect(await checks(id)).toEqual({ checks: [], property_id: id });
	});

	it('come as tenants complete them, valid for a while or never', async () => {
		const { id } = await landlord.create();
		expect(landlord.sprove.addCheck({ propertyId: id, ...approved })).toMatchObject({ index: 0 });
		expect(landlord.sprove.addCheck({ propertyId: id, ...refused })).toMatchObject({ index: 1 });
		expect(await checks(id)).toMatchObject({
			checks: [
				{
					tenant_name: 'Kari Test',
					approved: true,
					valid_until: NINETY_DAYS_ON,
					max_rent: 15_000,
					avg_wage: 48_000,
					current_rent: 11_000,
				},
				{ tenant_name: 'Ola Eksempel', approved: false, valid_until: null },
			],
			property_id: id,
		});
		expect(violations()).toEqual([]);
	});

	it('may be alike, and may lack the numbers nobody has described', async () => {
		const { id } = await landlord.create();
		const check = { propertyId: id, ...approved, maxRent: null, avgWage: null, currentRent: null };
		landlord.sprove.addCheck(check);
		landlord.sprove.addCheck(check);
		const [one, two] = ((await checks(id)) as { checks: unknown[] }).checks;
		expect(two).toEqual(one);
		expect(one).toMatchObject({ max_rent: null, avg_wage: null, current_rent: null });
	});

	it('can change their result and their end', async () => {
		const { id } = await landlord.create();
		landlord.sprove.addCheck({ propertyId: id, ...refused });
		landlord.sprove.addCheck({ propertyId: id, ...approved });
		landlord.sprove.changeCheck({ propertyId: id, index: 0, approved: true, validUntil: 1_767_225_600 });
		landlord.sprove.changeCheck({ propertyId: id, index: 1, validUntil: null });
		expect(await checks(id)).toMatchObject({
			checks: [
				{ tenant_name: 'Ola Eksempel', approved: true, valid_until: 1_767_225_600 },
				{ tenant_name: 'Kari Test', approved: true, valid_until: null },
			],
		});
		expect(() => landlord.sprove.changeCheck({ propertyId: id, index: 2 })).toThrow('has no check 2');
		expect(() => landlord.sprove.addCheck({ propertyId: 'nobody' })).toThrow('no property nobody');
	});

	it('outlive their property', async () => {
		const { id } = await landlord.create();
		landlord.sprove.addCheck({ propertyId: id, ...approved });
		const before = await checks(id);
		await landlord.send('DELETE', `/properties/${id}`);
		expect(await checks(id)).toEqual(before);
	});

	it('of a property there never was are not found', async () => {
		expect(await landlord.send('GET', '/properties/nobody/checks')).toMatchObject({
			status: 404,
			body: { error: 'Property not found' },
		});
	});

	it('come all at once, of made-up tenants of both kinds', async () => {
		const [id = ''] = landlord.sprove.addProperties({ count: 1, checks: 1000 });
		const all = ((await checks(id)) as { checks: Array<{ approved: boolean; valid_until: number | null }> })
			.checks;
		expect(all).toHaveLength(1000);
		expect(all.every((check) => check.approved === (check.valid_until !== null))).toBe(true);
		expect(new Set(all.map((check) => check.approved)).size).toBe(2);
	});
});

describe('the events', () => {
	const events = (since?: number) => landlord.sprove.events({ since });

	it('is every check as it came and as it changed', async () => {
		const [propertyId = ''] = landlord.sprove.addProperties({ count: 1 });
		landlord.sprove.addCheck({
			propertyId,
			tenantName: 'Kari Eksempel',
			approved: true,
			validUntil: 1_800_000_000,
		});
		landlord.sprove.changeCheck({ propertyId, index: 0, approved: false, validUntil: null });
		landlord.sprove.changeCheck({ propertyId, index: 0, approved: false });
		const one = { propertyId, tenantName: 'Kari Eksempel' };
		expect(events()).toMatchObject([
			{ ...one, approved: true, validUntil: 1_800_000_000, changed: [], until: '2025-03-01T09:30:00.000Z' },
			{ ...one, approved: false, validUntil: null, changed: ['approved', 'valid_until'], until: null },
		]);
		expect(events(1)).toHaveLength(1);
	});

	it('in a busy week is thousands of changes, no two alike, none too fast to be seen', async () => {
		const ids = landlord.sprove.addProperties({ count: 4 });
		const [idle = ''] = landlord.sprove.addProperties({ count: 1, active: false });
		landlord.sprove.setActivity({ perDay: 720, restMinutes: 120 });
		landlord.simulator.control.clock.advance({ days: 7 });
		const all = events();
		expect(all.length).toBeGreaterThan(4500);
		expect(all.length).toBeLessThan(5600);
		const identity = (one: (typeof all)[number]) =>
			[one.propertyId, one.tenantName, one.approved, one.validUntil].join();
		expect(new Set(all.map(identity)).size).toBe(all.length);
		for (const changed of [[], ['valid_until'], ['approved', 'valid_until']])
			expect(all.filter((one) => one.changed.join() === changed.join()).length).toBeGreaterThan(200);
		const lasted = all.flatMap(({ at, until }) =>
			until === null ? [] : [Date.parse(until) - Date.parse(at)],
		);
		expect(Math.min(...lasted)).toBeGreaterThanOrEqual(120 * 60_000);
		const headers = { authorization: `Bearer ${await landlord.newToken()}` };
		const shown: string[] = [];
		for (const id of [...ids, idle]) {
			const { body } = await landlord.send('GET', `/properties/${id}/checks`, undefined, headers);
			const { checks } = body as {
				checks: Array<{ tenant_name: string; approved: boolean; valid_until: number | null }>;
			};
			shown.push(...checks.map((check) => [id, check.tenant_name, check.approved, check.valid_until].join()));
		}
		expect(shown.sort()).toEqual(
			all
				.filter(({ until }) => until === null)
				.map(identity)
				.sort(),
		);
	});

	it('needs a property to happen at', () => {
		expect(() => landlord.sprove.setActivity({ perDay: 1 })).toThrow('sprove has no active property');
	});
});
