import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { referralColumns } from '../../../nodes/MovingPortal/referral/columns';
import { callResourceMapping } from '../../support/loadOptions';
import { partners } from '../../support/pack';
import { bodyOf, jsonOf, succeeded, useSimulator } from '../../support/useSimulator';
import { DOCUMENTED } from './referrals';

const bench = useSimulator();

const AUTOMATICALLY = { mappingMode: 'autoMapInputData', value: null } as IDataObject;
const parameters = (columns: IDataObject | undefined, more: IDataObject = {}) =>
	({
		resource: 'referral',
		operation: 'create',
		specify: 'columns',
		...(columns && { columns }),
		...more,
	}) as INodeParameters;
const run = async (rows: IDataObject[], more: IDataObject = {}, options = {}) =>
	await bench.run('movingPortal', parameters(AUTOMATICALLY, more), rows, options);

const small = {
	'Product Code': 'RICSL2SURVEY',
	'Total Fee Including VAT': '£620.00',
	'Integration Reference': 'I-1',
	'Property Value or Purchase Price': '285,000',
	'Property Address Line 1': '3 Fiction Row',
	'Property Postcode': 'AB1 2CD',
	'Customer First Name': 'Kim',
	'Customer Last Name': 'Example',
	'Customer Email': 'kim@example.test.nosend',
	'Customer Telephone Number': '01234 567890',
};

/** Where the documented payload has the value of a column, by the labels of the panel. */
const [theCase] = DOCUMENTED.cases;
const { addressFormatCode: _, ...firmAddress } = DOCUMENTED.referrer.address;
const PARTS: Record<string, object | undefined> = {
	customers_1: DOCUMENTED.customers[0],
	customers_2: DOCUMENTED.customers[1],
	propertyAddress: DOCUMENTED.propertyAddress,
	correspondenceAddress: DOCUMENTED.correspondenceAddress,
	accessDetails: DOCUMENTED.accessDetails,
	referrer: { ...DOCUMENTED.referrer, ...firmAddress },
	'': { ...theCase, ...DOCUMENTED },
};
const documentedCell = (id: string): unknown => {
	const at = id.lastIndexOf('_');
	const part = PARTS[id.slice(0, Math.max(at, 0))] as Record<string, unknown> | undefined;
	return part?.[id.slice(at + 1)];
};
const documentedRow = (nameOf: (column: (typeof referralColumns.columns)[number]) => string) =>
	Object.fromEntries(
		referralColumns.columns.map((column) => [nameOf(column), documentedCell(column.id) ?? '']),
	) as IDataObject;

it('access to the property that does not say through whom is not sent as through an agent', async () => {
	const access = { 'Access Contact Name': 'Jo', 'Access Telephone Number': '01234 567890' };
	const { error } = await run([{ ...small, ...access }]);
	expect(error?.message).toBe('Column “Access Through” must be AGENT or VENDOR');
	expect(bench.arrived('createReferral')).toEqual([]);
});

it.each([
	{ 'Total Fee Including VAT': '1.250' },
	{ 'Total Fee Including VAT': '0,620' },
	{ 'Property Value or Purchase Price': '285.000' },
])('an amount that can be read in two ways is not sent: %j', async (change) => {
	const { error } = await run([{ ...small, ...change }]);
	expect(error).toMatchObject({ name: 'NodeOperationError' });
	expect(bench.arrived('createReferral')).toEqual([]);
});

it.each([
	['its heading', documentedRow(({ heading }) => heading)],
	['its label in the panel', documentedRow(({ labels }) => labels[0])],
	['The Moving Portal’s name', documentedRow(({ names }) => names.at(-1) ?? '')],
])('every column by %s fills the whole documented payload, as the panel does', async (_name, row) => {
	succeeded(await run([row]));
	expect(bodyOf(bench.arrived('createReferral')[0])).toEqual(DOCUMENTED);
});

it('each column mapped by itself sends the whole documented payload', async () => {
	const value = documentedRow(({ id }) => id);
	const mapped = {
		mappingMode: 'defineBelow',
		value: { ...value, customers_1_firstName: '={{ $json.name }}' },
	};
	succeeded(await bench.run('movingPortal', parameters(mapped), [{ name: 'Kim' }]));
	expect(bodyOf(bench.arrived('createReferral')[0])).toEqual(DOCUMENTED);
});

it('a sheet of a few columns becomes a referral for each row, one customer or two', async () => {
	const two = {
		...small,
		'Integration Reference': 'I-2',
		customer_2_first_name: 'Lee',
		'customer-2-last-name': 'Example',
	};
	const { output } = succeeded(
		await run([
			{ row_number: 2, ...small },
			{ row_number: 3, ...two },
		]),
	);
	expect(output.map(({ json, pairedItem }) => [json.uniqueIntegrationReference, pairedItem])).toEqual([
		['I-1', { item: 0 }],
		['I-2', { item: 1 }],
	]);
	const sent = bench.arrived('createReferral').map((request) => bodyOf(request));
	expect(sent.map(({ customers }) => (customers as unknown[]).length)).toEqual([1, 2]);
	expect(sent[0]).toMatchObject({ propertyValueOrPurchasePrice: 285000, cases: [{ totalFeeInclVAT: 620 }] });
});

it('takes the columns automatically where nothing is stored of them', async () => {
	succeeded(await bench.run('movingPortal', parameters(undefined), [small]));
	expect(bench.arrived('createReferral')).toHaveLength(1);
});

it('names a column that nobody knows in a hint, and sends nothing of it', async () => {
	const { hints } = succeeded(await run([{ ...small, Agent: 'Jo', 'Move In': '2027-02-01' }]));
	expect(JSON.stringify(hints)).toContain(
		'There is no column of this name, and nothing of it is sent: “Agent”, “Move In”.',
	);
	expect(JSON.stringify(bodyOf(bench.arrived('createReferral')[0]))).not.toContain('2027');
});

it('says before anything is sent which heading is missing, and which one nobody knows', async () => {
	const { 'Customer First Name': given, ...rest } = small;
	const { error } = await run([{ ...rest, Forename: given }]);
	expect(error?.message).toBe('Column “Customer First Name” must be filled in');
	expect(error?.description).toContain(
		'nothing of it is sent: “Forename”. Nothing was sent to The Moving Portal.',
	);
	expect(bench.arrived()).toEqual([]);
});

it.each([
	['Customer Email', { 'Customer Email': '' }, 'must be filled in for the first customer'],
	['Customer Telephone Number', { 'Customer Telephone Number': 'none' }, 'must be a telephone number'],
	[
		'Property Value or Purchase Price',
		{ 'Property Value or Purchase Price': '' },
		'or a value tier code must',
	],
	['Total Fee Including VAT', { 'Send as Lead': 'yes' }, 'must be empty for a lead'],
	['Total Fee Including VAT', { 'Total Fee Including VAT': '620,5' }, 'must be a number'],
	['Year Built', { 'Year Built': '1998', 'Property Age': 'TENTOFIFTYYEARS' }, 'must be empty when'],
	[
		'Access Firm Name',
		{ 'Access Through': 'vendor', 'Access Contact Name': 'Jo', 'Access Telephone Number': '1' },
		'must be filled in when',
	],
	['Integration Reference', { 'Integration Reference': '' }, 'or a customer reference must be filled in'],
	['Integration Reference', { 'Integration Reference': '..' }, 'must be more than a dot or two'],
	['Referrer Company Name', { 'Referrer Company Reference': 'HR1' }, 'must be filled in'],
	['Send as Lead', { 'Send as Lead': 'perhaps' }, 'must be true or false'],
])('holds a row to the rules of the panel, by the heading: %s', async (heading, cells, problem) => {
	const { error } = await run([{ ...small, ...cells }]);
	expect(`${error?.message} ${error?.description}`).toContain(`Column “${heading}” ${problem}`);
	expect(bench.arrived()).toEqual([]);
});

it('a row that fails leaves the others alone, and goes on with what it was', async () => {
	const { output } = await run(
		[{ ...small, 'Property Postcode': '' }, small],
		{},
		{ onError: 'continueRegularOutput' },
	);
	expect(output[0]?.json).toMatchObject({ details: { fields: ['Column “Property Postcode”'] } });
	expect(jsonOf(output)[1]).toMatchObject({ uniqueIntegrationReference: 'I-1' });
});

it('a row that exists already is not sent again', async () => {
	succeeded(await run([small]));
	expect(jsonOf(succeeded(await run([small])).output)).toMatchObject([{ alreadyExisted: true }]);
	expect(bench.arrived('createReferral')).toHaveLength(1);
});

it('n8n gets the columns without asking anybody', async () => {
	const { fields } = await callResourceMapping(partners.movingPortal.node(), 'getReferralColumns');
	expect(fields.filter(({ required }) => required).map(({ displayName }) => displayName)).toEqual([
		'Customer First Name',
		'Customer Last Name',
		'Property Address Line 1',
		'Property Postcode',
		'Product Code',
	]);
	expect(bench.arrived()).toEqual([]);
});
