import type { IDataObject } from 'n8n-workflow';

import type { Keeping, PolledNode } from '../../support/pollNode';
import { fromAnotherProcess, useTrigger } from '../../support/useTrigger';

const bench = useTrigger('movem');

const movem = () => bench.control.movem;
/** Adds applications, each of which can be opened once; opening is an event. */
const applications = (count: number) => movem().addApplications({ count, status: 'REQUESTED' });
const opened = (items: IDataObject[]) =>
	items.map(({ id, redelivered }) => (redelivered === undefined ? id : [id, redelivered]));

async function activated(keeping: Keeping): Promise<PolledNode> {
	const trigger = bench.trigger();
	trigger.keeping = keeping;
	await trigger.activate();
	return trigger;
}

describe('what was passed on last', () => {
	it('comes once more after a restart, and says so, and not again after the next ones', async () => {
		const [a = '', b = ''] = applications(2);
		const trigger = await activated('process');
		movem().open({ id: a });
		expect(opened(await trigger.poll())).toEqual([a]);
		expect(await trigger.poll()).toEqual([]);
		trigger.comeFrom(fromAnotherProcess('movem'));
		expect(opened(await trigger.activate('init'))).toEqual([[a, true]]);
		for (const _ of [1, 2]) {
			trigger.comeFrom(fromAnotherProcess('movem'));
			expect(await trigger.activate('init')).toEqual([]);
		}
		movem().open({ id: b });
		expect(opened(await trigger.poll())).toEqual([b]);
	});

	it('comes with what is new after a restart, of which the next one brings only that', async () => {
		const [a = '', b = ''] = applications(2);
		const trigger = await activated('process');
		movem().open({ id: a });
		await trigger.poll();
		movem().open({ id: b });
		trigger.comeFrom(fromAnotherProcess('movem'));
		expect(opened(await trigger.activate('init'))).toEqual([[a, true], b]);
		trigger.comeFrom(fromAnotherProcess('movem'));
		expect(opened(await trigger.activate('init'))).toEqual([[b, true]]);
		trigger.comeFrom(fromAnotherProcess('movem'));
		expect(await trigger.activate('init')).toEqual([]);
	});

	it('comes once more, and no more, where two mains poll alternately', async () => {
		const mains = [fromAnotherProcess('movem'), fromAnotherProcess('movem')] as const;
		const ids = applications(20);
		const trigger = await activated('scheduler');
		for (const id of ids) {
			movem().open({ id });
			for (const main of [...mains, ...mains]) await trigger.pollFrom(main);
		}
		const items = opened(trigger.items);
		expect(items).toHaveLength(40);
		expect(items.filter((item) => typeof item === 'string')).toEqual(ids);
		expect(items.filter((item) => typeof item !== 'string')).toEqual(ids.map((id) => [id, true]));
	});

	it('comes once with durable cursors, whoever polls and whatever is restarted', async () => {
		const [a = '', b = ''] = applications(2);
		const trigger = await activated('cursors');
		movem().open({ id: a });
		expect(opened(await trigger.poll())).toEqual([a]);
		expect(await trigger.pollFrom(fromAnotherProcess('movem'))).toEqual([]);
		movem().open({ id: b });
		expect(opened(await trigger.pollFrom(fromAnotherProcess('movem')))).toEqual([b]);
		expect(trigger.memory).not.toHaveProperty('memory.pending');
	});

	it('comes once more where only the row of durable cursors is left', async () => {
		const [a = ''] = applications(1);
		const trigger = await activated('cursors');
		trigger.keeping = 'process';
		trigger.comeFrom(fromAnotherProcess('movem'));
		await trigger.activate('init');
		movem().open({ id: a });
		expect(opened(await trigger.poll())).toEqual([a]);
		trigger.comeFrom(fromAnotherProcess('movem'));
		expect(opened(await trigger.activate('init'))).toEqual([[a, true]]);
	});
});

describe('polls that were due at once, of which each has read the memory before the first one’s was stored,', () => {
	afterEach(() => jest.restoreAllMocks());

	it.each(['scheduler', 'cursors'] as const)('pass an event on once (%s)', async (keeping) => {
		const [a = '', b = ''] = applications(2);
		const trigger = await activated(keeping);
		movem().open({ id: a });
		const [first, second] = await trigger.pollTwiceFromTheSame();
		expect([opened(first), second]).toEqual([[a], []]);
		expect(trigger.log.join()).toContain('has not stored yet what the poll before has passed on');
		movem().open({ id: b });
		expect(opened(await trigger.poll())).toEqual([b]);
	});

	it.each([60_000, -3_600_000])(
		'lose nothing where n8n could not store what the first one passed on: by a clock %d ms on',
		async (passed) => {
			const [a = ''] = applications(1);
			const trigger = await activated('cursors');
			movem().open({ id: a });
			const { stored, cursor } = trigger;
			await trigger.poll();
			trigger.executions.pop();
			[trigger.stored, trigger.cursor] = [stored, cursor];
			expect(await trigger.poll()).toEqual([]);
			const later = Date.now() + passed;
			jest.spyOn(Date, 'now').mockImplementation(() => later);
			expect(opened(await trigger.poll())).toEqual([a]);
			expect(await trigger.poll()).toEqual([]);
		},
	);
});

describe('what a poll without events has learnt', () => {
	it('is not lost with the scheduler, which does not save it', async () => {
		const [a = ''] = applications(1);
		const trigger = await activated('scheduler');
		const before = trigger.stored;
		// Not passed on, because this status was not chosen: only the poll knows that it was there.
		movem().open({ id: a });
		expect(opened(await trigger.poll())).toEqual([a]);
		const passedOn = trigger.stored;
		expect(passedOn).not.toBe(before);
		movem().complete({ id: a });
		trigger.change({ triggerOn: ['ARCHIVED'] });
		expect(await trigger.poll()).toEqual([]);
		expect(trigger.stored).toBe(passedOn);
		trigger.change({ triggerOn: ['COMPLETED'] });
		expect(await trigger.poll()).toEqual([]);
	});
});

const KNOWN = (id: string) => ({ open: { [id]: ['REQUESTED', false] }, newest: 0, finished: [] });

describe('the memory of 0.1.0', () => {
	const remember = (memory: unknown) => JSON.stringify({ 'node:Trigger': { memory } });

	it.each(['process', 'scheduler', 'cursors'] as const)('is read and goes on (%s)', async (keeping) => {
		const [a = '', b = ''] = applications(2);
		const trigger = bench.trigger();
		trigger.keeping = keeping;
		trigger.stored = remember({ settled: { ...KNOWN(a), open: { ...KNOWN(a).open, ...KNOWN(b).open } } });
		movem().open({ id: a });
		expect(opened(await trigger.activate('init'))).toEqual([a]);
		movem().open({ id: b });
		expect(opened(await trigger.poll())).toEqual([b]);
		expect(trigger.memory).toMatchObject({ memory: { version: 2 } });
	});

	it('passes on once more what was passed on last, because it does not say what that was', async () => {
		const [a = ''] = applications(1);
		movem().open({ id: a });
		const trigger = bench.trigger();
		const after = { ...KNOWN(a), open: { [a]: ['IN_PROGRESS', true] } };
		trigger.stored = remember({ settled: KNOWN(a), passedOn: { by: 'another process', state: after } });
		expect(opened(await trigger.activate('init'))).toEqual([[a, true]]);
		trigger.comeFrom(fromAnotherProcess('movem'));
		expect(await trigger.activate('init')).toEqual([]);
	});
});

describe('a memory that cannot be read', () => {
	const good = { version: 2, committed: { state: { open: [], newest: 0, finished: [] } } };
	const kept = (memory: unknown) => JSON.stringify({ 'node:Trigger': { memory } });

	it.each([
		['no memory', 'is damaged', 'nonsense'],
		['a list', 'is damaged', [good]],
		['nothing in it', 'is damaged', {}],
		['no state', 'is damaged', { version: 2, committed: {} }],
		['the state of another trigger', 'is damaged', { version: 2, committed: { state: { upTo: 1 } } }],
		['keys that are none', 'is damaged', { ...good, committed: { ...good.committed, once: [1] } }],
		['nobody who passed it on', 'is damaged', { ...good, pending: good.committed }],
		['half of what 0.1.0 kept', 'is damaged', { passedOn: { by: 'x', state: KNOWN('a') } }],
		['a system that is none', 'is damaged', { ...good, system: 1 }],
		['a later version', 'was written by a newer version of this package', { ...good, version: 3 }],
		['an odd version', 'is damaged', { ...good, version: '2' }],
	])('(%s) is said once, with what it costs; then the trigger begins anew', async (_, what, memory) => {
		const [a = '', b = ''] = applications(2);
		movem().open({ id: a });
		const trigger = bench.trigger();
		trigger.stored = kept(memory);
		const failure = await trigger.activate('init').catch((thrown: unknown) => thrown);
		expect(failure).toMatchObject({
			message: `What this trigger remembers of Movem ${what}`,
			description: expect.stringMatching(
				/begins anew at its next poll.*not passed on.*comes again, deactivate the workflow and activate it/,
			),
			failure: { cause: 'temporarily-unavailable' },
		});
		expect(await trigger.activate('init')).toEqual([]);
		movem().open({ id: b });
		expect(opened(await trigger.poll())).toEqual([b]);
	});

	it('is said by the poll that meets it also while the partner is down, and begins anew with the scheduler as well', async () => {
		const [a = '', b = ''] = applications(2);
		const trigger = await activated('scheduler');
		const end = bench.outage();
		await trigger.poll();
		trigger.stored = kept('nonsense');
		await trigger.poll();
		expect(trigger.errors.map(({ message }) => message)).toEqual([
			'Movem cannot answer at the moment (HTTP 503)',
			'What this trigger remembers of Movem is damaged',
		]);
		end();
		movem().open({ id: a });
		expect(await trigger.poll()).toEqual([]);
		movem().open({ id: b });
		expect(opened(await trigger.poll())).toEqual([b]);
		expect(trigger.errors).toHaveLength(2);
	});
});
