import type { IDataObject } from 'n8n-workflow';

import { SproveTrigger } from '../../../nodes/Sprove/SproveTrigger.node';
import { callLoadOptions } from '../../support/loadOptions';
import { credentialFor, partners } from '../../support/pack';
import { fromAnotherProcess, useTrigger } from '../../support/useTrigger';

const bench = useTrigger('sprove');

const sprove = () => bench.control.sprove;
const properties = (count = 1, checks = 0) => sprove().addProperties({ count, checks });
const check = (propertyId: string, tenantName: string, more: IDataObject = {}) =>
	sprove().addCheck({ propertyId, tenantName, ...more });
const told = (items: IDataObject[]) =>
	items.map(({ tenant_name, event, changed }) => [tenant_name, event, changed]);

describe('the first activation', () => {
	it('takes the checks that are there for known', async () => {
		const [id = ''] = properties(3, 4);
		const trigger = bench.trigger();
		expect(await trigger.activate()).toEqual([]);
		check(id, 'Siv', { approved: true, validUntil: 1_767_225_600 });
		expect(await trigger.poll()).toMatchObject([
			{
				event: 'newCheck',
				changed: null,
				tenant_name: 'Siv',
				property_id: id,
				property_name: 'Leilighet 1',
				stage: 'passed',
				valid_until_date: '2026-01-01T00:00:00.000Z',
			},
		]);
		expect(await trigger.poll()).toEqual([]);
	});

	it('fails when no property can be read', async () => {
		properties(2);
		bench.control.faults.add({ kind: 'status', status: 500, body: {}, path: '/checks', times: -1 });
		await expect(bench.trigger().activate()).rejects.toThrow('sprove cannot answer at the moment (HTTP 500)');
	});
});

describe('checks', () => {
	it('that change are told with what they were', async () => {
		const [id = ''] = properties();
		const { index } = check(id, 'Kari', { approved: false, validUntil: null });
		const trigger = bench.trigger();
		await trigger.activate();
		sprove().changeCheck({ propertyId: id, index, approved: true, validUntil: 1_800_000_000 });
		expect(told(await trigger.poll())).toEqual([
			[
				'Kari',
				'changedCheck',
				{ approved: { from: false, to: true }, valid_until: { from: null, to: 1_800_000_000 } },
			],
		]);
		sprove().changeCheck({ propertyId: id, index, validUntil: 1_800_000_001 });
		expect(told(await trigger.poll())).toEqual([
			['Kari', 'changedCheck', { valid_until: { from: 1_800_000_000, to: 1_800_000_001 } }],
		]);
	});

	it('that are alike to the letter are counted', async () => {
		const [id = ''] = properties();
		const twin = { approved: true, validUntil: 1_800_000_000, maxRent: 1, avgWage: 2, currentRent: 3 };
		check(id, 'Twin', twin);
		const trigger = bench.trigger();
		await trigger.activate();
		check(id, 'Twin', twin);
		check(id, 'Twin', twin);
		expect(told(await trigger.poll())).toEqual([
			['Twin', 'newCheck', null],
			['Twin', 'newCheck', null],
		]);
		expect(await trigger.poll()).toEqual([]);
	});

	it.each([
		[['newCheck'], [['Ola', 'newCheck']]],
		[['changedCheck'], [['Kari', 'changedCheck']]],
		[
			['newCheck', 'changedCheck'],
			[
				['Kari', 'changedCheck'],
				['Ola', 'newCheck'],
			],
		],
		[
			[],
			[
				['Kari', 'changedCheck'],
				['Ola', 'newCheck'],
			],
		],
	])('are told for %j', async (triggerOn, expected) => {
		const [id = ''] = properties();
		const { index } = check(id, 'Kari', { approved: false, validUntil: null });
		const trigger = bench.trigger({ triggerOn });
		await trigger.activate();
		sprove().changeCheck({ propertyId: id, index, approved: true });
		check(id, 'Ola');
		expect((await trigger.poll()).map(({ tenant_name, event }) => [tenant_name, event])).toEqual(expected);
	});

	it('are not left out without a word where Trigger On has what is none of its choices', async () => {
		const [id = ''] = properties();
		const trigger = bench.trigger();
		await trigger.activate();
		check(id, 'Ola');
		trigger.change({ triggerOn: ['newCheck', 'New Check'] });
		await expect(trigger.activate()).rejects.toThrow(
			'Trigger On must be one or more of changedCheck, newCheck, not New Check',
		);
		trigger.change({ triggerOn: ['newCheck'] });
		expect(told(await trigger.activate())).toEqual([['Ola', 'newCheck', null]]);
	});

	it('are the same in any order of their members', async () => {
		const [id = ''] = properties();
		check(id, 'Kari');
		const trigger = bench.trigger();
		await trigger.activate();
		const [{ checks } = { checks: [] }] = bench.control.state().partners.sprove.properties;
		const reversed = checks.map((each) => Object.fromEntries(Object.entries(each).reverse()));
		bench.control.faults.add({
			kind: 'status',
			status: 200,
			body: { checks: reversed, property_id: id },
			path: '/checks',
		});
		expect(await trigger.poll()).toEqual([]);
	});
});

describe('properties', () => {
	it('that are inactive are not watched, and lose nothing by it', async () => {
		const [id = '', other = ''] = properties(2, 3);
		const trigger = bench.trigger();
		await trigger.activate();
		sprove().setActive({ id, active: false });
		check(id, 'Meanwhile');
		check(other, 'Other');
		expect(told(await trigger.poll())).toEqual([['Other', 'newCheck', null]]);
		sprove().setActive({ id, active: true });
		expect(told(await trigger.poll())).toEqual([['Meanwhile', 'newCheck', null]]);
	});

	it('that are new bring all their checks', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		const [id = ''] = properties(1, 2);
		expect(await trigger.poll()).toMatchObject([
			{ property_id: id, event: 'newCheck' },
			{ property_id: id, event: 'newCheck' },
		]);
	});

	it('that are picked from the list are watched', async () => {
		const [id = '', other = ''] = sprove().addProperties({ count: 2 });
		const listed = await callLoadOptions(new SproveTrigger(), 'getProperties', {
			credentials: { sproveApi: credentialFor('sprove', bench.url) },
			credentialTypes: [partners.sprove.type()],
		});
		expect(listed.map(({ value }) => value)).toEqual([id, other]);
		expect(listed[0]?.name).toBe('Leilighet 1');
		const trigger = bench.trigger({ watch: 'listed', properties: [other] });
		await trigger.activate();
		check(id, 'One');
		check(other, 'Two');
		expect(told(await trigger.poll())).toEqual([['Two', 'newCheck', null]]);
	});

	it('have to be picked where they are to be', async () => {
		await expect(bench.trigger({ watch: 'listed' }).activate()).rejects.toThrow('must be filled in');
	});

	it('that are chosen are watched, by ID or link, each once, also when they are inactive', async () => {
		const [id = '', other = '', third = ''] = sprove().addProperties({ count: 3, active: false });
		const trigger = bench.trigger({
			watch: 'chosen',
			propertyIds: `${id}, https://sprove.example.test/properties/${other} ${id}`,
		});
		await trigger.activate();
		check(id, 'One');
		check(other, 'Two');
		check(third, 'Three');
		expect(told(await trigger.poll())).toEqual([
			['One', 'newCheck', null],
			['Two', 'newCheck', null],
		]);
		expect(bench.arrived('listProperties')).toEqual([]);
	});

	it('that are added to the chosen ones bring nothing of what was there, and lose nothing over a crash', async () => {
		const [id = '', other = ''] = properties(2, 2);
		const trigger = bench.trigger({ watch: 'chosen', propertyIds: id });
		await trigger.activate();
		check(id, 'One');
		trigger.deactivate();
		trigger.change({ propertyIds: `${id}, ${other}` });
		expect(await trigger.activate('update')).toEqual([]);
		check(other, 'Two');
		trigger.comeFrom(fromAnotherProcess('sprove'));
		expect(told(await trigger.activate('init'))).toEqual([
			['One', 'newCheck', null],
			['Two', 'newCheck', null],
		]);
	});

	it('of which one is bad do not wait for it; it tells everything once it is good again', async () => {
		const [good = '', bad = ''] = properties(2, 2);
		const trigger = bench.trigger();
		await trigger.activate();
		const end = bench.outage(bad);
		check(good, 'Good');
		check(bad, 'Bad');
		expect(told(await trigger.poll())).toEqual([['Good', 'newCheck', null]]);
		expect(trigger.errors).toEqual([]);
		expect(trigger.log).toEqual([
			`Trigger: Property ${bad} was passed over: sprove cannot answer at the moment (HTTP 503)`,
		]);
		end();
		expect(told(await trigger.poll())).toEqual([['Bad', 'newCheck', null]]);
	});

	it('of which one answers with something else than a list count as bad, not as empty', async () => {
		const [, bad = ''] = properties(2, 2);
		const trigger = bench.trigger();
		await trigger.activate();
		bench.control.faults.add({ kind: 'status', status: 200, body: { error: 'oops' }, path: bad });
		expect(await trigger.poll()).toEqual([]);
		expect(trigger.log).toHaveLength(1);
		expect(await trigger.poll()).toEqual([]);
	});

	it('are read a few at a time', async () => {
		properties(60);
		const trigger = bench.trigger();
		await trigger.activate();
		expect(bench.arrived('listChecks')).toHaveLength(120);
		expect(bench.control.state().partners.sprove.maxInFlight).toBeLessThanOrEqual(5);
	});
});

describe('an ID', () => {
	it.each([
		['..', 'Property IDs must be an ID without spaces, slashes, "?", "#" or "%"'],
		['good, .', 'Property IDs must be an ID without spaces, slashes, "?", "#" or "%"'],
		['a/../../auth', 'Property IDs must be an ID without spaces, slashes, "?", "#" or "%"'],
		['https://sprove.example.test/properties/%2e%2e', 'Property IDs must be an ID without spaces'],
		[' , ,', 'Property IDs must be filled in'],
	])('that is typed and is none, %j, is said and nothing is sent', async (propertyIds, message) => {
		const trigger = bench.trigger({ watch: 'chosen', propertyIds });
		await expect(trigger.activate()).rejects.toMatchObject({
			message: expect.stringContaining(message),
			failure: { cause: 'configuration-invalid' },
		});
		expect(bench.arrived()).toEqual([]);
	});

	it('that sprove lists and is none is passed over, which is said once, and the others go on', async () => {
		const [id = ''] = properties();
		const [listed] = bench.control.state().partners.sprove.properties;
		const odd = ['..', '.', '', 'a/b', 'a?b', null, [], { id: 'x' }].map((one) => ({
			...listed,
			id: one,
		}));
		const list = [null, 'nonsense', ...odd, { ...listed, id, active: true }];
		bench.control.faults.add({
			kind: 'status',
			status: 200,
			body: { properties: list, page: 1, per_page: 100 },
			operationId: 'listProperties',
			times: -1,
		});
		const trigger = bench.trigger();
		await trigger.activate();
		check(id, 'Siv');
		expect(told(await trigger.poll())).toEqual([['Siv', 'newCheck', null]]);
		expect(trigger.log).toEqual([
			'Trigger: sprove lists properties without a usable ID; they are passed over',
		]);
		expect(new Set(bench.arrived().map(({ path }) => path.split('?')[0]))).toEqual(
			new Set(['/sprove/auth', '/sprove/properties', `/sprove/properties/${id}/checks`]),
		);
	});
});

it('passes over what is no check, says so once, and reads the others', async () => {
	const [id = ''] = properties(1, 1);
	const [{ checks } = { checks: [] }] = bench.control.state().partners.sprove.properties;
	const trigger = bench.trigger();
	await trigger.activate();
	const news = { ...checks[0], tenant_name: 'constructor' };
	const body = { checks: [null, 7, [], ...checks, news, 'nonsense'], property_id: id };
	bench.control.faults.add({ kind: 'status', status: 200, body, path: '/checks', times: -1 });
	expect(told(await trigger.poll())).toEqual([['constructor', 'newCheck', null]]);
	expect(await trigger.poll()).toEqual([]);
	expect(trigger.log).toEqual(['Trigger: sprove lists entries that are no checks; they are passed over']);
});

describe('an outage', () => {
	it('is reported once, also when the login fails; what came meanwhile is told afterwards', async () => {
		const [id = ''] = properties();
		const trigger = bench.trigger();
		await trigger.activate();
		check(id, 'During');
		const end = bench.outage();
		sprove().expireTokens();
		for (const _ of [1, 2, 3]) await trigger.poll();
		expect(trigger.errors.map(({ message }) => message)).toEqual([
			'sprove cannot answer at the moment (HTTP 503)',
		]);
		end();
		expect(told(await trigger.poll())).toEqual([['During', 'newCheck', null]]);
	});
});

it('brings what was passed on last once more after a crash', async () => {
	const [id = ''] = properties(1, 2);
	const trigger = bench.trigger();
	await trigger.activate();
	check(id, 'Settled');
	await trigger.poll();
	check(id, 'Last');
	await trigger.poll();
	trigger.comeFrom(fromAnotherProcess('sprove'));
	expect(await trigger.activate('init')).toMatchObject([{ tenant_name: 'Last', redelivered: true }]);
	expect(await trigger.poll()).toEqual([]);
});

it('shows a check in the editor and moves nothing', async () => {
	properties(2, 1);
	const trigger = bench.trigger();
	expect(await trigger.sample()).toMatchObject([
		{ event: 'newCheck', changed: null, property_name: 'Leilighet 1' },
	]);
	expect(trigger.stored).toBe('{}');
});
