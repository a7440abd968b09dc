import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FaultSpec } from '../../../simulator/http/server';
import { bodyOf, jsonOf, pairing, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

const loft = { name: 'Loft 7', address: 'Prøveveien 1, 5013 Bergen', rent: 14_500 };
const attic = { name: 'Attic', address: 'Prøveveien 2, 5013 Bergen', rent: 9000 };
const cellar = { name: 'Cellar', address: 'Prøveveien 3, 5013 Bergen', rent: 7000 };

const fromInput = {
	resource: 'property',
	operation: 'create',
	name: '={{ $json.name }}',
	address: '={{ $json.address }}',
	rent: '={{ $json.rent }}',
	rentCurrency: '={{ $json.currency ?? "NOK" }}',
};

const create = async (
	items: IDataObject[],
	parameters: IDataObject = {},
	options: Parameters<typeof bench.run>[3] = {},
) => await bench.run('sprove', { ...fromInput, ...parameters } as INodeParameters, items, options);
const creates = () => bench.arrived('createProperty');
const kept = () => bench.control.state().partners.sprove.properties;
const fault = (spec: FaultSpec) => bench.control.faults.add({ operationId: 'createProperty', ...spec });
const found = (result: Awaited<ReturnType<typeof create>>) =>
	jsonOf(succeeded(result).output).map(({ name, alreadyExisted }) => [name, alreadyExisted]);

describe('the request', () => {
	it('is the documented one', async () => {
		succeeded(await create([loft], { ifExists: 'create' }));
		expect(bench.lines()).toEqual(['POST /sprove/auth', 'POST /sprove/properties']);
		expect(bodyOf(creates()[0])).toEqual({ property: { ...loft, rent_currency: 'NOK' } });
		expect(creates()[0]!.headers).toMatchObject({
			accept: 'application/json',
			'content-type': 'application/json',
		});
	});

	it('carries the deposit in units, and texts without the blanks and unseen characters around them', async () => {
		const additionalFields = { deposit: 29_000.5, deposit_currency: 'EUR' };
		succeeded(
			await create([{ ...loft, name: '\u202A Loft 7\u200B\n', rent: '14500' }], { additionalFields }),
		);
		expect(bodyOf(creates()[0])).toEqual({
			property: { ...loft, rent_currency: 'NOK', ...additionalFields },
		});
	});

	it.each([
		[{ name: ' ' }, 'Name must be filled in'],
		[{ address: '' }, 'Address must be filled in'],
		[{ rent: '' }, 'Monthly Rent must be filled in'],
		[{ rent: -0.01 }, 'Monthly Rent must be 0 or more'],
		[{ rent: '14.500,00' }, 'Monthly Rent must be a number'],
		[
			{ rent: '14.500' },
			'Monthly Rent must be written as 14500, or given as the number 14.5: a point before three digits may group thousands',
		],
		[{ rent: '0x10' }, 'Monthly Rent must be a number in plain digits, like 1250'],
		[{ rent: '1e3' }, 'Monthly Rent must be a number in plain digits, like 1250'],
		[{ rent: 7500.005 }, 'Monthly Rent can have at most 2 decimals in NOK'],
		[{ rent: '7500.005' }, 'Monthly Rent can have at most 2 decimals in NOK'],
		[{ rent: 7500.5, currency: 'JPY' }, 'Monthly Rent cannot have decimals in JPY'],
		[{ rent: 7500.0005, currency: 'KWD' }, 'Monthly Rent can have at most 3 decimals in KWD'],
		[
			{ rent: 2 ** 53 },
			'Monthly Rent must be 9007199254740991 or less: a larger number loses its last digits',
		],
		[{ currency: 'nok' }, 'Rent Currency must be three capital letters, like NOK'],
		[{ currency: ' ' }, 'Rent Currency must be filled in'],
	])('is not sent with %j', async (change, message) => {
		const { error } = await create([{ ...loft, ...change }]);
		expect(error).toMatchObject({ name: 'NodeOperationError', message: `${message}` });
		expect(bench.arrived()).toEqual([]);
	});
});

describe('an amount', () => {
	it.each([
		[0.29, 'NOK'],
		['14500.50', 'NOK'],
		['14500.500', 'NOK'],
		['+14500.', 'NOK'],
		['.5', 'EUR'],
		[14_500, 'JPY'],
		['14500.00', 'JPY'],
		[7500.005, 'KWD'],
	])('of %j %s is sent as it is', async (rent, currency) => {
		succeeded(await create([{ ...loft, rent, currency }], { ifExists: 'create' }));
		expect(bodyOf(creates()[0]).property).toMatchObject({ rent: Number(rent), rent_currency: currency });
	});

	it.each([
		[{ deposit: 29_000.005 }, 'Additional Fields → Deposit can have at most 2 decimals in NOK'],
		[
			{ deposit: 29_000.5, deposit_currency: 'ISK' },
			'Additional Fields → Deposit cannot have decimals in ISK',
		],
	])(
		'of a deposit is held to its currency, which is that of the rent unless given: %j',
		async (deposit, message) => {
			const { error } = await create([loft], { additionalFields: deposit });
			expect(error?.message).toBe(`${message}`);
			expect(bench.arrived()).toEqual([]);
		},
	);
});

describe('the output', () => {
	it.each([200, 201] as const)('is the property, in units (%d)', async (createdStatus) => {
		bench.control.sprove.setSwitches({ createdStatus });
		expect(jsonOf(succeeded(await create([loft])).output)).toEqual([
			{
				...loft,
				id: kept()[0]!.id,
				rent_currency: 'NOK',
				deposit: 0,
				deposit_currency: 'NOK',
				verification_url: `${bench.url}/sprove/verify/properties/${kept()[0]!.id}`,
				alreadyExisted: false,
			},
		]);
	});

	it.each([
		{},
		{ property: null },
		{ properties: [] },
		[],
		{ property: {} },
		{ property: { ...loft, id: null } },
	])('is not made of %j', async (body) => {
		fault({ kind: 'status', status: 201, body });
		const { error } = await create([loft], { ifExists: 'create' });
		expect(error?.message).toBe('sprove answered with something else than a property');
		expect(error?.description).toContain('It may have been carried out all the same');
		expect(creates()).toHaveLength(1);
	});
});

describe('If It Already Exists', () => {
	it('returns the existing one, whatever the case of its letters', async () => {
		const [first] = jsonOf(succeeded(await create([loft], { ifExists: 'create' })).output);
		const result = await create([{ ...loft, name: 'LOFT 7', address: loft.address.toUpperCase(), rent: 1 }]);
		expect(succeeded(result).output[0]!.json).toEqual({ ...first, alreadyExisted: true });
		expect(creates()).toHaveLength(1);
	});

	it('returns the existing one, whatever its blanks and however its accents are composed', async () => {
		const first = { ...loft, name: '\u00C5pen 1' };
		succeeded(await create([first], { ifExists: 'create' }));
		const again = { name: 'A\u030Apen  1', address: loft.address.replace(' ', '\u00A0') };
		expect(found(await create([{ ...loft, ...again }]))).toEqual([[first.name, true]]);
		expect(creates()).toHaveLength(1);
	});

	it('does not trip over properties without a name or an address', async () => {
		fault({
			kind: 'status',
			status: 200,
			body: { properties: [{ id: 'a', name: null }, { id: 'b' }, { id: 'c', name: loft.name }] },
			operationId: 'listProperties',
			times: 2,
		});
		const body = { property: { id: 'c', name: loft.name, address: null } };
		fault({ kind: 'status', status: 200, body, operationId: 'getProperty' });
		expect(found(await create([loft]))).toEqual([['Loft 7', false]]);
	});

	it('creates nothing where it cannot be sure of what is there', async () => {
		const body = { properties: [null, { name: loft.name, address: loft.address }] };
		fault({ kind: 'status', status: 200, body, operationId: 'listProperties', times: 2 });
		expect((await create([loft])).error?.message).toContain('a list of properties with an ID each');
		expect(creates()).toEqual([]);
	});

	it('does not take a namesake at another address for it, nor a neighbour of another name', async () => {
		const elsewhere = { ...loft, address: 'Prøveveien 9' };
		const neighbour = { ...attic, address: loft.address };
		succeeded(await create([elsewhere, neighbour], { ifExists: 'create' }));
		expect(found(await create([loft]))).toEqual([['Loft 7', false]]);
		expect(kept()).toHaveLength(3);
		// Only the namesake had to be read, and the list once.
		expect(bench.arrived('getProperty').map(({ path }) => path)).toEqual([
			`/sprove/properties/${kept()[0]!.id}`,
		]);
	});

	it('finds the right one among namesakes, also behind the first page of the list', async () => {
		bench.control.sprove.addProperties({ count: 230 });
		const flats = ['A', 'B', 'C'].map((flat) => ({ ...loft, address: `Prøveveien 1 ${flat}` }));
		const made = jsonOf(succeeded(await create(flats, { ifExists: 'create' })).output);
		const { output } = succeeded(await create([flats[1]!]));
		expect(output[0]!.json).toMatchObject({ id: made[1]!.id, alreadyExisted: true });
	});

	it('counts one that is not active, and not one that is deleted', async () => {
		const { output } = succeeded(await create([loft, attic], { ifExists: 'create' }));
		const [first, second] = jsonOf(output).map(({ id }) => String(id));
		bench.control.sprove.setActive({ id: first!, active: false });
		const propertyId = { __rl: true, mode: 'id', value: second };
		succeeded(
			await bench.run('sprove', { resource: 'property', operation: 'delete', propertyId } as INodeParameters),
		);
		expect(found(await create([loft, attic]))).toEqual([
			['Loft 7', true],
			['Attic', false],
		]);
	});

	it('creates one of several identical items of a run and returns it for all, with one request for the list', async () => {
		const { output } = succeeded(await create([attic, loft, loft, loft]));
		expect(pairing(output)).toEqual([0, 1, 2, 3]);
		expect(jsonOf(output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([false, false, true, true]);
		expect(kept()).toHaveLength(2);
		expect(bench.arrived('listProperties')).toHaveLength(1);
	});

	it('stops with what is there and creates nothing', async () => {
		succeeded(await create([loft]));
		const { output, errorOutput } = await create(
			[attic, loft],
			{ ifExists: 'stop' },
			{ onError: 'continueErrorOutput' },
		);
		expect([pairing(output), pairing(errorOutput)]).toEqual([[0], [1]]);
		expect(errorOutput[0]!.json).toMatchObject({
			...loft,
			error: `sprove already has Loft 7 at ${loft.address}: ${kept()[0]!.id} [item 1]`,
			details: { description: expect.stringContaining('Nothing was created') },
		});
		expect(kept()).toHaveLength(2);
	});

	it('creates anyway without looking', async () => {
		const { output } = succeeded(await create([loft, loft], { ifExists: 'create' }));
		expect(bench.arrived('listProperties')).toEqual([]);
		expect(new Set(jsonOf(output).map(({ id }) => id)).size).toBe(2);
		expect(output[0]!.json).not.toHaveProperty('alreadyExisted');
	});

	it.each(['listProperties', 'getProperty'])(
		'creates nothing when it cannot check (%s)',
		async (operationId) => {
			succeeded(await create([loft]));
			bench.control.faults.add({ operationId, kind: 'status', status: 404, body: { error: 'Not today' } });
			expect((await create([loft])).error?.message).toContain('Not today');
			expect(creates()).toHaveLength(1);
		},
	);

	it('creates nothing twice when n8n runs the whole node again (Retry On Fail)', async () => {
		fault({ kind: 'status', status: 500, body: { error: 'Broken' }, skip: 1, times: 1 });
		const again = { retryOnFail: { maxTries: 2, waitBetweenTries: 1 } };
		const result = await create([loft, attic, cellar], { requestOptions: { concurrency: 1 } }, again);
		expect(found(result)).toEqual([
			['Loft 7', true],
			['Attic', false],
			['Cellar', false],
		]);
		expect(kept()).toHaveLength(3);
	});
});

describe('a create of which no answer comes back', () => {
	it.each([
		['return', { kind: 'dropAfter' }],
		['stop', { kind: 'dropAfter' }],
		['return', { kind: 'malformed' }],
		['return', { kind: 'empty' }],
	] as Array<[string, FaultSpec]>)('is found again and not repeated (%s, %j)', async (ifExists, spec) => {
		fault(spec);
		expect(succeeded(await create([loft], { ifExists })).output[0]!.json).toMatchObject({
			...loft,
			alreadyExisted: false,
		});
		expect(creates()).toHaveLength(1);
		expect(kept()).toHaveLength(1);
	});

	it('fails when nothing is found, and is not repeated', async () => {
		fault({ kind: 'dropBefore' });
		const { error } = await create([loft]);
		expect(error?.description).toContain('look there before you run this item again');
		expect(creates()).toHaveLength(1);
		expect(kept()).toEqual([]);
	});
});
