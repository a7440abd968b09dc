import fc from '../../support/fastCheck';
import type { IDataObject } from 'n8n-workflow';

import { accountSource, type AccountState } from '../../../nodes/Movem/trigger/poll';
import { notificationSource, type NotificationState } from '../../../nodes/MovingPortal/trigger/poll';
import { feedSource, type FeedState } from '../../../nodes/Mymove/trigger/poll';
import { checksSource, type ChecksState } from '../../../nodes/Sprove/trigger/poll';
import type { RequestSpec } from '../../../nodes/shared/operation';
import { mapSettled } from '../../../nodes/shared/triggers/mapSettled';
import {
	expectNothingMissed,
	play,
	ModelN8n,
	ModelPartner,
	scenario,
	DEPLOYMENTS,
	type Step,
	type Deployment,
} from './models';

const RUNS = { numRuns: 200 };

/** Checks a property for random scenarios in every deployment. */
function checkAll<What>(
	what: fc.Arbitrary<What>,
	holds: (steps: Array<Step<What>>, deployment: Deployment) => Promise<void>,
) {
	it.each(DEPLOYMENTS)('with %s', async (_, deployment) => {
		await fc.assert(
			fc.asyncProperty(scenario(what, deployment), async (steps) => await holds(steps, deployment)),
			RUNS,
		);
	});
}

describe('the core hands every event over once or twice, the second time marked,', () => {
	/** Shelves, some of which cannot be read in a poll. */
	class Shelves extends ModelPartner {
		counts: number[] = [5, 0, 2];

		shut: number[] = [];

		protected answer = () => this.counts.map((count, shelf) => (this.shut.includes(shelf) ? null : count));
	}
	const name = ({ shelf, number }: IDataObject) => `${String(shelf)}/${String(number)}`;
	const what = fc.record({
		shelf: fc.integer({ min: 0, max: 2 }),
		more: fc.integer({ min: 1, max: 3 }),
		shut: fc.subarray([0, 1, 2]),
	});

	checkAll(what, async (steps, deployment) => {
		const partner = new Shelves();
		const n8n = new ModelN8n<number[]>(deployment, partner, (tools) => {
			const read = async () => await tools.list<never>({ method: 'GET', path: '/' });
			return {
				isState: (value): value is number[] => Array.isArray(value),
				initialState: async () => await read(),
				poll: async (state) => {
					const all: Array<number | null> = await read();
					const events = all.flatMap((count, shelf) =>
						Array.from({ length: Math.max(0, (count ?? 0) - (state[shelf] ?? 0)) }, (_, index) => {
							const number = index + (state[shelf] ?? 0);
							return { key: `${shelf}/${number}`, json: { shelf, number } };
						}),
					);
					return {
						events,
						state: all.map((count, shelf) => count ?? state[shelf] ?? 0),
						isPartial: all.includes(null),
					};
				},
				sample: async () => [],
			};
		});
		await play(steps, partner, n8n, ({ shelf, more, shut }) => {
			partner.counts[shelf] = (partner.counts[shelf] ?? 0) + more;
			partner.shut = shut;
		});
		partner.shut = [];
		for (let round = 0; round < 3; round++) await n8n.poll(0, 'fine');
		const owed = partner.counts.flatMap((count, shelf) =>
			Array.from({ length: count }, (_, number) => name({ shelf, number })).slice([5, 0, 2][shelf]),
		);
		expectNothingMissed(owed, n8n as ModelN8n<never>, deployment, name);
		expect(n8n.bytes).toBeLessThan(200 + 6 * owed.length);
	});
});

describe('MYMOVE’s leads, late ones within the overlap and several of a second among them, come', () => {
	const OVERLAP = 3_600_000;
	interface ModelLead extends IDataObject {
		offer_id: string;
		email: string;
		created_at: string;
	}

	class Feed extends ModelPartner {
		leads: ModelLead[] = [];

		constructor(
			private readonly endIncluded: boolean,
			private readonly newestFirst: boolean,
		) {
			super();
		}

		protected answer({ query = {} }: RequestSpec) {
			if (query.hrs !== undefined) return [];
			const [start, end] = [Date.parse(String(query.start)), Date.parse(String(query.end))];
			const found = this.leads.filter(({ created_at }) => {
				const at = Date.parse(created_at);
				return at >= start && (at < end || (this.endIncluded && at === end));
			});
			return this.newestFirst ? found.reverse() : found;
		}
	}

	const arrival = fc.record({
		late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: OVERLAP - 1000 })),
		tie: fc.boolean(),
		endIncluded: fc.boolean(),
	});

	checkAll(arrival, async (steps, deployment) => {
		const switches = steps.find((step) => step.kind === 'happens');
		const partner = new Feed(
			switches?.kind === 'happens' && switches.what.endIncluded,
			steps.length % 2 === 0,
		);
		const began = partner.now;
		const choice = { backFill: 0, overlap: OVERLAP, clientId: 'c', tenures: [], states: [], simplify: false };
		const n8n = new ModelN8n<FeedState>(deployment, partner, (tools) => feedSource(choice, tools));
		await play(steps, partner, n8n, ({ late, tie }) => {
			const last = partner.leads.at(-1)?.created_at;
			const at = Math.max(began, partner.now - late);
			const created_at =
				tie && last && Date.parse(last) >= partner.now - OVERLAP + 1000
					? last
					: `${new Date(at).toISOString().slice(0, 19)}Z`;
			partner.leads.push({ offer_id: '1', email: `${partner.leads.length}@example.test`, created_at });
		});
		expectNothingMissed(
			partner.leads.map(({ email }) => email),
			n8n as ModelN8n<never>,
			deployment,
			({ email }) => String(email),
		);
		const inOverlap = partner.leads.filter(
			({ created_at }) => Date.parse(created_at) >= partner.now - 2 * OVERLAP,
		).length;
		// With the scheduler, a poll without events saves nothing, so nothing is forgotten.
		const kept = deployment.mode === 'B' ? partner.leads.length : inOverlap;
		expect(n8n.bytes).toBeLessThan(500 + 2 * 60 * (kept + 1));
	});
});

describe('MYMOVE’s leads come whatever time MYMOVE says it is,', () => {
	const OVERLAP = 3_600_000;
	const HOUR = 3_600_000;
	const choice = { backFill: 0, overlap: OVERLAP, clientId: 'c', tenures: [], states: [], simplify: false };

	/** A feed whose responses may have a wrong Date header. */
	class WrongClock extends ModelPartner {
		leads: IDataObject[] = [];

		wrong = 0;

		override clock = () => this.now + this.wrong;

		protected answer = ({ query = {} }: RequestSpec) =>
			this.leads.filter(({ created_at: created }) => {
				const at = Date.parse(String(created));
				return at >= Date.parse(String(query.start)) && at < Date.parse(String(query.end));
			});
	}

	const what = fc.record({
		late: fc.integer({ min: 0, max: OVERLAP - 1000 }),
		wrong: fc.constantFrom(0, 0, 3 * HOUR, -3 * HOUR, 30 * 24 * HOUR, -30 * 24 * HOUR, -HOUR, HOUR / 2),
	});
	afterEach(() => jest.restoreAllMocks());

	checkAll(what, async (steps, deployment) => {
		const partner = new WrongClock();
		jest.spyOn(Date, 'now').mockImplementation(() => partner.now);
		const began = partner.now;
		const n8n = new ModelN8n<FeedState>(deployment, partner, (tools) => feedSource(choice, tools));
		await play(steps, partner, n8n, ({ late, wrong }) => {
			const created = new Date(Math.max(began, partner.now - late)).toISOString().slice(0, 19);
			partner.leads.push({ offer_id: '1', email: `${partner.leads.length}`, created_at: `${created}Z` });
			partner.wrong = wrong;
		});
		expectNothingMissed(
			partner.leads.map(({ email }) => String(email)),
			n8n as ModelN8n<never>,
			deployment,
			({ email }) => String(email),
		);
	});

	it('also of thousands at once, half of them dated later than now', async () => {
		const partner = new WrongClock();
		jest.spyOn(Date, 'now').mockImplementation(() => partner.now);
		const deployment: Deployment = { mode: 'A', mains: 1, crashes: false };
		const n8n = new ModelN8n<FeedState>(deployment, partner, (tools) => feedSource(choice, tools));
		await n8n.activate();
		const add = (email: string, at: number) =>
			partner.leads.push({ offer_id: '1', email, created_at: `${new Date(at).toISOString().slice(0, 19)}Z` });
		partner.now += 600_000;
		for (let index = 0; index < 1500; index++) {
			add(`now ${index}`, partner.now - 60_000);
			add(`later ${index}`, partner.now + 20 * HOUR + index * 1000);
		}
		await n8n.poll(0, 'fine');
		expect(n8n.events).toHaveLength(2000);
		for (let round = 0; round < 3; round++) {
			partner.now += 2 * HOUR;
			// Leads dated later must not have moved the start of the window.
			add(`round ${round}`, partner.now - 2 * HOUR + 60_000);
			await n8n.poll(0, 'fine');
		}
		const emails = n8n.events.map(({ email }) => email);
		expect(new Set(emails).size).toBe(3003);
		expect(emails).toHaveLength(3003);
	});
});

describe('The Moving Portal’s notifications, of one moment or out of order, come', () => {
	interface Kept {
		createdTimestamp: string;
		notificationTypeCode: string;
		processed: boolean;
	}

	class Portal extends ModelPartner {
		instructions = new Map<string, Kept[]>();

		count = 0;

		/** Kinds that were marked as processed. */
		get processed(): string[] {
			return [...this.instructions.values()]
				.flat()
				.filter(({ processed }) => processed)
				.map((one) => one.notificationTypeCode);
		}

		protected answer({ method, path, query }: RequestSpec) {
			const pending = (all: Kept[]) => all.filter(({ processed }) => !processed);
			if (path === '/instructions/notifications') {
				return [...this.instructions]
					.filter(([, all]) => pending(all).length > 0)
					.map(([tmpReference]) => ({ tmpReference }));
			}
			const all = this.instructions.get(path.split('/')[2] ?? '') ?? [];
			if (method === 'GET') return pending(all).map(({ processed: _, ...shown }) => shown);
			for (const one of all) one.processed ||= one.createdTimestamp <= String(query?.timestamp);
			return {};
		}
	}

	const notification = fc.record({
		of: fc.integer({ min: 1, max: 8 }),
		earlier: fc.constantFrom(0, 0, 0, 1, 50_000),
	});

	checkAll(notification, async (steps, deployment) => {
		const partner = new Portal();
		const n8n = new ModelN8n<NotificationState>(deployment, partner, (tools) =>
			notificationSource({ kinds: [], acknowledge: true }, tools),
		);
		const name = ({ notificationTypeCode }: IDataObject) => String(notificationTypeCode);
		const isAgain = ({ redelivered }: IDataObject) => redelivered === true;
		const happens = ({ of, earlier }: { of: number; earlier: number }) => {
			const kept = partner.instructions.get(`TMP${of}`) ?? [];
			partner.instructions.set(`TMP${of}`, kept);
			const createdTimestamp = new Date(partner.now - earlier).toISOString().replace('Z', '0000Z');
			partner.count += 1;
			kept.push({ createdTimestamp, notificationTypeCode: `K${partner.count}`, processed: false });
		};
		await play(steps, partner, n8n, happens, () => {
			const stored = new Set(n8n.events.map(name));
			// An event that is lost, because n8n died twice with it in hand, may be marked all the same.
			const twice = new Set(
				n8n.handOvers
					.map(({ event }) => event)
					.filter(isAgain)
					.map(name),
			);
			expect(partner.processed.filter((one) => !stored.has(one) && !twice.has(one))).toEqual([]);
		});
		const owed = Array.from({ length: partner.count }, (_, index) => `K${index + 1}`);
		expectNothingMissed(owed, n8n as ModelN8n<never>, deployment, name);
		expect(partner.processed).toHaveLength(partner.count);
		// With the scheduler, a poll without events saves nothing, so nothing is forgotten.
		expect(n8n.bytes).toBeLessThan(deployment.mode === 'B' ? 400 + 45 * owed.length : 100);
	});
});

describe('the last word on every application of Movem comes', () => {
	const LATER: Record<string, string[]> = {
		REQUESTED: ['IN_PROGRESS', 'REVOKED', 'EXPIRED'],
		HOLD: ['REQUESTED', 'REVOKED'],
		IN_PROGRESS: ['COMPLETED', 'EXPIRED'],
		COMPLETED: ['ARCHIVED'],
	};
	const ALL = ['ARCHIVED', 'COMPLETED', 'REQUESTED', 'EXPIRED', 'IN_PROGRESS', 'HOLD', 'REVOKED'];

	class Account extends ModelPartner {
		applications: Array<{
			id: string;
			status: string;
			reference_id: string | null;
			created_at: string;
			version: number;
		}> = [];

		/** Versions that a poll could see. */
		seen = new Set<string>();

		protected answer() {
			for (const { id, version } of this.applications) this.seen.add(`${id}/${version}`);
			return this.applications;
		}
	}

	const change = fc.record({ isNew: fc.boolean(), which: fc.nat(), to: fc.nat(), hourBack: fc.boolean() });

	checkAll(change, async (steps, deployment) => {
		const partner = new Account();
		const wanted = steps.length % 2 === 0 ? ALL : ALL.slice(1);
		const n8n = new ModelN8n<AccountState>(deployment, partner, (tools) =>
			accountSource(wanted, false, tools),
		);
		const name = ({ id, version }: IDataObject) => `${String(id)}/${String(version)}`;
		await play(steps, partner, n8n, ({ isNew, which, to, hourBack }) => {
			const open = partner.applications.filter(({ status }) => LATER[status]);
			const one = open[which % Math.max(open.length, 1)];
			if (isNew || !one) {
				// Movem’s times have no zone: when summer time ends, a newer application looks up to an hour older.
				const created_at = new Date(partner.now - (hourBack ? 3_600_000 : 0))
					.toISOString()
					.slice(0, 19)
					.replace('T', ' ');
				partner.applications.push({
					id: `a${partner.applications.length}`,
					status: to % 3 === 0 ? 'HOLD' : 'REQUESTED',
					reference_id: null,
					created_at,
					version: 0,
				});
				return;
			}
			const next = LATER[one.status] ?? [];
			one.status = next[to % next.length] ?? one.status;
			one.version += 1;
		});
		const owed = partner.applications.filter(({ status }) => wanted.includes(status)).map(name);
		expectNothingMissed(owed, n8n as ModelN8n<never>, deployment, name);
		if (n8n.crashes === 0 && n8n.changes === 0) {
			const visible = [...partner.seen];
			const passedOn = new Set(n8n.events.map(name));
			const missing = visible.filter((one) => !passedOn.has(one));
			// Statuses that were not chosen are not passed on; every other version that a poll could see is.
			expect(wanted.includes('ARCHIVED') ? missing : []).toEqual([]);
		}
		const followed = partner.applications.filter(({ status }) => LATER[status]).length;
		if (!wanted.includes('ARCHIVED'))
			expect(n8n.bytes).toBeLessThan(200 + 60 * (followed + partner.applications.length));
	});
});

describe('the last word on every check of sprove comes', () => {
	class Properties extends ModelPartner {
		checks = new Map<
			string,
			Array<{ tenant_name: string; approved: boolean; valid_until: number | null; max_rent: number }>
		>();

		protected answer({ path }: RequestSpec) {
			return this.checks.get(path.split('/')[2] ?? '') ?? [];
		}
	}

	const change = fc.record({
		property: fc.integer({ min: 0, max: 11 }),
		isNew: fc.boolean(),
		which: fc.nat(),
	});

	checkAll(change, async (steps, deployment) => {
		const partner = new Properties();
		for (let id = 0; id < 12; id++) partner.checks.set(`p${id}`, []);
		let count = 0;
		const choice = {
			properties: [...partner.checks.keys()],
			triggerOn: ['newCheck', 'changedCheck'],
			simplify: false,
		};
		const n8n = new ModelN8n<ChecksState>(deployment, partner, (tools) => checksSource(choice, tools));
		const name = ({ property_id, tenant_name, valid_until }: IDataObject) =>
			[property_id, tenant_name, valid_until].join('/');
		await play(steps, partner, n8n, ({ property, isNew, which }) => {
			const checks = partner.checks.get(`p${property}`) ?? [];
			const one = checks[which % Math.max(checks.length, 1)];
			count += 1;
			if (isNew || !one)
				checks.push({ tenant_name: `T${count}`, approved: true, valid_until: count, max_rent: 1 });
			else Object.assign(one, { approved: !one.approved, valid_until: count });
		});
		const owed = [...partner.checks].flatMap(([property_id, checks]) =>
			checks.map((one) => name({ property_id, ...one })),
		);
		expectNothingMissed(owed, n8n as ModelN8n<never>, deployment, name);
		expect(n8n.bytes).toBeLessThan(2 * (200 + 20 * 12 + 60 * owed.length));
	});
});

describe('each of several', () => {
	const tools = (deadline: number) => {
		const lines: string[] = [];
		return { deadline, log: (line: string) => void lines.push(line), lines };
	};

	it('is done, at most five at a time, with the results in order and the bad ones in the log', async () => {
		let atOnce = 0;
		let most = 0;
		const { lines, ...rest } = tools(Infinity);
		const list = Array.from({ length: 40 }, (_, index) => index);
		const { results: done, isPartial } = await mapSettled(list, String, rest, async (one) => {
			most = Math.max(most, ++atOnce);
			await new Promise((resolve) => setTimeout(resolve, one % 7));
			atOnce -= 1;
			return one % 10 === 3 ? await Promise.reject(new Error('bad')) : one;
		});
		expect(done).toEqual(list.filter((one) => one % 10 !== 3));
		expect(isPartial).toBe(true);
		expect(lines.sort()).toEqual(['13: bad', '23: bad', '33: bad', '3: bad']);
		expect(most).toBe(5);
	});

	it('fails with the first failure when all do, and bears none at all', async () => {
		const rest = tools(Infinity);
		await expect(
			mapSettled([1, 2], String, rest, async () => await Promise.reject(new Error('bad'))),
		).rejects.toThrow('bad');
		const none = await mapSettled([], String, rest, async () => 1);
		expect(none).toEqual({ results: [], isPartial: false });
	});

	it('is left for the next poll when time is up, and not always the same', async () => {
		const list = Array.from({ length: 30 }, (_, index) => index);
		const done = new Set<number>();
		for (let poll = 0; poll < 200 && done.size < 30; poll++) {
			const { lines, ...rest } = tools(0);
			const { results: some, isPartial } = await mapSettled(list, String, rest, async (one) => one);
			expect(isPartial).toBe(true);
			expect(some).toHaveLength(5);
			expect(lines).toEqual(['Time was up before 25 of 30 could be read; they are left for the next poll']);
			some.forEach((one) => done.add(one));
		}
		expect(done.size).toBe(30);
	});
});
