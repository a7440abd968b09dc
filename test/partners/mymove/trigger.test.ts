import type { IDataObject } from 'n8n-workflow';

import { queryOf } from '../../support/useSimulator';
import { fromAnotherProcess, keepClocksInStep, NOW, useTrigger } from '../../support/useTrigger';

const bench = useTrigger('mymove');
keepClocksInStep(bench);

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const at = (minutes: number) => `${new Date(Date.parse(NOW) + minutes * MINUTE).toISOString().slice(0, 19)}Z`;
const add = (email: string, fields: IDataObject = {}) =>
	bench.control.mymove.addLead({ email, ...fields } as never);
const emails = (items: IDataObject[]) => items.map(({ email }) => email);
const pass = (minutes: number) => bench.control.clock.advance({ minutes });

const ourClockIsAhead = (by: number) => {
	const right = jest.mocked(Date.now).getMockImplementation() ?? (() => 0);
	jest.mocked(Date.now).mockImplementation(() => right() + by);
};

beforeEach(() => bench.control.mymove.setSwitches({ leadsPerDay: 0 }));

describe('the first activation', () => {
	it('begins with now', async () => {
		add('before@example.test', { created_at: at(-1) });
		const trigger = bench.trigger();
		expect(await trigger.activate()).toEqual([]);
		pass(5);
		add('after@example.test');
		expect(emails(await trigger.poll())).toEqual(['after@example.test']);
	});

	it.each([
		['hours', { startFrom: 'hours', hours: 2 }, ['90 minutes', 'a minute']],
		['days', { startFrom: 'days', days: 1 }, ['20 hours', '90 minutes', 'a minute']],
	])('begins %s ago, with the oldest', async (_, parameters, expected) => {
		add('a minute', { created_at: at(-1) });
		add('90 minutes', { created_at: at(-90) });
		add('20 hours', { created_at: at(-1200) });
		add('2 days', { created_at: at(-2880) });
		expect(emails(await bench.trigger(parameters).activate())).toEqual(expected);
	});

	it('begins anew at once where n8n has lost what the one a moment ago remembered', async () => {
		add('before', { created_at: at(-1) });
		const trigger = bench.trigger({ startFrom: 'hours', hours: 1 });
		expect(emails(await trigger.activate())).toEqual(['before']);
		trigger.deactivate();
		trigger.stored = '{}';
		trigger.change({ startFrom: 'now' });
		expect(await trigger.activate()).toEqual([]);
		add('after');
		pass(5);
		expect(emails(await trigger.poll())).toEqual(['after']);
	});

	it('fails as long as MYMOVE cannot be asked, so that nothing is missed until it has begun', async () => {
		const end = bench.outage();
		const trigger = bench.trigger();
		for (const _ of [1, 2, 3])
			await expect(trigger.activate()).rejects.toThrow('MYMOVE cannot answer at the moment (HTTP 503)');
		expect(trigger.stored).toBe('{}');
		end();
		expect(await trigger.activate()).toEqual([]);
	});

	it.each([
		['years ahead', 1_000 * DAY],
		['days behind', -3 * DAY],
	])('begins with the clock that is behind when ours is %s', async (_, wrong) => {
		ourClockIsAhead(wrong);
		add('before', { created_at: at(-1) });
		const trigger = bench.trigger();
		await trigger.activate();
		add('after');
		pass(10);
		expect(emails(await trigger.poll()).filter((one) => one !== 'before')).toEqual(['after']);
		expect(queryOf(bench.arrived()[1])).toMatchObject({ start: at(Math.min(0, wrong / MINUTE)) });
	});
});

describe('a poll', () => {
	it('passes a lead on once, whatever order MYMOVE has, the oldest first', async () => {
		bench.control.mymove.setSwitches({ order: 'newestFirst' });
		const trigger = bench.trigger();
		await trigger.activate();
		pass(10);
		add('second', { created_at: at(5) });
		add('first', { created_at: at(4) });
		expect(emails(await trigger.poll())).toEqual(['first', 'second']);
		for (const _ of [1, 2, 3]) {
			pass(10);
			expect(await trigger.poll()).toEqual([]);
		}
	});

	it('finds those of the same second, now and later', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		pass(10);
		const created_at = at(10);
		add('one', { created_at });
		add('two', { created_at });
		expect(emails(await trigger.poll()).sort()).toEqual(['one', 'two']);
		add('three', { created_at });
		expect(emails(await trigger.poll())).toEqual(['three']);
		expect(await trigger.poll()).toEqual([]);
	});

	it('finds one that comes late, within the overlap', async () => {
		const trigger = bench.trigger({ options: { overlap: 30 } });
		await trigger.activate();
		pass(120);
		await trigger.poll();
		add('29 minutes late', { created_at: at(91) });
		add('hours late', { created_at: at(20) });
		expect(emails(await trigger.poll())).toEqual(['29 minutes late']);
		pass(25);
		expect(await trigger.poll()).toEqual([]);
	});

	it.each([false, true])(
		'misses none at the bounds of its windows (end included: %s), even with no overlap',
		async (endIncluded) => {
			bench.control.mymove.setSwitches({ leadsPerDay: 20_000, endIncluded });
			const trigger = bench.trigger({ options: { overlap: 0 } });
			await trigger.activate();
			for (let round = 0; round < 12; round++) {
				bench.control.clock.advance({ seconds: 37, milliseconds: 401 });
				await trigger.poll();
			}
			bench.control.clock.advance({ seconds: 10 });
			await trigger.poll();
			const since = Date.parse(NOW);
			const until = Date.parse(bench.control.clock.now());
			const times = trigger.items.map(({ created_at }) => Date.parse(String(created_at)));
			expect(times.every((time) => time >= since && time <= until)).toBe(true);
			expect(new Set(emails(trigger.items)).size).toBe(trigger.items.length);
			// 454.8 seconds of a stream of one lead in 4.32 seconds.
			bench.control.clearJournal();
			const everything = await bench.trigger({ startFrom: 'hours', hours: 1 }).activate();
			expect(
				emails(everything)
					.filter((_, index) => Date.parse(String(everything[index]?.created_at)) >= since)
					.sort(),
			).toEqual(emails(trigger.items).sort());
		},
	);

	it('keeps leading zeros, and everything a text', async () => {
		const trigger = bench.trigger({ simplify: false });
		await trigger.activate();
		const lead = add('zero', { offer_id: '00012', new_postal_code: '02108', old_postal_code_plus4: '0001' });
		expect(await trigger.poll()).toEqual([lead]);
	});

	it('says in which words MYMOVE answers with something else than leads, and asks for the same window again', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		pass(10);
		add('waiting');
		bench.control.faults.add({ kind: 'status', status: 200, body: { message: 'nothing here' } });
		await trigger.poll();
		bench.control.faults.add({ kind: 'empty' });
		await trigger.poll();
		expect(trigger.errors.map(({ message }) => message)).toEqual([
			'MYMOVE answered with something else than a list: nothing here',
		]);
		expect(trigger.log).toEqual(['Trigger: MYMOVE answered with nothing']);
		expect(emails(await trigger.poll())).toEqual(['waiting']);
	});

	it('bears times it cannot read', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		pass(10);
		const odd = { offer_id: '1', email: 'odd', created_at: 'yesterday' };
		const csv = { offer_id: '1', email: 'csv', created_at: '2025-03-01 09:35:00' };
		for (const expected of [['csv', 'odd'], [], []]) {
			bench.control.faults.add({ kind: 'status', status: 200, body: { leads: [odd, csv, odd] } });
			expect(emails(await trigger.poll())).toEqual(expected);
			pass(20);
		}
	});
});

it('passes over what is no lead, says so once, and passes the others on', async () => {
	const trigger = bench.trigger();
	await trigger.activate();
	pass(10);
	const leads = [null, 'nonsense', {}, [], { offer_id: '1', email: 'good', created_at: at(5) }, 7];
	for (const expected of [['good'], []]) {
		bench.control.faults.add({ kind: 'status', status: 200, body: { leads } });
		expect(emails(await trigger.poll())).toEqual(expected);
	}
	expect(trigger.log).toEqual(['Trigger: MYMOVE lists entries that are no leads; they are passed over']);
});

describe('filters', () => {
	it.each([
		[{ tenure: ['own'] }, ['owner']],
		[{ states: 'tx, NY' }, ['owner', 'texan']],
		[{ newStates: ['TX', 'NY'] }, ['owner', 'texan']],
		[{ newStates: ['TX'], states: 'ny' }, ['owner', 'texan']],
		[{ newStates: ['tx'] }, ['texan']],
		[{ postalCodePrefix: '021' }, ['bostonian']],
		[{ postalCodePrefix: '7', tenure: ['rent'], states: 'TX' }, ['texan']],
	])('%j', async (filters, expected) => {
		const trigger = bench.trigger({ filters });
		await trigger.activate();
		add('owner', { new_housing_tenure: 'own', new_state: 'NY', new_postal_code: '10001' });
		add('texan', { new_housing_tenure: 'rent', new_state: 'TX', new_postal_code: '73301' });
		add('bostonian', { new_housing_tenure: 'rent', new_state: 'MA', new_postal_code: '02108' });
		expect(emails(await trigger.poll()).sort()).toEqual(expected);
	});

	it.each(['Texas', 'TX; NY', 'TX/NY', 'T'])(
		'refuses states that would let no lead pass: %s',
		async (states) => {
			const trigger = bench.trigger({ filters: { states } });
			await expect(trigger.activate()).rejects.toThrow(/New States by Code.* must be two letters/);
		},
	);

	it.each([
		[{ newStates: 'TX, NY' }, /New States must be one or more of .*TX.*, not TX, NY/],
		[{ newStates: ['Texas'] }, /New States must be one or more of .*TX.*, not Texas/],
		[{ tenure: ['Own'] }, /New Tenure must be one or more of own, rent, not Own/],
	])('%j is refused, because no lead would pass it', async (filters, message) => {
		await expect(bench.trigger({ filters }).activate()).rejects.toThrow(message);
	});

	it('bring nothing old up when they are changed', async () => {
		const trigger = bench.trigger({ filters: { states: 'TX' } });
		await trigger.activate();
		add('texan', { new_state: 'TX' });
		add('bostonian', { new_state: 'MA' });
		expect(emails(await trigger.poll())).toEqual(['texan']);
		trigger.change({ filters: {}, options: { overlap: 600 } });
		trigger.deactivate();
		pass(5);
		expect(await trigger.activate()).toEqual([]);
	});
});

describe('an outage', () => {
	it('is reported once, then logged; the same window is asked for again', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		pass(5);
		add('during');
		const end = bench.outage();
		for (const _ of [1, 2, 3]) await trigger.poll();
		expect(trigger.errors.map(({ message }) => message)).toEqual([
			'MYMOVE cannot answer at the moment (HTTP 503)',
		]);
		expect(trigger.log).toHaveLength(2);
		end();
		pass(5);
		expect(emails(await trigger.poll())).toEqual(['during']);
		bench.outage();
		await trigger.poll();
		expect(trigger.errors).toHaveLength(2);
	});

	it('of days is caught up with in slices of a day, each asked for once', async () => {
		bench.control.mymove.setSwitches({ leadsPerDay: 100 });
		const trigger = bench.trigger();
		await trigger.activate();
		bench.control.clock.advance({ days: 9, hours: 5 });
		bench.control.clearJournal();
		const caughtUp = await trigger.poll();
		expect(bench.arrived()).toHaveLength(10);
		expect(new Set(emails(caughtUp)).size).toBe(caughtUp.length);
		expect(caughtUp.length).toBeGreaterThanOrEqual(919);
		expect(await trigger.poll()).toEqual([]);
		expect(JSON.stringify(trigger.memory).length).toBeLessThan(2000);
	});

	it('that ends in a flood is caught up with over several polls, none of which is too large', async () => {
		bench.control.mymove.setSwitches({ leadsPerDay: 4500 });
		const trigger = bench.trigger();
		await trigger.activate();
		bench.control.clock.advance({ days: 2 });
		const sizes: number[] = [];
		for (let found = await trigger.poll(); found.length > 0; found = await trigger.poll())
			sizes.push(found.length);
		expect(sizes.length).toBeGreaterThanOrEqual(5);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(2010);
		const total = sizes.reduce((sum, size) => sum + size, 0);
		expect(total).toBeGreaterThanOrEqual(9000);
		expect(
			new Set(trigger.items.map(({ email, created_at, offer_id }) => `${email}${created_at}${offer_id}`))
				.size,
		).toBe(total);
		expect(trigger.items.map(({ created_at }) => created_at)).toEqual(
			trigger.items.map(({ created_at }) => created_at).sort(),
		);
	});

	it('in the middle of catching up keeps what was found before', async () => {
		bench.control.mymove.setSwitches({ leadsPerDay: 50 });
		const trigger = bench.trigger();
		await trigger.activate();
		bench.control.clock.advance({ days: 5 });
		const id = bench.control.faults.add({ kind: 'status', status: 500, body: {}, skip: 2, times: -1 });
		expect((await trigger.poll()).length).toBeGreaterThanOrEqual(100);
		expect(trigger.errors).toEqual([]);
		await trigger.poll();
		expect(trigger.errors).toHaveLength(1);
		bench.control.faults.clear(id);
		await trigger.poll();
		expect(new Set(emails(trigger.items)).size).toBe(trigger.items.length);
		expect(trigger.items.length).toBeGreaterThanOrEqual(250);
	});

	it('that a restart interrupts marks all that comes once more, also what comes later', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		for (const day of [1, 2, 3]) {
			bench.control.clock.advance({ days: 1 });
			add(`day ${day}`);
		}
		expect(await trigger.poll()).toHaveLength(3);
		trigger.comeFrom(fromAnotherProcess('mymove'));
		const id = bench.control.faults.add({ kind: 'status', status: 500, body: {}, skip: 2, times: -1 });
		const marks = (items: IDataObject[]) => items.map(({ email, redelivered }) => [email, redelivered]);
		expect(marks(await trigger.activate('init'))).toEqual([
			['day 1', true],
			['day 2', true],
		]);
		bench.control.faults.clear(id);
		expect(marks(await trigger.poll())).toEqual([['day 3', true]]);
	});
});

describe('a clock that is wrong', () => {
	/** One response with a wrong Date header; its leads are correct. */
	const wrongDate = (by: number, leads: unknown[]) =>
		bench.control.faults.add({
			kind: 'status',
			status: 200,
			body: { leads },
			headers: { date: new Date(Date.parse(bench.control.clock.now()) + by).toUTCString() },
		});

	it.each([
		['3 hours ahead', 180 * MINUTE],
		['30 days ahead', 30 * DAY],
		['3 hours behind', -180 * MINUTE],
		['30 days behind', -30 * DAY],
	])('for one answer, %s, loses no lead and brings none twice', async (_, by) => {
		const trigger = bench.trigger();
		await trigger.activate();
		const expected: string[] = [];
		for (let poll = 0; poll < 8; poll++) {
			pass(360);
			const leads = [10, 170, 350].map((minutes) =>
				add(`${poll} ${minutes}`, { created_at: at(poll * 360 + minutes) }),
			);
			expected.push(...leads.map(({ email }) => email));
			if (poll === 3) wrongDate(by, leads);
			await trigger.poll();
		}
		expect(emails(trigger.items).sort()).toEqual(expected.sort());
		// One at the beginning, one for each poll, and one more for the leads dated later by the clock that is ahead.
		expect(bench.arrived().length).toBeLessThanOrEqual(11);
	});

	it('for all answers, 30 days ahead, costs one request more at each poll', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		const date = new Date(Date.parse(NOW) + 30 * DAY).toUTCString();
		const lead = { offer_id: '1', email: 'true', created_at: at(5) };
		bench.control.faults.add({
			kind: 'status',
			status: 200,
			body: { leads: [lead] },
			headers: { date },
			times: -1,
		});
		pass(10);
		bench.control.clearJournal();
		expect(emails(await trigger.poll())).toEqual(['true']);
		expect(bench.arrived()).toHaveLength(2);
	});

	it('in the memory of 0.1.0, which is in the future, is no end of it', async () => {
		const trigger = bench.trigger();
		const settled = { upTo: Date.parse(NOW) + 30 * DAY, since: Date.parse(NOW) + 29 * DAY, seen: [] };
		trigger.stored = JSON.stringify({ 'node:Trigger': { memory: { settled } } });
		expect(await trigger.activate()).toEqual([]);
		pass(10);
		add('present');
		expect(emails(await trigger.poll())).toEqual(['present']);
	});

	it('and ours as well, and both put right, does not leave the trigger in the future', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		bench.control.clock.advance({ days: 30 });
		await trigger.poll();
		bench.control.clock.set(at(10));
		add('present');
		expect(emails(await trigger.poll())).toEqual(['present']);
		expect(await trigger.poll()).toEqual([]);
	});
});

describe('a crash', () => {
	it('brings what was passed on last once more, marked, and nothing else', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		add('settled');
		await trigger.poll();
		pass(5);
		add('last');
		await trigger.poll();
		add('unseen');
		trigger.comeFrom(fromAnotherProcess('mymove'));
		const marks = (await trigger.activate('init')).map(({ email, redelivered }) => [email, redelivered]);
		expect(marks.sort()).toEqual([
			['last', true],
			['unseen', undefined],
		]);
		expect(await trigger.poll()).toEqual([]);
	});

	it('is not what a deactivation is', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		add('first');
		await trigger.poll();
		trigger.deactivate();
		pass(3 * 24 * 60);
		add('while away', { created_at: at(60) });
		expect(emails(await trigger.activate())).toEqual(['while away']);
		trigger.deactivate();
		expect(await trigger.activate()).toEqual([]);
	});

	it('in the middle of an outage does not keep the workflow from becoming active', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		add('during');
		const end = bench.outage();
		trigger.comeFrom(fromAnotherProcess('mymove'));
		// n8n retries a failed activation itself, a second later.
		await expect(trigger.activate('init')).rejects.toThrow('cannot answer');
		expect(await trigger.activate('init')).toEqual([]);
		end();
		expect(emails(await trigger.poll())).toEqual(['during']);
	});
});

describe('polls', () => {
	it('that n8n starts while another is going on are left out', async () => {
		const trigger = bench.trigger();
		await trigger.activate();
		add('once');
		bench.control.setLatency(50);
		const [first, second] = await Promise.all([trigger.poll(), trigger.poll()]);
		expect(emails([...first, ...second])).toEqual(['once']);
		expect(trigger.log).toEqual(['Trigger: The poll before is still going on; this one is left out']);
	});
});

describe('a test in the editor', () => {
	it('shows the latest lead that fits and moves nothing', async () => {
		const trigger = bench.trigger({ filters: { states: 'TX' } });
		await trigger.activate();
		add('new', { new_state: 'TX' });
		add('newer', { new_state: 'MA' });
		const before = JSON.stringify(trigger.memory);
		expect(emails(await trigger.sample())).toEqual(['new']);
		expect(JSON.stringify(trigger.memory)).toBe(before);
		expect(emails(await trigger.poll())).toEqual(['new']);
	});
});
