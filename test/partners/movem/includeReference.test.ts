/** The option that brings the reference of an application along. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runPartner } from '../../support/pack';
import { jsonOf, succeeded } from '../../support/useSimulator';
import { useTrigger } from '../../support/useTrigger';

const bench = useTrigger('movem');
const movem = () => bench.control.movem;
const lines = () => bench.arrived().map(({ path }) => path);
const INCLUDE = { options: { includeReference: true } };
const unreadable = () =>
	bench.control.faults.add({ operationId: 'getReference', kind: 'status', status: 500, body: {}, times: -1 });

describe('the trigger', () => {
	/** A trigger that knows an application in progress. */
	const begun = async (parameters: IDataObject = {}, count = 1) => {
		const ids = movem().addApplications({ count, status: 'IN_PROGRESS' });
		const trigger = bench.trigger({ ...INCLUDE, ...parameters } as INodeParameters);
		await trigger.activate();
		bench.control.clearJournal();
		return { ids, trigger };
	};

	it('adds the reference to an application that was completed, by one request more', async () => {
		const { ids, trigger } = await begun();
		movem().complete({ id: ids[0]!, outcome: 'FAILED' });
		const items = await trigger.poll();
		expect(items).toMatchObject([
			{ id: ids[0], status: 'COMPLETED', reference: { id: '800001', stage: 'failed', decision: 'FAIL' } },
		]);
		expect(items[0]!.reference).not.toHaveProperty('incomes');
		expect(items[0]).not.toHaveProperty('referenceError');
		expect(lines()).toEqual(['/movem/application/', '/movem/reference/800001']);
		expect(await trigger.poll()).toEqual([]);
	});

	it('adds the whole of it without Simplify', async () => {
		const { ids, trigger } = await begun({ simplify: false });
		movem().complete({ id: ids[0]! });
		expect(await trigger.poll()).toMatchObject([
			{ token: expect.any(String), reference: { incomes: [{}], rents: [{}] } },
		]);
	});

	it('asks for none where the tenant has not finished', async () => {
		const { trigger } = await begun();
		const [id] = movem().addApplications({ count: 1 });
		movem().open({ id: id! });
		expect(await trigger.poll()).toMatchObject([{ id, status: 'IN_PROGRESS', reference: null }]);
		expect(lines()).toEqual(['/movem/application/']);
	});

	it('asks for none unless the option is on', async () => {
		const { ids, trigger } = await begun({ options: {} });
		movem().complete({ id: ids[0]! });
		const items = await trigger.poll();
		expect(items).toHaveLength(1);
		expect(items[0]).not.toHaveProperty('reference');
		expect(lines()).toEqual(['/movem/application/']);
	});

	it('passes the event on, once, although its reference cannot be read, and says why', async () => {
		const { ids, trigger } = await begun();
		movem().complete({ id: ids[0]! });
		unreadable();
		expect(await trigger.poll()).toMatchObject([
			{
				id: ids[0],
				changed: ['status'],
				reference: null,
				referenceError: 'Movem cannot answer at the moment (HTTP 500)',
			},
		]);
		bench.control.faults.clear();
		expect(await trigger.poll()).toEqual([]);
	});

	it('passes on every event of a poll, with and without', async () => {
		const { ids, trigger } = await begun({}, 8);
		for (const id of ids) movem().complete({ id });
		bench.control.faults.add({
			path: '/movem/reference/800003',
			kind: 'status',
			status: 403,
			body: {},
			times: -1,
		});
		const items = await trigger.poll();
		expect(items.map(({ id }) => id)).toEqual(ids);
		expect(items.map(({ reference }) => (reference as IDataObject | null)?.id ?? null)).toEqual([
			'800001',
			'800002',
			null,
			...['800004', '800005', '800006', '800007', '800008'],
		]);
		expect(items[2]!.referenceError).toContain('Movem refuses the request');
	});

	it('whose time is up passes the events on and says that', async () => {
		const { ids, trigger } = await begun({}, 7);
		for (const id of ids) movem().complete({ id });
		// More than the two minutes after which a poll begins nothing new.
		const now = Date.now();
		const isReading = () => bench.arrived('getReference').length > 0;
		jest.spyOn(Date, 'now').mockImplementation(() => now + (isReading() ? 121_000 : 0));
		const items = await trigger.poll();
		jest.restoreAllMocks();
		expect(items.map(({ id }) => id)).toEqual(ids);
		const late = items.filter(({ referenceError }) =>
			String(referenceError).startsWith('The time of this poll'),
		);
		expect(late).toHaveLength(2);
	});

	it('survives a reference ID that is none', async () => {
		const { trigger } = await begun();
		const odd = { id: 'odd', status: 'COMPLETED', reference_id: '..', created_at: '2025-03-01 09:31:00' };
		bench.control.faults.add({ operationId: 'listApplications', kind: 'status', status: 200, body: [odd] });
		expect(await trigger.poll()).toMatchObject([
			{ id: 'odd', reference: null, referenceError: expect.stringContaining('cannot be the ID of anything') },
		]);
	});

	it('adds it to the sample in the editor, too', async () => {
		movem().addApplications({ count: 1, status: 'COMPLETED' });
		const trigger = bench.trigger(INCLUDE);
		expect(await trigger.sample()).toMatchObject([{ reference: { stage: 'passed' } }]);
	});
});

describe('Wait Until Completed', () => {
	const wait = async (id: string, parameters: IDataObject = {}) => {
		const own = {
			resource: 'application',
			operation: 'waitUntilCompleted',
			applicationId: { __rl: true, mode: 'id', value: id },
			requestOptions: { retries: 0 },
			...INCLUDE,
			...parameters,
		} as INodeParameters;
		return jsonOf(succeeded(await runPartner('movem', bench.url, own, [{}])).output)[0]!;
	};
	const ended = (status: 'COMPLETED' | 'REVOKED') => movem().addApplications({ count: 1, status })[0]!;

	it('adds the reference to an application that was completed', async () => {
		const id = ended('COMPLETED');
		expect(await wait(id)).toMatchObject({
			id,
			timedOut: false,
			reference: { id: '800001', stage: 'passed' },
		});
		expect(lines()).toEqual([`/movem/application/${id}`, '/movem/reference/800001']);
	});

	it('adds none to one that has ended otherwise', async () => {
		expect(await wait(ended('REVOKED'))).toMatchObject({ status: 'REVOKED', reference: null });
		expect(bench.arrived('getReference')).toEqual([]);
	});

	it('returns the application although its reference cannot be read, and says why', async () => {
		unreadable();
		const id = ended('COMPLETED');
		expect(await wait(id)).toMatchObject({
			id,
			timedOut: false,
			reference: null,
			referenceError: 'Movem cannot answer at the moment (HTTP 500)',
		});
	});

	it('asks for none unless the option is on', async () => {
		expect(await wait(ended('COMPLETED'), { options: {} })).not.toHaveProperty('reference');
		expect(bench.arrived('getReference')).toEqual([]);
	});
});
