import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { jsonOf, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

const tenants = (count: number) =>
	Array.from({ length: count }, (_, i) => ({ name: `Tenant ${i}`, email: `tenant.${i}@example.test` }));

const create = async (items: IDataObject[], keepCredits?: unknown, more: IDataObject = {}, options = {}) =>
	await bench.run(
		'movem',
		{
			resource: 'application',
			operation: 'create',
			name: '={{ $json.name }}',
			email: '={{ $json.email }}',
			property: 'Flat 3, 9 Larch Row',
			...(keepCredits !== undefined && { options: { keepCredits } }),
			...more,
		} as INodeParameters,
		items,
		options,
	);
const movem = () => bench.control.state().partners.movem;
const reads = () => bench.arrived('getCredits').length;

beforeEach(() => bench.control.movem.setCredits({ credits: 10 }));

it('lets a run through that leaves enough, and reads the balance once, before the first create', async () => {
	const { error } = await create(tenants(8), 2);
	expect(error).toBeUndefined();
	expect(movem().credits).toBe(2);
	expect(reads()).toBe(1);
	const order = bench.arrived().map(({ operationId }) => operationId);
	expect(order.indexOf('getCredits')).toBeLessThan(order.indexOf('createApplication'));
});

it('creates nothing when one is missing, and says how many are needed', async () => {
	const { error } = await create(tenants(8), 3);
	expect(error).toMatchObject({
		name: 'NodeOperationError',
		message:
			'Movem has 10 credits, and 11 are needed: 8 for the applications that this run is still to create and 3 to keep [item 0]',
		description: expect.stringContaining('Nothing was created'),
	});
	expect(bench.arrived('createApplication')).toEqual([]);
	expect(movem().credits).toBe(10);
});

it('creates nothing either where failing items go on, and still reads the balance once', async () => {
	const { output } = await create(tenants(11), 0, {}, { onError: 'continueRegularOutput' });
	expect(jsonOf(output)).toEqual(
		tenants(11).map((tenant) =>
			expect.objectContaining({ ...tenant, error: expect.stringContaining('11 are needed') }),
		),
	);
	expect(bench.arrived('createApplication')).toEqual([]);
	expect(reads()).toBe(1);
});

it('returns what exists whatever the balance', async () => {
	await create(tenants(1));
	bench.control.movem.setCredits({ credits: 0 });
	const { output, error } = await create(tenants(1), 5);
	expect(error).toBeUndefined();
	expect(jsonOf(output)).toMatchObject([{ alreadyExisted: true }]);
	expect(reads()).toBe(0);
});

it('is not asked for where nobody wants it', async () => {
	await create(tenants(2));
	expect(reads()).toBe(0);
	expect(movem().credits).toBe(8);
});

it('creates nothing while the balance is unknown', async () => {
	bench.control.faults.add({ operationId: 'getCredits', kind: 'status', status: 200, body: {} });
	const { error } = await create(tenants(1), 0);
	expect(error?.message).toContain('an unknown number of credits');
	expect(bench.arrived('createApplication')).toEqual([]);
});

it('counts a balance that comes as a text', async () => {
	const text = (credits: string) =>
		bench.control.faults.add({ operationId: 'getCredits', kind: 'status', status: 200, body: { credits } });
	text('3');
	expect((await create(tenants(2), 1)).error).toBeUndefined();
	text('3');
	expect((await create(tenants(5).slice(2), 1)).error?.message).toContain(
		'Movem has 3 credits, and 4 are needed',
	);
	text('plenty');
	expect((await create(tenants(5).slice(2), 1)).error?.message).toContain('an unknown number of credits');
});

it('takes no negative number', async () => {
	const { error } = await create(tenants(1), -1);
	expect(error?.message).toContain('Keep at Least (Credits) must be 0 or more');
	expect(bench.arrived()).toEqual([]);
});

describe('what is still to be created', () => {
	const made = () => bench.arrived('createApplication').length;

	it('is counted without what a first try has created, so that Retry On Fail finishes', async () => {
		bench.control.movem.setCredits({ credits: 5 });
		bench.control.faults.add({
			operationId: 'createApplication',
			kind: 'status',
			status: 503,
			body: {},
			skip: 2,
		});
		const { output, error } = await create(
			tenants(5),
			0,
			{ requestOptions: { concurrency: 1 } },
			{ retryOnFail: { maxTries: 2, waitBetweenTries: 1 } },
		);
		expect(error).toBeUndefined();
		expect(jsonOf(output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([
			true,
			true,
			false,
			false,
			false,
		]);
		expect(movem().credits).toBe(0);
		expect(movem().applications).toHaveLength(5);
	});

	it.each(['return', 'stop'])(
		'leaves out what exists (%s), and keeps what is to be kept',
		async (ifExists) => {
			await create(tenants(4));
			bench.control.movem.setCredits({ credits: 5 });
			const go = async (keep: number) =>
				await create(tenants(6), keep, { ifExists }, { onError: 'continueRegularOutput' });
			const refused = jsonOf((await go(4)).output).slice(4);
			for (const { error } of refused) expect(error).toContain('5 credits, and 6 are needed: 2 for');
			expect(movem().credits).toBe(5);
			await go(3);
			expect(movem().credits).toBe(3);
		},
	);

	it('takes equal items for one, in any case of letters', async () => {
		bench.control.movem.setCredits({ credits: 1 });
		const tenant = tenants(1)[0]!;
		const { error } = await create([tenant, { ...tenant, email: 'TENANT.0@example.test' }, tenant], 0);
		expect(error).toBeUndefined();
		expect([made(), movem().credits]).toEqual([1, 0]);
	});

	it('takes every item for one under Create Anyway, whatever exists, and fetches no list', async () => {
		const tenant = tenants(1)[0]!;
		await create([tenant]);
		bench.control.movem.setCredits({ credits: 2 });
		bench.control.clearJournal();
		const { error } = await create([tenant, tenant, tenant], 0, { ifExists: 'create' });
		expect(error?.message).toContain('2 credits, and 3 are needed');
		expect(bench.lines()).toEqual(['GET /movem/credits']);
		expect((await create([tenant, tenant], 0, { ifExists: 'create' })).error).toBeUndefined();
		expect(movem().credits).toBe(0);
	});

	it('goes by what each item says to do with what exists', async () => {
		await create(tenants(2));
		bench.control.movem.setCredits({ credits: 1 });
		const items = tenants(2).map((tenant, i) => ({ ...tenant, ifExists: ['create', 'return'][i]! }));
		const { output, error } = await create(items, 0, { ifExists: '={{ $json.ifExists }}' });
		expect(error).toBeUndefined();
		expect(jsonOf(output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([undefined, true]);
		expect(movem().credits).toBe(0);
	});

	it('is not an item whose fields are wrong or cannot be read: it fails by itself', async () => {
		bench.control.movem.setCredits({ credits: 2 });
		const [first, second] = tenants(2).map((one) => one as IDataObject);
		const items = [first!, { ...second, email: 'none' }, { ...second, name: 0 }, second!];
		const { output } = await create(
			items,
			0,
			{ name: '={{ $json.name || $("No Such Node").first().json.name }}' },
			{ onError: 'continueRegularOutput' },
		);
		expect(jsonOf(output).map(({ error }) => error !== undefined)).toEqual([false, true, true, false]);
		expect(jsonOf(output)[2]!.error).toContain('Referenced node');
		expect(movem().credits).toBe(0);
	});

	it('is no item that is only checked, unless all are', async () => {
		bench.control.movem.setCredits({ credits: 1 });
		const items = tenants(2).map((tenant, i) => ({ ...tenant, dry: i === 0, keep: i === 0 ? 9 : 0 }));
		const run = async (checkOnly: unknown, keep: unknown) =>
			jsonOf(
				(await create(items, keep, { checkOnly } as IDataObject, { onError: 'continueRegularOutput' }))
					.output,
			);
		for (const { error } of await run(true, 0)) expect(error).toContain('1 credits, and 2 are needed: 2 for');
		const [checked, made] = await run('={{ $json.dry }}', '={{ $json.keep }}');
		expect(checked).toMatchObject({ wouldCreate: true });
		expect(made).toMatchObject({ status: 'REQUESTED', alreadyExisted: false });
		expect(movem().credits).toBe(0);
	});

	it('is counted once, before the first create, however many are under way', async () => {
		bench.control.movem.setCredits({ credits: 30 });
		bench.control.setLatency(5);
		await create(tenants(10));
		const { error } = await create(tenants(30), 0, { requestOptions: { concurrency: 20 } });
		expect(error).toBeUndefined();
		expect(movem().credits).toBe(0);
		expect(reads()).toBe(1);
		expect(made()).toBe(30);
	});

	it('is counted over all items of a long run', async () => {
		const { error } = await create(tenants(250), 0);
		expect(error?.message).toContain('10 credits, and 250 are needed: 250 for');
		expect(made()).toBe(0);
	});

	it('is created by none when items say differently how much to keep and the most is not there', async () => {
		const items = tenants(4).map((tenant, keep) => ({ ...tenant, keep: keep * 3 }));
		const { output } = await create(items, '={{ $json.keep }}', {}, { onError: 'continueRegularOutput' });
		for (const { error } of jsonOf(output)) expect(error).toContain('13 are needed: 4 for');
		expect(made()).toBe(0);
	});
});
