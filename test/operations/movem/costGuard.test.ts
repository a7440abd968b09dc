import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { jsonOf, useSimulator } from '../support';

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
		message: 'Movem has 10 credits, and 11 are needed: 8 for the items of this run and 3 to keep [item 0]',
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

it('takes no negative number', async () => {
	const { error } = await create(tenants(1), -1);
	expect(error?.message).toContain('Keep at Least (Credits) must be 0 or more');
	expect(bench.arrived()).toEqual([]);
});
