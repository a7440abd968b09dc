import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { bodyOf, jsonOf, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value }) as INodeParameters['id'];
const application = async (
	operation: string,
	parameters: IDataObject = {},
	items?: IDataObject[],
	options?: Parameters<typeof bench.run>[3],
) =>
	await bench.run(
		'movem',
		{ resource: 'application', operation, ...parameters } as INodeParameters,
		items,
		options,
	);
const given = (count = 1) => bench.control.movem.addApplications({ count });
const credits = () => bench.control.state().partners.movem!.credits;

describe('Get', () => {
	const get = async (id: unknown, parameters: IDataObject = {}) =>
		await application('get', { applicationId: byId(id), ...parameters });

	it('reads one application, lean or raw', async () => {
		const [id] = given();
		expect(succeeded(await get(id)).output[0]!.json).toEqual({
			id,
			reference_id: null,
			status: 'REQUESTED',
			name: 'Tenant 1',
			property: 'Flat 1, 9 Larch Row',
			email: 'tenant.1@example.test.nosend',
			created_at: '2025-03-01 09:30:00',
			expired_at: '2025-03-31',
			link: expect.stringContaining('/movem/invitation/'),
			stage: 'invited',
		});
		expect(succeeded(await get(id, { simplify: false })).output[0]!.json).toHaveProperty('token');
		expect(bench.lines()).toEqual([`GET /movem/application/${id}`, `GET /movem/application/${id}`]);
	});

	it.each([404, 204] as const)('says that there is none when Movem answers %i', async (missingAs) => {
		bench.control.movem.setSwitches({ missingAs });
		const { error } = await get('nowhere');
		expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '404', context: { itemIndex: 0 } });
		expect(error?.description).toContain('Movem knows no such application');
	});

	it.each([
		['hidden', '403', 'hides this application'],
		['removed', '410', 'has to be created anew'],
	] as const)('explains one that is %s', async (visibility, code, advice) => {
		const [id] = given();
		bench.control.movem.setVisibility({ id: id!, visibility });
		const { error } = await get(id);
		expect(error).toMatchObject({ httpCode: code });
		expect(error?.message).toContain(`Application ${visibility === 'hidden' ? 'is hidden' : 'was removed'}`);
		expect(error?.description).toContain(advice);
	});

	it.each([[[]], ['a text'], [7], [{}], [{ status: 'REQUESTED' }], [{ id: null }], [{ id: '' }]])(
		'does not take %j for an application',
		async (body) => {
			bench.control.faults.add({
				kind: 'status',
				status: 200,
				body: typeof body === 'string' ? JSON.stringify(body) : body,
			});
			expect((await get('some-id')).error?.message).toContain('something else than an application');
		},
	);

	it.each(['in progress', 'IN-PROGRESS', 'InProgress', ' in__progress '])(
		'knows how far one is whose status is spelt %j',
		async (status) => {
			bench.control.faults.add({ kind: 'status', status: 200, body: { id: 'x', status } });
			expect(succeeded(await get('x')).output[0]!.json).toEqual({ id: 'x', status, stage: 'inProgress' });
		},
	);

	it.each(['a/b', '..', '?x=1', 'a b', '%2e%2e', '#'])('sends nothing for the ID %j', async (id) => {
		expect((await get(id)).error?.message).toContain('Application must be an ID');
		expect(bench.arrived()).toEqual([]);
	});

	it('takes a number for an ID, as an expression may yield one', async () => {
		const { error } = await application('get', { applicationId: byId('={{ $json.id }}') }, [{ id: 42 }]);
		expect(error?.httpCode).toBe('404');
		expect(bench.lines()).toEqual(['GET /movem/application/42']);
	});
});

describe('Get Many', () => {
	const withStatuses = () => {
		const [requested, opened, completed] = given(3);
		for (const id of [opened!, completed!]) bench.control.movem.open({ id });
		bench.control.movem.complete({ id: completed! });
		return { requested, opened, completed };
	};
	const ids = (result: Awaited<ReturnType<typeof application>>) =>
		jsonOf(succeeded(result).output).map(({ id }) => id);

	it.each(['applications', 'Applications', 'DATA'])('finds the list within %s', async (key) => {
		for (const [listed, found] of [
			[
				[{ id: 'a' }, { id: 'b' }],
				['a', 'b'],
			],
			[null, []],
		] as const) {
			const body = { [key]: listed };
			bench.control.faults.add({ operationId: 'listApplications', kind: 'status', status: 200, body });
			expect(ids(await application('getAll'))).toEqual(found);
		}
	});

	it('returns up to the limit and says that there are more', async () => {
		const all = given(3);
		const result = await application('getAll', { limit: 2 });
		expect(ids(result)).toEqual(all.slice(0, 2));
		expect(result.hints).toEqual([
			expect.objectContaining({ message: expect.stringContaining('Turn on Return All') }),
		]);
		expect(bench.lines()).toEqual(['GET /movem/application/']);
	});

	it('returns all, in Movem’s order and without a hint', async () => {
		const all = given(60);
		const result = await application('getAll', { returnAll: true });
		expect(ids(result)).toEqual(all);
		expect(result.hints ?? []).toEqual([]);
		expect(ids(await application('getAll'))).toHaveLength(50);
	});

	it.each([true, false])(
		'finds what is in progress however Movem spells it (with a space: %j)',
		async (spacedStatus) => {
			const { opened } = withStatuses();
			bench.control.movem.setSwitches({ spacedStatus });
			for (const status of ['IN_PROGRESS', 'IN PROGRESS', 'in progress']) {
				const result = await application('getAll', { filters: { status: [status] } });
				expect(ids(result)).toEqual([opened]);
				expect(result.output[0]!.json).toMatchObject({
					stage: 'inProgress',
					status: spacedStatus ? 'IN PROGRESS' : 'IN_PROGRESS',
				});
			}
		},
	);

	it('takes several statuses, and none for any', async () => {
		const { requested, opened, completed } = withStatuses();
		expect(ids(await application('getAll', { filters: { status: ['REQUESTED', 'COMPLETED'] } }))).toEqual([
			requested,
			completed,
		]);
		expect(ids(await application('getAll', { filters: { status: [] } }))).toEqual([
			requested,
			opened,
			completed,
		]);
		expect(ids(await application('getAll', { filters: { status: ['NEVER_HEARD_OF'] } }))).toEqual([]);
	});

	it('counts the limit after the filter', async () => {
		const { completed } = withStatuses();
		expect(ids(await application('getAll', { limit: 1, filters: { status: ['COMPLETED'] } }))).toEqual([
			completed,
		]);
	});

	it.each(['applications', 'data'])('finds the list inside "%s" too', async (key) => {
		bench.control.faults.add({
			kind: 'status',
			status: 200,
			body: { [key]: [{ id: 'x', status: 'NEW_ONE', token: 't'.repeat(64) }] },
		});
		expect(jsonOf(succeeded(await application('getAll')).output)).toEqual([
			{ id: 'x', status: 'NEW_ONE', stage: null },
		]);
	});

	it.each([
		[[null]],
		[[{ id: 'x', status: 'REQUESTED' }, null]],
		[['x']],
		[[{ status: 'REQUESTED' }]],
		[{ data: [{ id: null }] }],
		[Array.from({ length: 25 }, (_, i) => ({ Id: i, status: 'REQUESTED' }))],
	])('does not take %j for applications', async (body) => {
		bench.control.faults.add({ kind: 'status', status: 200, body });
		const { error } = await application('getAll', { returnAll: true });
		expect(error?.message).toBe(
			'Movem answered with something else than a list of applications with an ID each',
		);
	});

	const one = { id: 'x', status: 'REQUESTED' };
	it.each([
		{ data: [one], total: 60 },
		{ data: [one], meta: { total_count: '60' } },
		{ data: [one], next_page_url: 'https://movem.example.test/application?page=2' },
		{ applications: [one], links: { next: { href: '/application?page=2' } } },
		{ applications: [one], hasMore: true },
		{ applications: null, data: [one], pagination: { next: 2 } },
	])('does not pass a part for the whole: %j', async (body) => {
		bench.control.faults.add({ kind: 'status', status: 200, body, times: 2 });
		for (const parameters of [{ returnAll: true }, { limit: 1 }]) {
			const { error } = await application('getAll', parameters);
			expect(error?.message).toBe(
				'Movem answered with something else than the whole list: it says that there is more than the 1 it gave',
			);
		}
	});

	it.each([
		{ data: [one], total: 1, next_page_url: null, has_more: false },
		{ data: [one], meta: { total: 'unknown' }, links: { next: '' } },
		{ applications: null, data: [one] },
	])('takes for the whole what says no more: %j', async (body) => {
		bench.control.faults.add({ kind: 'status', status: 200, body });
		expect(ids(await application('getAll', { returnAll: true }))).toEqual(['x']);
	});

	it('returns nothing for an account without any, also when Movem has no content to send', async () => {
		expect(ids(await application('getAll'))).toEqual([]);
		bench.control.faults.add({ kind: 'empty', status: 204 });
		expect(ids(await application('getAll'))).toEqual([]);
	});
});

describe('Update', () => {
	const update = async (id: unknown, updateFields: IDataObject, items?: IDataObject[]) =>
		await application('update', { applicationId: byId(id), updateFields }, items);

	it('sends what was given and nothing else', async () => {
		const [id] = given();
		const { output } = succeeded(await update(id, { property: 'Flat 9' }));
		expect(output[0]!.json).toMatchObject({ id, name: 'Tenant 1', property: 'Flat 9', stage: 'invited' });
		expect(output[0]!.json).not.toHaveProperty('token');
		expect(bench.lines()).toEqual([`PUT /movem/application/${id}`]);
		expect(bodyOf(bench.arrived()[0])).toEqual({ property: 'Flat 9' });
	});

	it.each([{}, { name: '' }, { name: '={{ $json.nothing }}', property: ' ' }])(
		'needs at least one field, which %j has not',
		async (fields) => {
			const { error } = await update('some-id', fields);
			expect(error?.name).toBe('NodeOperationError');
			expect(error?.message).toBe('Update Fields needs at least one of Tenant Name, Property');
			expect(bench.arrived()).toEqual([]);
		},
	);

	it('reads the application when the answer is none', async () => {
		const [id] = given();
		bench.control.faults.add({
			operationId: 'updateApplication',
			kind: 'status',
			status: 200,
			body: { id: 2, deleted: ':(' },
		});
		expect(succeeded(await update(id, { name: 'Ada' })).output[0]!.json).toMatchObject({
			id,
			status: 'REQUESTED',
		});
		expect(bench.lines()).toEqual([`PUT /movem/application/${id}`, `GET /movem/application/${id}`]);
	});

	it('that was made but is read back without an ID says that it was made', async () => {
		const [id] = given();
		for (const operationId of ['updateApplication', 'getApplication'])
			bench.control.faults.add({ operationId, kind: 'status', status: 200, body: { status: 'REQUESTED' } });
		const { error } = await update(id, { name: 'Ada' });
		expect(error?.message).toContain('something else than an application');
		expect(error?.description).toContain('has been changed; only reading it afterwards failed');
	});
});

describe('Delete', () => {
	const remove = async (id: unknown) => await application('delete', { applicationId: byId(id) });

	it('says so, with the ID, and gives the credit back', async () => {
		const created = await application('create', { name: 'Ada', email: 'ada@example.test', property: 'x' });
		expect(credits()).toBe(99);
		const { id } = succeeded(created).output[0]!.json;
		expect(jsonOf(succeeded(await remove(id)).output)).toEqual([{ id, deleted: true }]);
		expect(credits()).toBe(100);
		expect(bench.arrived('deleteApplication')[0]).toMatchObject({
			method: 'DELETE',
			path: `/movem/application/${String(id)}`,
			body: '',
			status: 204,
		});
	});

	it('passes on why Movem will not, once the tenant has started', async () => {
		const [id] = given();
		bench.control.movem.open({ id: id! });
		expect((await remove(id)).error?.message).toContain(
			'can only be deleted before the tenant starts; this one is IN_PROGRESS',
		);
	});

	it('takes whatever success Movem answers with', async () => {
		bench.control.faults.add({ kind: 'status', status: 200, body: 'gone' });
		expect(jsonOf(succeeded(await remove('x')).output)).toEqual([{ id: 'x', deleted: true }]);
	});
});

describe('Credit → Get', () => {
	it('returns the balance', async () => {
		bench.control.movem.setCredits({ credits: 7 });
		expect(
			jsonOf(succeeded(await bench.run('movem', { resource: 'credit', operation: 'get' })).output),
		).toEqual([{ credits: 7 }]);
	});

	const answered = async (body: unknown) => {
		bench.control.faults.add({ kind: 'status', status: 200, body });
		return await bench.run('movem', { resource: 'credit', operation: 'get' });
	};

	it.each(['7', ' 7 ', '7.0'])('is a number, also where Movem writes %j', async (credits) =>
		expect(jsonOf(succeeded(await answered({ credits, plan: 'x' })).output)).toEqual([
			{ credits: 7, plan: 'x' },
		]),
	);

	it.each([{}, { credits: null }, { credits: 'many' }, { credits: '' }, { credits: [7] }])(
		'is not read from %j',
		async (body) =>
			expect((await answered(body)).error?.message).toBe(
				'Movem answered with something else than a number of credits',
			),
	);
});
