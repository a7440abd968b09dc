import type { IDataObject } from 'n8n-workflow';

import { fromAnotherProcess, useTrigger } from '../../support/useTrigger';

const bench = useTrigger('movem');

const ALL = [
	'ARCHIVED',
	'COMPLETED',
	'REQUESTED',
	'EXPIRED',
	'IN_PROGRESS',
	'HOLD',
	'REVOKED',
	'REFERENCE_ID',
];
const movem = () => bench.control.movem;
const add = (count = 1, status: 'REQUESTED' | 'COMPLETED' = 'REQUESTED') =>
	movem().addApplications({ count, status });
const one = () => ({ id: add()[0] ?? '' });
const told = (items: IDataObject[]) =>
	items.map(({ status, previousStatus, changed }) => [previousStatus, status, changed]);
const pass = (minutes: number) => bench.control.clock.advance({ minutes });

describe('the first activation', () => {
	it('takes what is there for known', async () => {
		const first = one();
		const trigger = bench.trigger({ triggerOn: ALL });
		expect(await trigger.activate()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		movem().open(first);
		expect(told(await trigger.poll())).toEqual([['REQUESTED', 'IN_PROGRESS', ['status', 'reference_id']]]);
	});
});

describe('a change', () => {
	it('of each kind is told once, with what it was before and its stage', async () => {
		const trigger = bench.trigger({ triggerOn: ALL });
		await trigger.activate();
		pass(1);
		const application = one();
		const steps: Array<[() => unknown, unknown, string]> = [
			[() => undefined, [null, 'REQUESTED', ['status']], 'invited'],
			[
				() => movem().open(application),
				['REQUESTED', 'IN_PROGRESS', ['status', 'reference_id']],
				'inProgress',
			],
			[() => movem().complete(application), ['IN_PROGRESS', 'COMPLETED', ['status']], 'inProgress'],
			[() => movem().archive(application), ['COMPLETED', 'ARCHIVED', ['status']], 'closed'],
		];
		for (const [act, expected, stage] of steps) {
			act();
			const items = await trigger.poll();
			expect(told(items)).toEqual([expected]);
			expect(items).toMatchObject([{ id: application.id, stage }]);
			expect(items[0]).not.toHaveProperty('token');
			expect(await trigger.poll()).toEqual([]);
		}
	});

	it('that nobody asked for is not told, but known', async () => {
		const trigger = bench.trigger({ triggerOn: ['COMPLETED'] });
		await trigger.activate();
		const application = one();
		expect(await trigger.poll()).toEqual([]);
		movem().open(application);
		expect(await trigger.poll()).toEqual([]);
		movem().complete(application);
		expect(told(await trigger.poll())).toEqual([['IN_PROGRESS', 'COMPLETED', ['status']]]);
	});

	it('tells a reference by itself', async () => {
		const trigger = bench.trigger({ triggerOn: ['REFERENCE_ID'] });
		const application = one();
		await trigger.activate();
		movem().open(application);
		expect(await trigger.poll()).toMatchObject([{ reference_id: '800001', changed: ['reference_id'] }]);
		movem().complete(application);
		expect(await trigger.poll()).toEqual([]);
	});

	it('knows no reference in an answer that has no such member', async () => {
		const trigger = bench.trigger({ triggerOn: ALL });
		await trigger.activate();
		bench.control.faults.add({ kind: 'status', status: 200, body: [{ id: 'lean', status: 'REQUESTED' }] });
		expect(told(await trigger.poll())).toEqual([[null, 'REQUESTED', ['status']]]);
	});

	it('knows a status in both spellings', async () => {
		const application = one();
		const trigger = bench.trigger({ triggerOn: ALL });
		movem().open(application);
		await trigger.activate();
		movem().setSwitches({ spacedStatus: true });
		expect(await trigger.poll()).toEqual([]);
	});

	it('is passed on whatever it is where nothing is chosen, archiving too', async () => {
		const application = one();
		const trigger = bench.trigger({ triggerOn: [] });
		await trigger.activate();
		movem().open(application);
		expect(told(await trigger.poll())).toEqual([['REQUESTED', 'IN_PROGRESS', ['status', 'reference_id']]]);
		movem().complete(application);
		expect(told(await trigger.poll())).toEqual([['IN_PROGRESS', 'COMPLETED', ['status']]]);
		movem().archive(application);
		expect(told(await trigger.poll())).toEqual([['COMPLETED', 'ARCHIVED', ['status']]]);
	});

	it('is not left out without a word where Trigger On has what is none of its choices', async () => {
		await expect(bench.trigger({ triggerOn: ['Application Completed'] }).activate()).rejects.toThrow(
			/^Trigger On must be one or more of ARCHIVED, .*REFERENCE_ID, not Application Completed/,
		);
		// Movem writes it in both ways.
		expect(await bench.trigger({ triggerOn: ['in progress'] }).activate()).toEqual([]);
	});

	it('passes on one that was deleted, as revoked', async () => {
		const application = one();
		const trigger = bench.trigger({ triggerOn: ['REVOKED'] });
		await trigger.activate();
		movem().revoke(application);
		expect(told(await trigger.poll())).toEqual([['REQUESTED', 'REVOKED', ['status']]]);
		expect(await trigger.poll()).toEqual([]);
	});

	it('finds one that came and went between two polls, also in the same second', async () => {
		const trigger = bench.trigger({ triggerOn: ALL });
		await trigger.activate();
		const [first, second] = [one(), one()];
		movem().revoke(first);
		expect(told(await trigger.poll())).toEqual(
			expect.arrayContaining([
				[null, 'REVOKED', ['status']],
				[null, 'REQUESTED', ['status']],
			]),
		);
		movem().revoke(second);
		const third = one();
		movem().revoke(third);
		expect(told(await trigger.poll())).toEqual(
			expect.arrayContaining([
				['REQUESTED', 'REVOKED', ['status']],
				[null, 'REVOKED', ['status']],
			]),
		);
		expect(await trigger.poll()).toEqual([]);
	});

	it('is not missed in the hour that comes twice', async () => {
		const application = (id: string, created_at: string, status: string) => ({
			id,
			status,
			reference_id: null,
			created_at,
		});
		const trigger = bench.trigger({ triggerOn: ALL });
		const before = [application('a', '2024-10-27 01:55:00', 'REQUESTED')];
		bench.control.faults.add({ kind: 'status', status: 200, body: before, times: 2 });
		await trigger.activate();
		const after = [...before, application('b', '2024-10-27 01:05:00', 'REVOKED')];
		bench.control.faults.add({ kind: 'status', status: 200, body: after, times: 3 });
		expect(told(await trigger.poll())).toEqual([[null, 'REVOKED', ['status']]]);
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
	});

	it('comes in the order in which the applications were created', async () => {
		const trigger = bench.trigger({ triggerOn: ALL });
		await trigger.activate();
		const ids: string[] = [];
		for (let i = 0; i < 5; i++) {
			pass(1);
			ids.push(one().id);
		}
		expect((await trigger.poll()).map(({ id }) => id)).toEqual(ids);
	});
});

describe('a list that is odd', () => {
	const application = (id: unknown, status: string, created_at: unknown = '2025-03-01 09:30:00') => ({
		id,
		status,
		reference_id: null,
		created_at,
	});
	const lists = (...body: unknown[]) => {
		bench.control.faults.add({ kind: 'status', status: 200, body, times: 1 });
	};

	it('with an application of the year 2099 keeps none from being told, finished between two polls', async () => {
		const future = application('future', 'REQUESTED', '2099-01-01 00:00:00');
		lists(future);
		const trigger = bench.trigger({ triggerOn: ALL });
		await trigger.activate();
		const known: unknown[] = [future];
		for (const day of [4, 7, 10]) {
			bench.control.clock.advance({ days: 3 });
			known.push(application(`d${day}`, 'COMPLETED', `2025-03-${String(day - 2).padStart(2, '0')} 08:00:00`));
			lists(...known);
			expect((await trigger.poll()).map(({ id }) => id)).toEqual([`d${day}`]);
		}
		lists(...known.slice(1), { ...future, status: 'COMPLETED' });
		expect((await trigger.poll()).map(({ id }) => id)).toEqual(['future']);
		lists(...known.slice(1), { ...future, status: 'COMPLETED' });
		expect(await trigger.poll()).toEqual([]);
	});

	it('with a time of 2099 in the memory of 0.1.0 does no lasting harm', async () => {
		const trigger = bench.trigger({ triggerOn: ALL });
		const settled = { open: {}, newest: Date.UTC(2099, 0, 1), finished: [] };
		trigger.stored = JSON.stringify({ 'node:Trigger': { memory: { settled } } });
		lists(application('a', 'COMPLETED'));
		expect((await trigger.activate()).map(({ id }) => id)).toEqual(['a']);
		lists(application('a', 'COMPLETED'));
		expect(await trigger.poll()).toEqual([]);
		bench.control.clock.advance({ days: 3 });
		lists(application('a', 'COMPLETED'), application('b', 'COMPLETED', '2025-03-02 09:30:00'));
		expect((await trigger.poll()).map(({ id }) => id)).toEqual(['b']);
	});

	it('with IDs that are numbers tells each once, also where they become texts', async () => {
		const trigger = bench.trigger({ triggerOn: ALL });
		lists();
		await trigger.activate();
		lists(application(7, 'COMPLETED'), application(8, 'REQUESTED'));
		expect(await trigger.poll()).toHaveLength(2);
		for (const as of [Number, String]) {
			lists(application(as(7), 'COMPLETED'), application(as(8), 'REQUESTED'));
			expect(await trigger.poll()).toEqual([]);
		}
		trigger.comeFrom(fromAnotherProcess('movem'));
		lists(application('7', 'COMPLETED'), application(8, 'REQUESTED'));
		expect((await trigger.activate('init')).map(({ redelivered }) => redelivered)).toEqual([true, true]);
	});

	it('with the same application twice tells it once', async () => {
		const trigger = bench.trigger({ triggerOn: ALL });
		lists();
		await trigger.activate();
		const twice = [
			application('a', 'REQUESTED'),
			application('b', 'REQUESTED'),
			application('a', 'REQUESTED'),
		];
		lists(...twice);
		expect((await trigger.poll()).map(({ id }) => id)).toEqual(['a', 'b']);
		lists(...twice.map((one) => ({ ...one, status: 'COMPLETED' })));
		expect((await trigger.poll()).map(({ id }) => id)).toEqual(['a', 'b']);
	});

	it('with entries that are none passes them over, says so once, and tells the others', async () => {
		const trigger = bench.trigger({ triggerOn: ALL });
		lists();
		await trigger.activate();
		const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
		const good = names.map((id) => application(id, 'REQUESTED', { odd: true }));
		const bad = [null, 'nonsense', 7, [], {}, application(null, 'REQUESTED'), application({}, 'REQUESTED')];
		lists(...bad, ...good);
		expect((await trigger.poll()).map(({ id }) => id)).toEqual(names);
		for (const status of ['REQUESTED', 'COMPLETED']) {
			lists(...bad, ...good.map((one) => ({ ...one, status })));
			expect(told(await trigger.poll())).toEqual(
				status === 'COMPLETED' ? names.map(() => ['REQUESTED', 'COMPLETED', ['status']]) : [],
			);
		}
		expect(trigger.log).toEqual(['Trigger: Movem lists applications without an ID; they are passed over']);
		trigger.deactivate();
		lists(...good.map((one) => ({ ...one, status: 'COMPLETED' })));
		expect(await trigger.activate()).toEqual([]);
	});
});

describe('memory', () => {
	it('forgets what has been reported as finished', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		const empty = JSON.stringify(trigger.memory).length;
		for (let round = 0; round < 10; round++) {
			bench.control.clock.advance({ days: 2 });
			const ids = add(50);
			await trigger.poll();
			for (const id of ids) {
				movem().open({ id });
				movem().complete({ id });
			}
			expect(await trigger.poll()).toHaveLength(50);
		}
		expect(trigger.items).toHaveLength(500);
		bench.control.clock.advance({ days: 2 });
		one();
		await trigger.poll();
		await trigger.poll();
		expect(JSON.stringify(trigger.memory).length).toBeLessThan(empty + 200);
		expect(trigger.items).toHaveLength(500);
	});

	it('does not take one for gone that is not listed for once', async () => {
		const application = one();
		const trigger = bench.trigger({ triggerOn: ALL });
		await trigger.activate();
		bench.control.faults.add({ kind: 'status', status: 200, body: [] });
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		movem().open(application);
		expect(told(await trigger.poll())).toEqual([['REQUESTED', 'IN_PROGRESS', ['status', 'reference_id']]]);
	});
});

describe('an outage', () => {
	it('is reported once; what changed meanwhile is told afterwards', async () => {
		const application = one();
		const trigger = bench.trigger();
		await trigger.activate();
		const end = bench.outage();
		movem().open(application);
		for (const _ of [1, 2, 3]) await trigger.poll();
		expect(trigger.errors.map(({ message }) => message)).toEqual([
			'Movem cannot answer at the moment (HTTP 503)',
		]);
		end();
		expect(told(await trigger.poll())).toEqual([['REQUESTED', 'IN_PROGRESS', ['status', 'reference_id']]]);
	});

	it.each([
		['a web page', { kind: 'html', status: 200 }],
		['half a list', { kind: 'malformed' }],
		['nothing', { kind: 'empty' }],
		['something else', { kind: 'status', status: 200, body: { message: 'Hello' } }],
	] as const)(
		'of sense, %s in place of a list, counts as one and not as an empty account',
		async (_, fault) => {
			add(3);
			const trigger = bench.trigger({ triggerOn: ALL });
			await trigger.activate();
			const before = JSON.stringify(trigger.memory);
			bench.control.faults.add(fault);
			await trigger.poll();
			expect(trigger.errors).toHaveLength(1);
			expect(JSON.stringify(trigger.memory)).toBe(before);
			expect(await trigger.poll()).toEqual([]);
		},
	);
});

it('brings what was passed on last once more after a crash, and nothing after a deactivation', async () => {
	const [first, second] = [one(), one()];
	const trigger = bench.trigger();
	await trigger.activate();
	movem().open(first);
	await trigger.poll();
	movem().open(second);
	expect(await trigger.poll()).toHaveLength(1);
	trigger.comeFrom(fromAnotherProcess('movem'));
	expect(await trigger.activate('init')).toMatchObject([{ id: second.id, redelivered: true }]);
	trigger.deactivate();
	movem().complete(first);
	expect(await trigger.activate()).toMatchObject([{ id: first.id, previousStatus: 'IN_PROGRESS' }]);
});

it('marks a reference that comes once more after a crash, whatever became of the status meanwhile', async () => {
	const first = one();
	const trigger = bench.trigger({ triggerOn: ['REFERENCE_ID'] });
	await trigger.activate();
	movem().open(first);
	expect(await trigger.poll()).toMatchObject([{ status: 'IN_PROGRESS', changed: ['reference_id'] }]);
	movem().complete(first);
	trigger.comeFrom(fromAnotherProcess('movem'));
	expect(await trigger.activate('init')).toMatchObject([{ status: 'COMPLETED', redelivered: true }]);
});

it('shows the latest application in the editor and moves nothing', async () => {
	const application = one();
	const trigger = bench.trigger({ triggerOn: ['REQUESTED'] });
	expect(await trigger.sample()).toMatchObject([{ id: application.id, stage: 'invited' }]);
	expect(trigger.stored).toBe('{}');
});
