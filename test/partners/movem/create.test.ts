import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FaultSpec } from '../../../simulator/http/server';
import { bodyOf, jsonOf, pairing, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

const ada = { name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3, 9 Larch Row' };
const ben = { name: 'Ben Quill', email: 'ben.quill@example.test', property: 'Flat 3, 9 Larch Row' };
const cyd = { name: 'Cyd Quill', email: 'cyd.quill@example.test', property: 'Flat 3, 9 Larch Row' };

const fromInput: INodeParameters = {
	resource: 'application',
	operation: 'create',
	name: '={{ $json.name }}',
	email: '={{ $json.email }}',
	property: '={{ $json.property }}',
};

const create = async (
	items: IDataObject[],
	parameters: IDataObject = {},
	options: Parameters<typeof bench.run>[3] = {},
) => await bench.run('movem', { ...fromInput, ...parameters } as INodeParameters, items, options);
const credits = () => bench.control.state().partners.movem!.credits;
const creates = () => bench.arrived('createApplication');
const fault = (spec: FaultSpec) => bench.control.faults.add({ operationId: 'createApplication', ...spec });

describe('the request', () => {
	it('is the documented one, with the key in its header', async () => {
		succeeded(await create([ada], { ifExists: 'create' }));
		const [request] = bench.arrived();
		expect(bench.lines()).toEqual(['POST /movem/application']);
		expect(bodyOf(request)).toEqual(ada);
		expect(request!.headers).toMatchObject({
			accept: 'application/json',
			'content-type': 'application/json',
			'x-api-key': 'movem-sim-key-0001',
		});
		expect(request!.headers).not.toHaveProperty('authorization');
	});

	it('carries values without the blanks around them', async () => {
		succeeded(
			await create([{ name: ' Ada Quill ', email: ' ada.quill@example.test\n', property: ada.property }]),
		);
		expect(bodyOf(creates()[0])).toEqual(ada);
	});

	it.each(['name', 'email', 'property'])('is not sent without %s', async (field) => {
		const { error } = await create([{ ...ada, [field]: ' ' }]);
		expect(error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
		expect(error?.message).toMatch(/^(Tenant Name|Tenant Email|Property) must be filled in$/);
		expect(bench.arrived()).toEqual([]);
	});

	it('is not sent while anything is wrong, and everything wrong is said at once', async () => {
		const { error } = await create([{ name: '', email: 'a@b', property: '' }]);
		expect(error?.message).toBe('3 values need correcting: Tenant Name, Tenant Email, Property');
		expect(error?.description).toContain('Tenant Email must be one email address');
		expect(error?.description).toContain('Property must be filled in');
	});
});

describe('the output', () => {
	it('has the stage and no token, unless the raw answer is wanted', async () => {
		const [lean] = jsonOf(succeeded(await create([ada])).output);
		expect(lean).toMatchObject({
			...ada,
			status: 'REQUESTED',
			stage: 'invited',
			alreadyExisted: false,
			reference_id: null,
		});
		expect(lean!.link).toContain('/movem/invitation/');
		expect(lean).not.toHaveProperty('token');

		const [raw] = jsonOf(succeeded(await create([ben], { simplify: false })).output);
		expect(raw!.token).toMatch(/^[0-9a-f]{64}$/);
		expect(raw).not.toHaveProperty('stage');
	});

	it('says that somebody has to act when there is no credit left', async () => {
		bench.control.movem.setCredits({ credits: 0 });
		const [held] = jsonOf(succeeded(await create([ada])).output);
		expect(held).toMatchObject({ status: 'HOLD', stage: 'actionNeeded' });
		bench.control.movem.setSwitches({ noCredit: 'refuse' });
		expect((await create([ben])).error?.message).toContain('No credits left');
	});
});

describe('credits', () => {
	it('go down by exactly one for each application', async () => {
		succeeded(await create([ada, ben, cyd]));
		expect(credits()).toBe(97);
	});

	it('are not touched for what exists', async () => {
		succeeded(await create([ada]));
		const { output } = succeeded(await create([ada, ben]));
		expect(jsonOf(output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([true, false]);
		expect(credits()).toBe(98);
	});

	it('are spent once when n8n runs the whole node again (Retry On Fail)', async () => {
		fault({ kind: 'status', status: 500, body: { message: 'Broken' }, skip: 1, times: 1 });
		const again = { retryOnFail: { maxTries: 2, waitBetweenTries: 1 } };
		const { output } = succeeded(
			await create([ada, ben, cyd], { requestOptions: { concurrency: 1 } }, again),
		);
		expect(jsonOf(output).map(({ name, alreadyExisted }) => [name, alreadyExisted])).toEqual([
			[ada.name, true],
			[ben.name, false],
			[cyd.name, false],
		]);
		expect(credits()).toBe(97);
	});

	it('are spent twice by the same under Create Anyway, which is what it says', async () => {
		fault({ kind: 'status', status: 500, body: { message: 'Broken' }, skip: 1, times: 1 });
		const again = { retryOnFail: { maxTries: 2, waitBetweenTries: 1 } };
		succeeded(await create([ada, ben], { ifExists: 'create', requestOptions: { concurrency: 1 } }, again));
		expect(credits()).toBe(97);
	});
});

describe('If It Already Exists', () => {
	const first = async (name = ada) =>
		jsonOf(succeeded(await create([name], { ifExists: 'create' })).output)[0]!;

	it('returns the existing one, whatever the case of its letters', async () => {
		const existing = await first();
		const { output } = succeeded(
			await create([{ ...ada, email: 'ADA.Quill@example.test', property: ada.property.toUpperCase() }]),
		);
		expect(output[0]!.json).toMatchObject({ id: existing.id, alreadyExisted: true });
		expect(creates()).toHaveLength(1);
	});

	it.each([
		['blanks at its ends', ' Café Row ', 'Café Row'],
		['other blanks', 'Café\u00A0 Row', 'Café Row'],
		['an accent composed otherwise', 'Caf\u00E9 Row', 'Cafe\u0301 Row'],
	])('takes no second credit where Movem has the property with %s', async (_, listed, entered) => {
		const body = [{ ...ada, id: 'a', status: 'REQUESTED', property: listed }];
		bench.control.faults.add({ operationId: 'listApplications', kind: 'status', status: 200, body });
		const { output } = succeeded(await create([{ ...ada, property: entered }]));
		expect(output[0]!.json).toMatchObject({ id: 'a', alreadyExisted: true });
		expect(credits()).toBe(100);
	});

	it('takes another property or another person for another application', async () => {
		await first();
		const { output } = succeeded(await create([{ ...ada, property: 'Flat 4' }, ben]));
		expect(jsonOf(output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([false, false]);
	});

	it('fetches the list once per run, however many items there are', async () => {
		succeeded(await create(Array.from({ length: 12 }, (_, i) => ({ ...ada, email: `a${i}@example.test` }))));
		expect(bench.arrived('listApplications')).toHaveLength(1);
	});

	it.each(['revoke', 'expire', 'archive'] as const)(
		'does not count one that is over (%s)',
		async (action) => {
			const { id } = await first();
			bench.control.movem[action]({ id: String(id) });
			expect(succeeded(await create([ada])).output[0]!.json).toMatchObject({ alreadyExisted: false });
		},
	);

	it('counts one that is in progress, in either spelling, and one that is completed', async () => {
		const id = String((await first()).id);
		bench.control.movem.open({ id });
		bench.control.movem.setSwitches({ spacedStatus: true });
		expect(succeeded(await create([ada])).output[0]!.json).toMatchObject({
			id,
			status: 'IN PROGRESS',
			stage: 'inProgress',
			alreadyExisted: true,
		});
		bench.control.movem.complete({ id });
		expect(succeeded(await create([ada])).output[0]!.json).toMatchObject({
			id,
			status: 'COMPLETED',
			alreadyExisted: true,
		});
	});

	it('creates one of two identical items of a run and returns it for both', async () => {
		const { output } = succeeded(await create([ben, ada, ada, ada]));
		expect(pairing(output)).toEqual([0, 1, 2, 3]);
		expect(jsonOf(output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([false, false, true, true]);
		expect(new Set(jsonOf(output).map(({ id }) => id)).size).toBe(2);
		expect(credits()).toBe(98);
	});

	it('stops with what is there and creates nothing', async () => {
		const { id } = await first();
		const { error } = await create([ada], { ifExists: 'stop' });
		expect(error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
		expect(error?.message).toBe(
			`ada.quill@example.test already has an application for Flat 3, 9 Larch Row: ${String(id)} (REQUESTED)`,
		);
		expect(error?.description).toContain('Nothing was created');
		expect(credits()).toBe(99);
	});

	it('stops at the second of two identical items', async () => {
		const { output, errorOutput } = await create(
			[ada, ben, ada],
			{ ifExists: 'stop' },
			{ onError: 'continueErrorOutput' },
		);
		expect(pairing(output)).toEqual([0, 1]);
		expect(pairing(errorOutput)).toEqual([2]);
		expect(credits()).toBe(98);
	});

	it('creates anyway without looking', async () => {
		await first();
		const { output } = succeeded(await create([ada, ada], { ifExists: 'create' }));
		expect(bench.arrived('listApplications')).toEqual([]);
		expect(new Set(jsonOf(output).map(({ id }) => id)).size).toBe(2);
		expect(output[0]!.json).not.toHaveProperty('alreadyExisted');
		expect(credits()).toBe(97);
	});

	it.each([[[null]], [[{ email: ada.email, property: ada.property }]], [{ data: [], total: 3 }]])(
		'creates nothing where it cannot be sure of what is there: %j',
		async (body) => {
			bench.control.faults.add({ operationId: 'listApplications', kind: 'status', status: 200, body });
			expect((await create([ada])).error?.message).toContain('Movem answered with something else than');
			expect(creates()).toEqual([]);
		},
	);

	it('creates nothing when it cannot check', async () => {
		bench.control.faults.add({
			operationId: 'listApplications',
			kind: 'status',
			status: 403,
			body: { message: 'No list for you' },
		});
		expect((await create([ada])).error?.message).toContain('No list for you');
		expect(creates()).toEqual([]);
	});
});

describe('an answer without an ID', () => {
	it.each([
		[{ message: 'You have no credits left' }, ': You have no credits left'],
		[{ Message: 'You have no credits left', errors: ['Top up'] }, ': You have no credits left'],
		['"You have no credits left"', ': You have no credits left'],
		[{}, ''],
		[{ id: null, status: 'REQUESTED' }, ''],
		[{ id: ' ' }, ''],
		[{ id: 2 ** 53 }, ''],
		[[], ''],
	])('of %j is no create, and says what Movem says', async (body, said) => {
		fault({ kind: 'status', status: 200, body });
		const [item] = jsonOf((await create([ada], {}, { onError: 'continueRegularOutput' })).output);
		expect(item).toMatchObject({
			error: `Movem answered with something else than an application with an ID${said}`,
			details: { httpCode: 200, mayHaveHappened: true },
		});
		expect(creates()).toHaveLength(1);
	});

	it('and without anything is no create', async () => {
		fault({ kind: 'status', status: 204, body: '' });
		const [item] = jsonOf((await create([ada], {}, { onError: 'continueRegularOutput' })).output);
		expect(item).toMatchObject({
			error: 'Movem answered with nothing',
			details: { httpCode: 204, mayHaveHappened: true },
		});
	});

	it('does not stand in for the application that was made: it is searched for', async () => {
		bench.control.movem.setCredits({ credits: 1 });
		fault({ kind: 'empty', status: 204 });
		expect(succeeded(await create([ada])).output[0]!.json).toMatchObject({ ...ada, alreadyExisted: false });
	});

	it('may be a number', async () => {
		fault({ kind: 'status', status: 200, body: { ...ada, id: 42, status: 'REQUESTED' } });
		expect(succeeded(await create([ada])).output[0]!.json).toMatchObject({ id: 42, alreadyExisted: false });
	});
});

describe('a create of which no answer comes back', () => {
	it.each(['return', 'stop'])('is found again and not repeated (%s)', async (ifExists) => {
		fault({ kind: 'dropAfter' });
		const { output } = succeeded(await create([ada], { ifExists }));
		expect(output[0]!.json).toMatchObject({ ...ada, alreadyExisted: false });
		expect(bench.lines()).toEqual([
			'GET /movem/application/',
			'POST /movem/application',
			'GET /movem/application/',
		]);
		expect(credits()).toBe(99);
	});

	it.each([{ kind: 'malformed' }, { kind: 'empty' }] as FaultSpec[])(
		'is found again when the answer is $kind',
		async (spec) => {
			fault(spec);
			expect(succeeded(await create([ada])).output[0]!.json).toMatchObject({ ...ada, alreadyExisted: false });
			expect(creates()).toHaveLength(1);
		},
	);

	it('fails when nothing is found, and is not repeated', async () => {
		fault({ kind: 'dropBefore' });
		const { error } = await create([ada]);
		expect(error?.message).toContain('the connection was closed before an answer came');
		expect(error?.description).toContain('look there before you run this item again');
		expect(creates()).toHaveLength(1);
		expect(credits()).toBe(100);
	});

	it('fails under Create Anyway with a warning, and is not repeated', async () => {
		fault({ kind: 'dropAfter' });
		const { error } = await create([ada], { ifExists: 'create' });
		expect(error?.description).toContain('It may have been carried out all the same');
		expect(creates()).toHaveLength(1);
	});
});
