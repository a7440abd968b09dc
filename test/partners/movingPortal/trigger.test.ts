import type { IDataObject } from 'n8n-workflow';

import { hosts } from '../../../nodes/MovingPortal/hosts';
import { KINDS, normalKind } from '../../../nodes/MovingPortal/trigger/kinds';
import type { Hosts } from '../../../nodes/shared/http';
import { NOTIFICATION_TYPES } from '../../../simulator/partners/movingPortal/notificationTypes';
import { queryOf } from '../../support/useSimulator';
import { fromAnotherProcess, useTrigger } from '../../support/useTrigger';

const bench = useTrigger('movingPortal');
afterEach(() => jest.restoreAllMocks());

const portal = () => bench.control.movingPortal;
const instructions = (count: number) =>
	portal()
		.addInstructions({ count })
		.map(({ tmpReference }) => tmpReference);
const notify = (reference: string, ...kinds: string[]) =>
	portal().notify({ reference, kinds: kinds as [string, ...string[]] });
const kinds = (items: IDataObject[]) => items.map(({ notificationTypeCode }) => notificationTypeCode);
const acknowledged = () =>
	bench
		.arrived('markNotificationsProcessed')
		.map((entry) => [entry.path.split('/')[3], queryOf(entry).timestamp]);
const stamp = (digits: string) => `2025-03-01T09:30:${digits}Z`;

describe('notifications', () => {
	it('are passed on in order, with their instruction, their seven digits and a stage, and acknowledged at the next poll only', async () => {
		const [a = '', b = ''] = instructions(2);
		const trigger = bench.trigger();
		expect(await trigger.activate()).toEqual([]);
		portal().notify({ reference: a, kinds: ['CASEACCEPTED'], timestamps: [stamp('01.0000003')] });
		portal().notify({ reference: b, kinds: ['PUTONHOLD'], timestamps: [stamp('01.0000002')] });
		portal().notify({ reference: a, kinds: ['CASECOMPLETED'], timestamps: [stamp('01.0000004')] });
		expect(await trigger.poll()).toMatchObject([
			{
				tmpReference: b,
				notificationTypeCode: 'PUTONHOLD',
				createdTimestamp: stamp('01.0000002'),
				stage: 'actionNeeded',
				uniqueIntegrationReference: `I-${b}`,
			},
			{
				tmpReference: a,
				notificationTypeCode: 'CASEACCEPTED',
				createdTimestamp: stamp('01.0000003'),
				stage: 'inProgress',
			},
			{
				tmpReference: a,
				notificationTypeCode: 'CASECOMPLETED',
				createdTimestamp: stamp('01.0000004'),
				stage: 'passed',
			},
		]);
		expect(acknowledged()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		expect(acknowledged().sort()).toEqual([
			[a, stamp('01.0000004')],
			[b, stamp('01.0000002')],
		]);
		await trigger.poll();
		expect(acknowledged()).toHaveLength(2);
		expect(trigger.memory).toMatchObject({ memory: { version: 2, committed: { state: [] } } });
		expect(JSON.stringify(trigger.memory)).not.toContain('TMP');
	});

	it('that wait at the first activation are passed on', async () => {
		const [a = ''] = instructions(1);
		notify(a, 'NOTEADDED', 'ORDERED');
		expect(kinds(await bench.trigger().activate())).toEqual(['NOTEADDED', 'ORDERED']);
	});

	it('that wait at another system are passed on, too, when the credential moves there', async () => {
		const systems: Hosts = hosts;
		for (const host of Object.values(systems))
			jest.replaceProperty(host, 'url', `${bench.url}/moving-portal`);
		const trigger = bench.trigger({}, { environment: 'test' });
		await trigger.activate();
		trigger.changeCredential({ environment: 'production' });
		const [a = ''] = instructions(1);
		notify(a, 'NOTEADDED', 'ORDERED');
		expect(kinds(await trigger.poll())).toEqual(['NOTEADDED', 'ORDERED']);
		expect(trigger.log.join()).toContain('it begins anew');
	});

	it('of the same moment are all passed on, also those that come later', async () => {
		const [a = ''] = instructions(1);
		const trigger = bench.trigger();
		await trigger.activate();
		const timestamps: [string] = [stamp('05.1234567')];
		portal().notify({ reference: a, kinds: ['NOTEADDED', 'FEECHANGED'], count: 2, timestamps });
		expect(kinds(await trigger.poll())).toEqual(['NOTEADDED', 'FEECHANGED']);
		portal().notify({ reference: a, kinds: ['ORDERED'], timestamps });
		expect(kinds(await trigger.poll())).toEqual(['ORDERED']);
		// Acknowledging up to that moment would cover the new one before it was passed on.
		expect(acknowledged()).toEqual([]);
		await trigger.poll();
		expect(acknowledged()).toEqual([[a, timestamps[0]]]);
	});

	it('that are the same in everything are counted', async () => {
		const [a = ''] = instructions(1);
		const trigger = bench.trigger();
		await trigger.activate();
		const timestamps: [string] = [stamp('05.0000001')];
		portal().notify({ reference: a, count: 2, timestamps });
		expect(await trigger.poll()).toHaveLength(2);
		portal().notify({ reference: a, timestamps });
		expect(await trigger.poll()).toHaveLength(1);
	});

	it('that are older than the last one but appear after it are passed on, before they are acknowledged', async () => {
		const [a = ''] = instructions(1);
		const trigger = bench.trigger();
		await trigger.activate();
		portal().notify({ reference: a, timestamps: [stamp('05.2000000')] });
		await trigger.poll();
		portal().notify({ reference: a, kinds: ['ORDERED'], timestamps: [stamp('05.1000000')] });
		expect(kinds(await trigger.poll())).toEqual(['ORDERED']);
		expect(acknowledged()).toEqual([]);
		await trigger.poll();
		expect(acknowledged()).toEqual([[a, stamp('05.2000000')]]);
	});

	it('come in any order and with zeros left out at the end', async () => {
		const [a = ''] = instructions(1);
		portal().notify({ reference: a });
		const trigger = bench.trigger();
		const body = ['05.5', '05.4999999', '05.51', '04.9'].map((digits) => ({
			createdTimestamp: stamp(digits),
			notificationTypeCode: digits,
		}));
		bench.control.faults.add({ kind: 'status', status: 200, body, times: 2, path: `${a}/notifications` });
		expect(kinds(await trigger.activate())).toEqual(['04.9', '05.4999999', '05.5', '05.51']);
		await trigger.poll();
		expect(acknowledged()).toEqual([[a, stamp('05.51')]]);
	});

	it('are found by the plain words of the list, whether code or description has them', async () => {
		const [a = ''] = instructions(1);
		const filters = { listedKinds: ['case completed', 'put on hold'], kinds: 'NOTEADDED' };
		const trigger = bench.trigger({ filters });
		await trigger.activate();
		notify(a, 'ORDERED', 'NOTEADDED', 'CASECOMPLETED', 'PUTONHOLD');
		expect(kinds(await trigger.poll())).toEqual(['NOTEADDED', 'CASECOMPLETED', 'PUTONHOLD']);
	});

	it('are found by a code that is a kind of the list, and any other there is refused', async () => {
		const [a = ''] = instructions(1);
		const trigger = bench.trigger({ filters: { listedKinds: ['CASECOMPLETED'] } });
		await trigger.activate();
		notify(a, 'ORDERED', 'CASECOMPLETED');
		expect(kinds(await trigger.poll())).toEqual(['CASECOMPLETED']);
		await expect(
			bench.trigger({ filters: { listedKinds: ['Instruction Accepted'] } }).activate(),
		).rejects.toThrow(/Kinds must be one or more of appointment booked, .*, not Instruction Accepted/);
	});

	it('of every kind that the simulator knows are in the list', () => {
		const listed = KINDS.map(({ value }) => normalKind(String(value)));
		const known = Object.entries(NOTIFICATION_TYPES).map((kind) => kind.map(normalKind));
		expect(known.filter((kind) => !kind.some((word) => listed.includes(word)))).toEqual([]);
	});

	it('of kinds that are not wanted start nothing, but are acknowledged', async () => {
		const [a = ''] = instructions(1);
		const trigger = bench.trigger({ filters: { kinds: 'casecompleted, Note added' } });
		await trigger.activate();
		notify(a, 'ORDERED', 'NOTEADDED', 'CASECOMPLETED', 'ALLOCATED');
		expect(kinds(await trigger.poll())).toEqual(['NOTEADDED', 'CASECOMPLETED']);
		await trigger.poll();
		notify(a, 'ORDERED');
		expect(await trigger.poll()).toEqual([]);
		await trigger.poll();
		expect(acknowledged()).toHaveLength(2);
		expect(bench.control.state().partners.movingPortal.instructions).toMatchObject([{ unprocessed: [] }]);
	});

	it('stay unread at The Moving Portal where that is chosen, and come once all the same', async () => {
		const [a = ''] = instructions(1);
		const trigger = bench.trigger({ acknowledge: false });
		await trigger.activate();
		notify(a, 'ORDERED');
		expect(kinds(await trigger.poll())).toEqual(['ORDERED']);
		for (const _ of [1, 2]) expect(await trigger.poll()).toEqual([]);
		const end = bench.outage(a);
		await trigger.poll();
		end();
		expect(await trigger.poll()).toEqual([]);
		notify(a, 'ALLOCATED');
		expect(kinds(await trigger.poll())).toEqual(['ALLOCATED']);
		expect(acknowledged()).toEqual([]);
	});
});

describe('an acknowledgement', () => {
	it('that fails is tried again and holds no news back', async () => {
		const [a = '', b = ''] = instructions(2);
		const trigger = bench.trigger();
		await trigger.activate();
		notify(a, 'ORDERED');
		await trigger.poll();
		bench.control.faults.add({
			kind: 'status',
			status: 500,
			body: {},
			operationId: 'markNotificationsProcessed',
			times: 4,
		});
		notify(b, 'ALLOCATED');
		expect(kinds(await trigger.poll())).toEqual(['ALLOCATED']);
		expect(trigger.log).toEqual([
			`Trigger: Instruction ${a} could not be marked as processed: The Moving Portal cannot answer at the moment (HTTP 500)`,
		]);
		await trigger.poll();
		await trigger.poll();
		expect(trigger.errors).toEqual([]);
		expect(kinds(trigger.items)).toEqual(['ORDERED', 'ALLOCATED']);
		expect(bench.control.state().partners.movingPortal.instructions).toMatchObject([
			{ unprocessed: [] },
			{ unprocessed: [] },
		]);
	});

	it('of which no answer came back does no harm', async () => {
		const [a = ''] = instructions(1);
		const trigger = bench.trigger();
		await trigger.activate();
		notify(a, 'ORDERED');
		await trigger.poll();
		bench.control.faults.add({ kind: 'dropAfter', operationId: 'markNotificationsProcessed', times: 2 });
		await trigger.poll();
		await trigger.poll();
		expect(kinds(trigger.items)).toEqual(['ORDERED']);
	});

	it('is not given for what a crash may have lost', async () => {
		const [a = ''] = instructions(1);
		const trigger = bench.trigger();
		await trigger.activate();
		notify(a, 'ORDERED');
		await trigger.poll();
		trigger.comeFrom(fromAnotherProcess('movingPortal'));
		expect(kinds(await trigger.activate('init'))).toEqual(['ORDERED']);
		expect(acknowledged()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		expect(acknowledged()).toHaveLength(1);
	});
});

describe('an instruction', () => {
	it('that cannot be read does not hold back the others, and is not acknowledged', async () => {
		const [good = '', bad = ''] = instructions(2);
		const trigger = bench.trigger();
		await trigger.activate();
		notify(bad, 'ORDERED');
		await trigger.poll();
		const end = bench.outage(`${bad}/notifications`);
		notify(good, 'ALLOCATED');
		notify(bad, 'CASECOMPLETED');
		expect(kinds(await trigger.poll())).toEqual(['ALLOCATED']);
		expect(acknowledged()).toEqual([]);
		expect(trigger.log).toEqual([
			`Trigger: Instruction ${bad} was passed over: The Moving Portal cannot answer at the moment (HTTP 503)`,
		]);
		end();
		expect(kinds(await trigger.poll())).toEqual(['CASECOMPLETED']);
		expect(trigger.errors).toEqual([]);
	});
});

describe('a list that is odd', () => {
	const listed = (body: unknown, path: string) =>
		bench.control.faults.add({ kind: 'status', status: 200, body, path, times: 1 });
	const LIST = '/instructions/notifications';

	it('with references that are none passes them over, says so once, and reads the others', async () => {
		const [a = ''] = instructions(1);
		const trigger = bench.trigger();
		await trigger.activate();
		notify(a, 'ORDERED');
		const odd = ['..', '.', '', 'a/b', 'a?b', null, {}, []].map((tmpReference) => ({ tmpReference }));
		bench.control.clearJournal();
		for (const expected of [['ORDERED'], []]) {
			listed([null, 'nonsense', ...odd, { tmpReference: a }, { tmpReference: a }], LIST);
			expect(kinds(await trigger.poll())).toEqual(expected);
		}
		expect(trigger.log).toEqual([
			'Trigger: The Moving Portal lists instructions that are none; they are passed over',
			'Trigger: The Moving Portal lists instructions without a usable reference; their notifications cannot be read',
		]);
		expect(bench.arrived('listNotifications').map(({ path }) => path)).toEqual(
			Array.from({ length: 2 }, () => `/moving-portal/instruction/${a}/notifications`),
		);
	});

	it('with references that objects know as well tells each once', async () => {
		const names = ['constructor', '__proto__', 'toString', 'valueOf'];
		const trigger = bench.trigger();
		await trigger.activate();
		for (const expected of [[...names].sort(), [], []]) {
			listed(
				names.map((tmpReference) => ({ tmpReference })),
				LIST,
			);
			for (const name of names)
				listed(
					[{ createdTimestamp: stamp('01.0000001'), notificationTypeCode: name }],
					`/${name}/notifications`,
				);
			expect(kinds(await trigger.poll()).sort()).toEqual(expected);
		}
		trigger.deactivate();
		listed([{ tmpReference: 'constructor' }], LIST);
		listed(
			[{ createdTimestamp: stamp('01.0000001'), notificationTypeCode: 'constructor' }],
			'/constructor/notifications',
		);
		expect(await trigger.activate()).toEqual([]);
	});

	it('with notifications that are none passes them over, says so once, and tells the others', async () => {
		const [a = ''] = instructions(1);
		const trigger = bench.trigger();
		await trigger.activate();
		notify(a, 'ORDERED');
		const good = { createdTimestamp: stamp('01.0000001'), notificationTypeCode: 'ORDERED' };
		for (const expected of [['ORDERED', { odd: true }], []]) {
			listed([null, 7, good, 'nonsense', { notificationTypeCode: { odd: true } }], `${a}/notifications`);
			expect(kinds(await trigger.poll()).sort()).toEqual(expected);
		}
		expect(trigger.log).toEqual([
			'Trigger: The Moving Portal lists notifications that are none; they are passed over',
		]);
	});
});

it.each([
	['CASEREJECTED', 'failed'],
	['Case cancelled', 'closed'],
	['CASEUNCANCELLED', 'inProgress'],
	['PUTONHOLD', 'actionNeeded'],
	['TAKENOFFHOLD', 'inProgress'],
	['CASECOMPLETED', 'passed'],
	['NOTEADDED', 'inProgress'],
])('takes %s for the stage %s', async (kind, stage) => {
	const [a = ''] = instructions(1);
	const trigger = bench.trigger();
	await trigger.activate();
	notify(a, 'ORDERED');
	const body = [{ createdTimestamp: stamp('01.0000001'), notificationTypeCode: kind }];
	bench.control.faults.add({ kind: 'status', status: 200, body, path: `${a}/notifications` });
	expect(await trigger.poll()).toMatchObject([{ stage }]);
});

it('takes a 404 to an acknowledgement for an answer: there is nothing left to be marked', async () => {
	const [a = ''] = instructions(1);
	const trigger = bench.trigger();
	await trigger.activate();
	notify(a, 'ORDERED');
	await trigger.poll();
	const operationId = 'markNotificationsProcessed';
	bench.control.faults.add({ kind: 'status', status: 404, body: {}, operationId });
	expect(await trigger.poll()).toEqual([]);
	expect(acknowledged()).toHaveLength(1);
	expect(trigger.log).toEqual([]);
});

it('passes what waited at the first activation on once with durable cursors, whoever polls next', async () => {
	const [a = ''] = instructions(1);
	notify(a, 'ORDERED');
	const trigger = bench.trigger();
	trigger.keeping = 'cursors';
	expect(kinds(await trigger.activate())).toEqual(['ORDERED']);
	expect(await trigger.pollFrom(fromAnotherProcess('movingPortal'))).toEqual([]);
});

describe('an outage', () => {
	it.each([
		['of everything', { kind: 'status', status: 503, body: {} }],
		['of sense', { kind: 'status', status: 200, body: { hello: 'world' } }],
	] as const)('%s is reported once; what came meanwhile is passed on afterwards', async (_, fault) => {
		const [a = ''] = instructions(1);
		const trigger = bench.trigger();
		await trigger.activate();
		notify(a, 'ORDERED');
		const id = bench.control.faults.add({ ...fault, times: -1 });
		for (const _poll of [1, 2, 3]) await trigger.poll();
		expect(trigger.errors).toHaveLength(1);
		bench.control.faults.clear(id);
		expect(kinds(await trigger.poll())).toEqual(['ORDERED']);
	});
});

it('shows a notification in the editor and marks nothing', async () => {
	const [a = ''] = instructions(1);
	notify(a, 'ORDERED', 'NOTEADDED');
	const trigger = bench.trigger({ filters: { kinds: 'NOTEADDED' } });
	for (const _ of [1, 2]) expect(kinds(await trigger.sample())).toEqual(['NOTEADDED']);
	expect(trigger.stored).toBe('{}');
	expect(acknowledged()).toEqual([]);
});
