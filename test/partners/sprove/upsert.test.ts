import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { bodyOf, jsonOf, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

const LOFT = { name: 'Loft 7', address: 'Strandgaten 1, 5013 Bergen', rent: 14500 };
const upsert = async (items: IDataObject[], more: IDataObject = {}) =>
	await bench.run(
		'sprove',
		{
			resource: 'property',
			operation: 'upsert',
			name: '={{ $json.name }}',
			address: '={{ $json.address }}',
			rent: '={{ $json.rent }}',
			rentCurrency: 'NOK',
			...more,
		} as INodeParameters,
		items,
	);
const properties = () => bench.control.state().partners.sprove.properties;
const deposit = { additionalFields: { deposit: 29000, deposit_currency: 'NOK' } };

it('creates what is not there, and changes what is', async () => {
	const created = succeeded(await upsert([LOFT], deposit));
	expect(jsonOf(created.output)).toMatchObject([
		{ ...LOFT, deposit: 29000, alreadyExisted: false, updated: false },
	]);
	const changed = succeeded(await upsert([{ ...LOFT, rent: 15000 }], deposit));
	const [{ id } = {}] = jsonOf(created.output);
	expect(jsonOf(changed.output)).toMatchObject([
		{ ...LOFT, id, rent: 15000, alreadyExisted: true, updated: true },
	]);
	expect(bench.arrived('updateProperty').map(bodyOf)).toEqual([{ property: { rent: 15000 } }]);
	expect(properties()).toHaveLength(1);
	expect(changed.hints?.map(({ message }) => message)).toEqual(['sprove, Custom: 1 updated.']);
});

it('sends nothing where nothing is other than it was', async () => {
	await upsert([LOFT], deposit);
	bench.control.clearJournal();
	const { output } = succeeded(await upsert([LOFT], deposit));
	expect(jsonOf(output)).toMatchObject([{ ...LOFT, alreadyExisted: true, updated: false }]);
	expect(bench.lines()).not.toContainEqual(expect.stringMatching(/^(POST|PUT) .*properties/));
});

it('leaves a deposit alone that is not given', async () => {
	await upsert([LOFT], deposit);
	const { output } = succeeded(await upsert([{ ...LOFT, rent: 15000 }]));
	expect(jsonOf(output)).toMatchObject([{ rent: 15000, deposit: 29000 }]);
});

it('takes a deposit without a currency for one in that of the rent, whatever it was in', async () => {
	const inCurrency = async (rentCurrency: string) =>
		jsonOf(succeeded(await upsert([LOFT], { rentCurrency, additionalFields: { deposit: 29000 } })).output);
	expect(await inCurrency('NOK')).toMatchObject([{ deposit: 29000, deposit_currency: 'NOK' }]);
	expect(await inCurrency('EUR')).toMatchObject([{ deposit: 29000, deposit_currency: 'EUR' }]);
	expect(bench.arrived('updateProperty').map(bodyOf)).toEqual([
		{ property: { rent_currency: 'EUR', deposit_currency: 'EUR' } },
	]);
});

it('knows a property by name and address in any case of letters, and corrects them', async () => {
	await upsert([LOFT]);
	const { output } = succeeded(
		await upsert([
			{ ...LOFT, name: 'LOFT 7' },
			{ ...LOFT, address: 'Strandgaten 2' },
		]),
	);
	expect(jsonOf(output)).toMatchObject([
		{ name: 'LOFT 7', updated: true },
		{ address: 'Strandgaten 2', alreadyExisted: false },
	]);
	expect(properties()).toHaveLength(2);
});

it('takes the last of equal items of a run, in their order', async () => {
	bench.control.setLatency(10);
	const rents = [9000, 9100, 9200, 9300];
	const { output } = succeeded(await upsert(rents.map((rent) => ({ ...LOFT, rent }))));
	expect(jsonOf(output).map(({ rent }) => rent)).toEqual(rents);
	expect(properties()).toHaveLength(1);
});

it('refuses what create refuses', async () => {
	const { error } = await upsert([{ ...LOFT, rent: 0.001 }]);
	expect(error?.message).toContain('Monthly Rent can have at most 2 decimals in NOK');
	expect(bench.arrived()).toEqual([]);
});
