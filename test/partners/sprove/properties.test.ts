import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { bodyOf, jsonOf, queryOf, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });
const property = async (operation: string, parameters: IDataObject = {}, items?: IDataObject[]) =>
	await bench.run('sprove', { resource: 'property', operation, ...parameters } as INodeParameters, items);
const given = (count = 1, more: { active?: boolean; currency?: string } = {}) =>
	bench.control.sprove.addProperties({ count, ...more });
const ids = (result: Awaited<ReturnType<typeof property>>) =>
	jsonOf(succeeded(result).output).map(({ id }) => id);
const kept = (id: string | undefined) =>
	bench.control.state().partners.sprove.properties.find((one) => one.id === id);
const lists = () => bench.arrived('listProperties').map(queryOf);

const NO_CONTENT = ['204', 'text', 'textAsJson', 'empty'] as const;

describe('Get', () => {
	const get = async (id: unknown, parameters: IDataObject = {}) =>
		await property('get', { propertyId: byId(id), ...parameters });

	it('reads one property with its address, in units', async () => {
		const [id] = given();
		for (const simplify of [true, false]) {
			expect(jsonOf(succeeded(await get(id, { simplify })).output)).toEqual([
				{
					id,
					name: 'Leilighet 1',
					address: expect.stringContaining('5013 Bergen'),
					rent: 9050,
					rent_currency: 'NOK',
					deposit: 0,
					deposit_currency: 'NOK',
					verification_url: `${bench.url}/sprove/verify/properties/${id}`,
				},
			]);
		}
		expect(bench.arrived('getProperty').map(({ path }) => path)).toEqual(
			Array(2).fill(`/sprove/properties/${id}`),
		);
	});

	it('says that there is none, and where to look', async () => {
		const { error } = await get('0f0f0f0f-0000-4000-8000-00000000dead');
		expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '404', context: { itemIndex: 0 } });
		expect(error?.message).toBe('sprove refuses the request: Property not found');
		expect(error?.description).toContain('sprove knows no such property');
	});

	it('returns amounts as numbers, also where sprove writes them as texts', async () => {
		const body = { property: { id: 'x', rent: '7500.50', deposit: 'none', rent_currency: 'NOK' } };
		bench.control.faults.add({ kind: 'status', status: 200, body, operationId: 'getProperty' });
		expect(jsonOf(succeeded(await get('x')).output)).toEqual([
			{ id: 'x', rent: 7500.5, deposit: 'none', rent_currency: 'NOK' },
		]);
	});

	it.each([
		[{}],
		[{ property: null }],
		[{ property: [] }],
		[{ property: { name: 'Loft 7' } }],
		[{ property: { id: '' } }],
		[[]],
		['gone', ': gone'],
	])('does not take %j for a property', async (body, said = '') => {
		const answer = typeof body === 'string' ? JSON.stringify(body) : body;
		bench.control.faults.add({ kind: 'status', status: 200, body: answer, operationId: 'getProperty' });
		expect((await get('some-id')).error?.message).toBe(
			`sprove answered with something else than a property${said}`,
		);
	});
});

describe('the property to act on', () => {
	const link = (id: string) => `https://sprove.example.test/properties/${id}`;

	it.each([
		['picked from the list', 'list', (id: string) => id],
		['by its ID', 'id', (id: string) => id],
		['by its link', 'url', link],
		['by its link with more behind it', 'url', (id: string) => `${link(id)}/?lang=no#top`],
		['by its link where an ID is asked for', 'id', link],
		[
			'by its address in the API',
			'id',
			(id: string) => `https://app.sprove.me/api/1.0/properties/${id}/checks`,
		],
	])('is found %s', async (_, mode, spell) => {
		const [, id] = given(3);
		const value = spell(id!);
		for (const [at, parameter] of [value, '={{ $json.where }}'].entries()) {
			const result = await property('get', { propertyId: { __rl: true, mode, value: parameter } }, [
				{ where: value },
			]);
			expect([at, ids(result)]).toEqual([at, [id]]);
		}
	});

	it.each(['a/b', '..', '.', '?x=1', 'a b', '%2e%2e', '#', 'https://app.sprove.me/'])(
		'cannot be %j; nothing is sent',
		async (id) => {
			for (const operation of ['get', 'delete', 'update']) {
				const { error } = await property(operation, { propertyId: byId(id), updateFields: { name: 'x' } });
				expect(error?.message).toContain('Property must be an ID');
			}
			expect(bench.arrived()).toEqual([]);
		},
	);
});

describe('Get Many', () => {
	it('shows rent and deposit in units of their currency, as Get does', async () => {
		for (const currency of ['NOK', 'JPY', 'ISK', 'KWD', 'HUF']) {
			const id = given(3, { currency })[1]!;
			const many = jsonOf(succeeded(await property('getAll', { returnAll: true })).output);
			const [one] = jsonOf(succeeded(await property('get', { propertyId: byId(id) })).output);
			const { address: _, ...withoutAddress } = one!;
			expect(many.find((entry) => entry.id === id)).toEqual({ ...withoutAddress, active: true });
			expect(one!.rent).toBeGreaterThan(9000);
		}
	});

	it.each([
		['NOK', 900_050, 9000.5, 2_700_150, 27_001.5],
		['JPY', 9050, 9050, 27_150, 27_150],
		['ISK', 140_000, 140_000, 0, 0],
		['KWD', 250_500, 250.5, 1, 0.001],
		['XYZ', 100, 1, 250, 2.5],
	])('counts %s by its own number of decimals', async (currency, rent, rentUnits, deposit, depositUnits) => {
		const listed = {
			id: 'x',
			name: 'Loft',
			active: false,
			rent_cents: rent,
			rent_currency: currency,
			deposit_cents: deposit,
			deposit_currency: currency,
			verification_url: 'https://sprove.example.test/properties/x',
		};
		const body = { properties: [listed], page: 1, per_page: 50 };
		bench.control.faults.add({ kind: 'status', status: 200, body, times: -1, operationId: 'listProperties' });
		const { rent_cents: _, deposit_cents: __, ...rest } = listed;
		expect(jsonOf(succeeded(await property('getAll')).output)).toEqual([
			{ ...rest, rent: rentUnits, deposit: depositUnits },
		]);
		expect(jsonOf(succeeded(await property('getAll', { simplify: false })).output)).toEqual([listed]);
	});

	it('counts rent and deposit each by the decimals of its own currency', async () => {
		const listed = (rent_currency: string, deposit_currency: string) => ({
			id: rent_currency,
			rent_cents: 12_000,
			rent_currency,
			deposit_cents: 36_000,
			deposit_currency,
		});
		const body = { properties: [listed('JPY', 'KWD'), listed('KWD', 'NOK')] };
		bench.control.faults.add({ kind: 'status', status: 200, body, operationId: 'listProperties' });
		expect(jsonOf(succeeded(await property('getAll')).output)).toMatchObject([
			{ rent: 12_000, deposit: 36 },
			{ rent: 12, deposit: 360 },
		]);
	});

	it('takes a property without amounts or currencies as it is', async () => {
		const body = {
			properties: [
				{ id: 'x', name: 'Loft', rent_cents: null },
				{ id: 'y', rent_cents: 100 },
				{ id: 'z', rent_cents: 100, rent_currency: 'NOK', deposit_cents: 0, deposit_currency: null },
			],
		};
		bench.control.faults.add({ kind: 'status', status: 200, body, operationId: 'listProperties' });
		expect(jsonOf(succeeded(await property('getAll')).output)).toEqual([
			{ id: 'x', name: 'Loft', rent: null, deposit: null },
			{ id: 'y', rent: 1, deposit: null },
			{ id: 'z', rent: 1, rent_currency: 'NOK', deposit: 0, deposit_currency: null },
		]);
	});

	it('asks once for 50 of 10,000', async () => {
		const all = given(10_000);
		expect(ids(await property('getAll'))).toEqual(all.slice(0, 50));
		expect(lists()).toEqual([{ page: '1', per_page: '50' }]);
	});

	it.each([0, 1, 99, 100, 101, 250])('returns all of %d, each once, in order', async (count) => {
		const all = given(count);
		expect(ids(await property('getAll', { returnAll: true }))).toEqual(all);
		// Only an empty page shows that the one before it was the last.
		const pages = Math.ceil(count / 100) + 1;
		const perPage = String(count === 0 ? 100 : Math.min(count, 100));
		expect(lists()).toEqual(
			Array.from({ length: pages }, (_, i) => ({ page: `${i + 1}`, per_page: i === 0 ? '100' : perPage })),
		);
	});

	it.each([
		[1, 1],
		[100, 1],
		[101, 2],
		[150, 2],
	])('returns %d in %d requests', async (limit, requests) => {
		const all = given(300);
		expect(ids(await property('getAll', { limit }))).toEqual(all.slice(0, limit));
		expect(lists()).toHaveLength(requests);
	});

	it('ends where sprove shows its first page for ever', async () => {
		const all = given(250);
		bench.control.sprove.setSwitches({ ignoresPage: true });
		const result = await property('getAll', { returnAll: true });
		expect(ids(result)).toEqual(all.slice(0, 100));
		expect(lists()).toHaveLength(2);
		expect(result.hints?.map(({ message }) => message)).toEqual([
			'sprove gave the same properties again when asked for more: it may have others.',
		]);
	});

	it.each(['three more', ['three more'], null, 25.5, '25', undefined])(
		'returns all where sprove gives fewer than it is asked for and says %j of it',
		async (perPage) => {
			const page = (from: number, count: number) => ({
				properties: Array.from({ length: count }, (_, i) => ({ id: `p-${from + i}`, name: 'Loft' })),
				...(perPage !== undefined && { per_page: perPage }),
			});
			for (const body of [page(0, 25), page(25, 7), page(32, 25), { properties: [] }]) {
				bench.control.faults.add({ kind: 'status', status: 200, body, operationId: 'listProperties' });
			}
			const result = await property('getAll', { returnAll: true });
			expect(ids(result)).toEqual(Array.from({ length: 57 }, (_, i) => `p-${i}`));
			expect(result.hints ?? []).toEqual([]);
			expect(lists().map(({ per_page: asked }) => asked)).toEqual(['100', '25', '25', '25']);
		},
	);

	it.each([
		[[null]],
		[[{ id: 'x', name: 'Loft' }, null]],
		[['x']],
		[[{ name: 'Loft' }]],
		[[{ id: null, name: 'Loft' }]],
		[[{ id: ' ', name: 'Loft' }]],
		[Array.from({ length: 25 }, (_, i) => ({ Id: i, name: `Loft ${i}` }))],
	])('does not take %j for properties', async (properties) => {
		bench.control.faults.add({
			kind: 'status',
			status: 200,
			body: { properties },
			operationId: 'listProperties',
		});
		const { error } = await property('getAll', { returnAll: true });
		expect(error?.message).toBe(
			'sprove answered with something else than a list of properties with an ID each',
		);
	});

	it.each([
		['750050', 7500.5, undefined],
		[' 100 ', 1, undefined],
		['1.5e3', null, '1.5e3'],
		['much', null, 'much'],
		['', null, ''],
	])('reads an amount of cents that comes as the text %j', async (cents, rent, kept) => {
		const body = { properties: [{ id: 'x', name: 'Loft', rent_cents: cents, rent_currency: 'NOK' }] };
		bench.control.faults.add({ kind: 'status', status: 200, body, operationId: 'listProperties', times: -1 });
		expect(jsonOf(succeeded(await property('getAll')).output)).toEqual([
			{
				id: 'x',
				name: 'Loft',
				rent,
				...(kept !== undefined && { rent_cents: kept }),
				rent_currency: 'NOK',
				deposit: null,
			},
		]);
	});

	it.each([1, 7, 25])(
		'returns all where sprove gives %d at a time, whatever it is asked for',
		async (largestPage) => {
			const all = given(60);
			bench.control.sprove.setSwitches({ largestPage });
			expect(ids(await property('getAll', { returnAll: true }))).toEqual(all);
			expect(ids(await property('getAll', { limit: 33 }))).toEqual(all.slice(0, 33));
		},
	);

	it.each([
		['active', { active: 'true' }],
		['any', {}],
		['inactive', {}],
	])('finds those that are %s', async (active, query) => {
		const [on, off] = [given(3), given(2, { active: false })];
		const expected = { active: on, any: [...on, ...off], inactive: off }[active];
		const result = await property('getAll', { returnAll: true, filters: { active } });
		expect(ids(result)).toEqual(expected);
		expect(lists()).toEqual([
			{ page: '1', per_page: '100', ...query },
			{ page: '2', per_page: active === 'active' ? '3' : '5', ...query },
		]);
	});

	it('counts the limit after the filter, without a request for each that is left out', async () => {
		given(150);
		const off = given(3, { active: false });
		expect(ids(await property('getAll', { limit: 2, filters: { active: 'inactive' } }))).toEqual(
			off.slice(0, 2),
		);
		expect(lists()).toHaveLength(2);
	});

	it.each([{}, { properties: {} }, { properties: 'none' }, []])(
		'does not take %j for a list',
		async (body) => {
			bench.control.faults.add({ kind: 'status', status: 200, body, operationId: 'listProperties' });
			expect((await property('getAll')).error?.message).toContain('something else than a list of properties');
		},
	);
});

describe('Update', () => {
	const update = async (id: unknown, updateFields: IDataObject, more: IDataObject = {}) =>
		await property('update', { propertyId: byId(id), updateFields, ...more });

	it.each(NO_CONTENT)(
		'sends what was given and reads what became of it, with "No content" as %s',
		async (noContentAs) => {
			bench.control.sprove.setSwitches({ noContentAs });
			const [id] = given();
			const { output } = succeeded(await update(id, { rent: 14_900, rent_currency: 'ISK' }));
			expect(bodyOf(bench.arrived('updateProperty')[0])).toEqual({
				property: { rent: 14_900, rent_currency: 'ISK' },
			});
			expect(output[0]!.json).toMatchObject({ id, name: 'Leilighet 1', rent: 14_900, rent_currency: 'ISK' });
			expect(bench.lines().slice(1)).toEqual([
				`PUT /sprove/properties/${id}`,
				`GET /sprove/properties/${id}`,
			]);
		},
	);

	it('changes every field under sprove’s own name', async () => {
		const [id] = given();
		const fields = {
			name: 'Loft 8',
			address: 'Prøveveien 8',
			rent: 8000,
			rent_currency: 'SEK',
			deposit: 0,
			deposit_currency: 'EUR',
		};
		succeeded(await update(id, fields));
		expect(kept(id)).toMatchObject(fields);
	});

	it.each([{}, { name: '' }, { name: '={{ $json.nothing }}', address: ' ', rent: '' }])(
		'needs at least one field, which %j has not',
		async (fields) => {
			const { error } = await update('some-id', fields);
			expect(error?.name).toBe('NodeOperationError');
			expect(error?.message).toMatch(/^Update Fields needs at least one of .*Monthly Rent.*$/);
			expect(bench.arrived()).toEqual([]);
		},
	);

	it.each([
		[{ rent: -1 }, 'Update Fields → Monthly Rent must be 0 or more'],
		[{ rent: 'much' }, 'Update Fields → Monthly Rent must be a number'],
		[{ rent_currency: 'nok' }, 'Update Fields → Rent Currency must be three capital letters'],
		[{ rent: '0x10' }, 'Update Fields → Monthly Rent must be a number in plain digits'],
		[{ rent: 14_900.5, rent_currency: 'ISK' }, 'Update Fields → Monthly Rent cannot have decimals in ISK'],
		[
			{ rent: 1.005 },
			'Update Fields → Monthly Rent can have at most 2 decimals, unless its currency has more and is given as well',
		],
		[
			{ rent: 1, rent_currency: 'ISK', deposit: 1.005, deposit_currency: 'NOK' },
			'Update Fields → Deposit can have at most 2 decimals in NOK',
		],
		[{ deposit_currency: 'KRONER' }, 'Update Fields → Deposit Currency must be three capital letters'],
	])('sends nothing for %j', async (fields, message) => {
		expect((await update('some-id', fields)).error?.message).toContain(message);
		expect(bench.arrived()).toEqual([]);
	});

	it('that was made but cannot be read says that it was made', async () => {
		const [id] = given();
		bench.control.faults.add({
			kind: 'status',
			status: 404,
			body: { error: 'Try later' },
			operationId: 'getProperty',
		});
		const { error } = await update(id, { name: 'New name' });
		expect(error?.message).toContain('Try later');
		expect(error?.description).toContain('has been changed; only reading it afterwards failed');
		expect(kept(id)?.name).toBe('New name');
	});

	it('passes on why sprove will not', async () => {
		const [id] = given();
		const { error } = await update(id, { rent_currency: 'ABC' });
		expect(error?.message).toContain('rent_currency ABC is not a currency');
		expect(error?.httpCode).toBe('400');
	});
});

describe('Delete', () => {
	it.each(NO_CONTENT)('says so, with the ID, with "No content" as %s', async (noContentAs) => {
		bench.control.sprove.setSwitches({ noContentAs });
		const [id, other] = given(2);
		expect(jsonOf(succeeded(await property('delete', { propertyId: byId(id) })).output)).toEqual([
			{ id, deleted: true },
		]);
		expect([kept(id)?.deleted, kept(other)?.deleted]).toEqual([true, false]);
		expect(bench.lines().slice(1)).toEqual([`DELETE /sprove/properties/${id}`]);
	});

	it('does not say so of one that was gone before', async () => {
		const [id] = given();
		succeeded(await property('delete', { propertyId: byId(id) }));
		expect((await property('delete', { propertyId: byId(id) })).error?.message).toContain(
			'Property not found',
		);
	});
});
