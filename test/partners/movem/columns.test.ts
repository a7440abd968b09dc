import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { tenantColumns } from '../../../nodes/Movem/application/columns';
import { callResourceMapping } from '../../support/loadOptions';
import { partners } from '../../support/pack';
import { bodyOf, jsonOf, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

/** The operations that take a row of a sheet. */
const TAKE_ROWS = ['create', 'upsert'];

const run = async (rows: IDataObject[], more: IDataObject = {}, operation = 'create') =>
	await bench.run(
		'movem',
		{ resource: 'application', operation, specify: 'columns', ...more } as INodeParameters,
		rows,
	);
const ada = { 'Tenant Name': 'Ada Quill', 'Tenant Email': 'ada.quill@example.test', Property: 'Flat 3' };
const sent = () => bench.arrived('createApplication').map((request) => bodyOf(request));

it.each([
	['as in the panel', ada],
	[
		'in any spelling',
		{ tenant_name: 'Ada Quill', 'TENANT-EMAIL': 'ada.quill@example.test', ' property': 'Flat 3' },
	],
	['as Movem calls them', { name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3' }],
])('a sheet with the headings %s invites its tenants', async (_, row) => {
	const { output } = succeeded(await run([row]));
	expect(jsonOf(output)).toMatchObject([{ email: 'ada.quill@example.test', alreadyExisted: false }]);
	expect(sent()).toEqual([{ name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3' }]);
});

describe.each(TAKE_ROWS)('Application: %s', (operation) => {
	it('maps each column', async () => {
		const value = { name: '={{ $json.who }}', email: 'lou@example.test', property: 'Flat 4' };
		succeeded(await run([{ who: 'Lou' }], { columns: { mappingMode: 'defineBelow', value } }, operation));
		expect(sent()).toEqual([{ name: 'Lou', email: 'lou@example.test', property: 'Flat 4' }]);
	});

	it('says which heading is missing before a credit is spent', async () => {
		const row = { Name: 'Ada Quill', 'E-Mail': 'ada.quill@example.test', Address: 'Flat 3' };
		const { error } = await run([row], {}, operation);
		expect(error?.message).toBe('Column “Property” must be filled in');
		expect(error?.description).toContain('“Address”');
		expect(bench.arrived()).toEqual([]);
	});

	it('counts the rows of a sheet for what is to be kept', async () => {
		bench.control.movem.setCredits({ credits: 2 });
		const lou = { 'Tenant Name': 'Lou Finch', email: '', 'Tenant Email': 'lou@example.test' };
		const rows = [ada, { ...ada, ...lou }];
		const { error } = await run(rows, { options: { keepCredits: 1 } }, operation);
		expect(error?.message).toContain('3 are needed: 2 for the applications');
		expect(sent()).toEqual([]);
	});

	it('the fields of a workflow that was saved before there were columns are read as they were', async () => {
		const saved = { name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3' };
		const parameters = { resource: 'application', operation, ...saved } as INodeParameters;
		succeeded(await bench.run('movem', parameters, [{ 'Tenant Name': 'Somebody Else' }]));
		expect(sent()).toEqual([saved]);
	});
});

it('a sheet that is sent again creates nobody twice, and corrects at Movem what was corrected in it', async () => {
	const lou = { name: 'Lou Finch', email: 'lou@example.test', property: 'Flat 4' };
	succeeded(await run([ada, lou], {}, 'upsert'));
	const corrected = { ...ada, 'Tenant Name': 'Ada Quill-Finch' };
	const { output } = succeeded(await run([corrected, lou], {}, 'upsert'));
	expect(jsonOf(output)).toMatchObject([
		{ name: 'Ada Quill-Finch', alreadyExisted: true, updated: true },
		{ name: 'Lou Finch', alreadyExisted: true, updated: false },
	]);
	expect(sent()).toHaveLength(2);
	expect(bench.arrived('updateApplication').map((request) => bodyOf(request))).toEqual([
		{ name: 'Ada Quill-Finch' },
	]);
});

it('n8n gets the columns, all of them required', async () => {
	const { fields } = await callResourceMapping(partners.movem.node(), 'getTenantColumns');
	const headings = fields.map(({ displayName }) => displayName);
	expect(headings).toEqual(tenantColumns.columns.map(({ heading }) => heading));
	expect(fields.every(({ required, removed }) => required && !removed)).toBe(true);
});
