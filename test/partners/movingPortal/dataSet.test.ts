import type { INodeParameters } from 'n8n-workflow';

import { load } from '../../support/load';
import { jsonOf, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();
const get = async (value: string) =>
	await bench.run('movingPortal', {
		resource: 'dataSet',
		operation: 'get',
		setCode: { __rl: true, mode: 'list', value },
	} as INodeParameters);

it.each(['list', 'object'] as const)('the entries of a data set are items, also in a(n) %s', async (as) => {
	bench.control.movingPortal.setSwitches({ dataSetAs: as });
	const { output } = succeeded(await get('DEFAULT-PROPERTYTYPES'));
	expect(jsonOf(output)).toContainEqual({ code: 'FLAT', description: 'Flat', information: [] });
	expect(output).toHaveLength(6);
	expect(bench.lines()).toEqual(['GET /moving-portal/data/DEFAULT-PROPERTYTYPES']);
});

it.each([
	['codes without an object', ['FLAT', 'UNKNOWN'], [{ code: 'FLAT' }, { code: 'UNKNOWN' }]],
	['a list of another name', { DataSetItems: [{ Code: 'FLAT' }], setCode: 'X' }, [{ Code: 'FLAT' }]],
	['no entries', [], []],
])('%s are passed on as they are', async (_, body, items) => {
	bench.control.faults.add({ kind: 'status', status: 200, body });
	expect(jsonOf(succeeded(await get('X')).output)).toEqual(items);
});

it.each([{ items: [], others: [] }, { code: 'FLAT' }])('%j is no data set', async (body) => {
	bench.control.faults.add({ kind: 'status', status: 200, body });
	expect((await get('X')).error?.message).toContain('something else than a list of codes');
});

it('a data set without access is an error in their words', async () => {
	expect((await get('SECRETS')).error?.message).toContain('Not Found: No such data set.');
});

it('the known data sets are picked from a list, by name or code', async () => {
	const search = load<(filter?: string) => Promise<{ results: Array<{ value: string }> }>>(
		'nodes/MovingPortal/methods/listSearch.ts',
		'searchDataSets',
	);
	const all = (await search()).results.map(({ value }) => value);
	expect(new Set(all).size).toBe(12);
	expect((await search('reasons to c')).results.map(({ value }) => value)).toEqual([
		'CANCELCASEREASONS',
		'CANCELAPPOINTMENTREASONS',
		'CHANGECASEPRODUCTREASONS',
	]);
	expect((await search('default-')).results).toHaveLength(2);
});
