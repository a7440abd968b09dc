import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Sprove } from '../../../nodes/Sprove/Sprove.node';
import { callListSearch } from '../../support/loadOptions';
import { credentialFor, partners } from '../../support/pack';
import { jsonOf, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });
const checks = async (id: unknown, parameters: IDataObject = {}) =>
	await bench.run('sprove', {
		resource: 'check',
		operation: 'getAll',
		propertyId: byId(id),
		...parameters,
	} as INodeParameters);
const given = (...said: Array<Parameters<typeof bench.control.sprove.addCheck>[0]['approved']>) => {
	const [propertyId] = bench.control.sprove.addProperties({ count: 1 });
	return {
		propertyId: propertyId!,
		checks: said.map(
			(approved) => bench.control.sprove.addCheck({ propertyId: propertyId!, approved }).check,
		),
	};
};

describe('Check → Get Many', () => {
	it('adds stage, property and date, and keeps what sprove said', async () => {
		const { propertyId, checks: said } = given(true, false);
		expect(jsonOf(succeeded(await checks(propertyId)).output)).toEqual([
			// 90 days after the time of the test.
			{ ...said[0], property_id: propertyId, valid_until_date: '2025-05-30T09:30:00.000Z', stage: 'passed' },
			{ ...said[1], property_id: propertyId, valid_until_date: null, stage: 'failed' },
		]);
		expect(said).toMatchObject([
			{ approved: true, valid_until: 1_748_597_400 },
			{ approved: false, valid_until: null },
		]);
		expect(bench.lines().slice(1)).toEqual([`GET /sprove/properties/${propertyId}/checks`]);
		expect(jsonOf(succeeded(await checks(propertyId, { simplify: false })).output)).toEqual(said);
	});

	it.each([
		[1_767_225_600, '2026-01-01T00:00:00.000Z'],
		['1767225600', '2026-01-01T00:00:00.000Z'],
		[0, '1970-01-01T00:00:00.000Z'],
		[null, null],
		['soon', null],
		[undefined, null],
		[1e18, null],
	])('reads valid_until %j as %j', async (validUntil, date) => {
		const body = { checks: [{ tenant_name: 'Kari Prøve', approved: true, valid_until: validUntil }] };
		bench.control.faults.add({ kind: 'status', status: 200, body, operationId: 'listChecks' });
		const [check] = jsonOf(succeeded(await checks('some-id')).output);
		expect(check).toMatchObject({ valid_until_date: date, stage: 'passed', property_id: 'some-id' });
		expect(check!.valid_until).toBe(validUntil);
	});

	it.each([
		['true', 'passed'],
		[' True ', 'passed'],
		['false', 'failed'],
		['FALSE', 'failed'],
		[null, null],
		[undefined, null],
		['', null],
		['no', null],
		[0, null],
		[1, null],
		[{}, null],
	])('takes approved %j for the stage %j', async (approved, stage) => {
		const body = { checks: [{ tenant_name: 'Kari Prøve', approved, valid_until: null }] };
		bench.control.faults.add({ kind: 'status', status: 200, body, operationId: 'listChecks' });
		const [check] = jsonOf(succeeded(await checks('some-id')).output);
		expect(check).toMatchObject({ tenant_name: 'Kari Prøve', stage });
		expect(check!.approved).toEqual(approved);
	});

	it('reads the checks of a property that was deleted, which itself is gone', async () => {
		const { propertyId } = given(true, false);
		const one = async (operation: string) =>
			await bench.run('sprove', {
				resource: 'property',
				operation,
				propertyId: byId(propertyId),
			} as INodeParameters);
		succeeded(await one('delete'));
		expect((await one('get')).error?.httpCode).toBe('404');
		expect(succeeded(await checks(propertyId)).output).toHaveLength(2);
	});

	it('returns none where nobody has verified themselves, however sprove says so', async () => {
		expect(succeeded(await checks(given().propertyId)).output).toEqual([]);
		for (const fault of [
			{ kind: 'status', status: 200, body: { checks: null } },
			{ kind: 'status', status: 200, body: [] },
			{ kind: 'empty', status: 204 },
		] as const) {
			bench.control.faults.add({ ...fault, operationId: 'listChecks' });
			expect(succeeded(await checks(given(true).propertyId)).output).toEqual([]);
		}
	});

	it.each([[[null]], [[{ tenant_name: 'Kari Prøve', approved: true }, 'x']]])(
		'does not take %j for checks',
		async (list) => {
			bench.control.faults.add({
				kind: 'status',
				status: 200,
				body: { checks: list },
				operationId: 'listChecks',
			});
			expect((await checks('some-id')).error?.message).toBe(
				'sprove answered with something else than a list of checks',
			);
		},
	);

	it('keeps to the limit and says that there are more', async () => {
		const { propertyId, checks: said } = given(...Array<boolean>(60).fill(true));
		const names = (result: Awaited<ReturnType<typeof checks>>) =>
			jsonOf(succeeded(result).output).map(({ tenant_name: name }) => name);
		const all = said.map(({ tenant_name: name }) => name);
		const some = await checks(propertyId);
		expect(names(some)).toEqual(all.slice(0, 50));
		expect(some.hints).toEqual([
			expect.objectContaining({ message: expect.stringContaining('more checks') }),
		]);
		const every = await checks(propertyId, { returnAll: true });
		expect(names(every)).toEqual(all);
		expect(every.hints ?? []).toEqual([]);
	});

	it('says that there is no such property', async () => {
		const { error } = await checks('nowhere');
		expect(error).toMatchObject({
			httpCode: '404',
			message: 'sprove refuses the request: Property not found',
		});
	});
});

describe('the list of properties in the editor', () => {
	const search = async (filter?: string, changes: IDataObject = {}) =>
		await callListSearch(new Sprove(), 'searchProperties', {
			credentials: { sproveApi: credentialFor('sprove', bench.url, changes) },
			credentialTypes: [partners.sprove.type()],
			filter,
		});

	it('shows names, links and what is not active, and gives the ID', async () => {
		const [first] = bench.control.sprove.addProperties({ count: 2 });
		const [third] = bench.control.sprove.addProperties({ count: 1, active: false });
		const { results } = await search();
		expect(results.map(({ name }) => name)).toEqual(['Leilighet 1', 'Leilighet 2', 'Leilighet 3 (inactive)']);
		expect(results[0]).toEqual({
			name: 'Leilighet 1',
			value: first,
			url: `${bench.url}/sprove/verify/properties/${first}`,
		});
		expect(results[2]!.value).toBe(third);
	});

	it('finds by a piece of the name in any case, behind the first page, too', async () => {
		const all = bench.control.sprove.addProperties({ count: 250 });
		expect((await search()).results).toHaveLength(250);
		expect((await search('LEILIGHET 233')).results.map(({ value }) => value)).toEqual([all[232]]);
		expect((await search('nothing like it')).results).toEqual([]);
	});

	it('shows the ID of one whose name is missing, and says so where one is no property', async () => {
		const answer = (properties: unknown[]) =>
			bench.control.faults.add({
				kind: 'status',
				status: 200,
				body: { properties },
				operationId: 'listProperties',
				times: 2,
			});
		answer([
			{ id: 'p-1', name: null, active: true },
			{ id: 'p-2', active: true },
		]);
		expect((await search('P-2')).results).toEqual([{ name: 'p-2', value: 'p-2', url: undefined }]);
		answer([{ id: 'p-1', name: 'Loft' }, null]);
		await expect(search()).rejects.toThrow('something else than a list of properties with an ID each');
	});

	it('says why it is empty when the secret is wrong', async () => {
		await expect(search('', { secretKey: 'no-such-secret' })).rejects.toThrow(
			'sprove does not accept the credential: Client-ID or Secret-Key is wrong',
		);
	});
});
