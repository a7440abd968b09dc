import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { watchAccount, type AccountState } from '../../nodes/Movem/watch';
import { watchNotifications, type NotificationState } from '../../nodes/MovingPortal/watch';
import { watchFeed, type FeedState } from '../../nodes/Mymove/watch';
import { watchChecks, type ChecksState } from '../../nodes/Sprove/watch';
import type { RequestSpec } from '../../nodes/shared/operation';
import { eachOrLog } from '../../nodes/shared/poll';
import { counts, live, ModelN8n, ModelPartner, story, type Step } from './models';

const RUNS = { numRuns: 300 };

/** Every event that is owed was stored, none twice that no crash made uncertain. */
function expectNothingMissed(owed: string[], n8n: ModelN8n<never>, name: (event: IDataObject) => string) {
	const found = counts(n8n.events.map(name));
	expect(owed.filter((one) => !found.has(one))).toEqual([]);
	const uncertain = new Set(n8n.mayRepeat.map(name));
	const repeated = [...found].filter(([, times]) => times > 1).map(([one]) => one);
	expect(repeated.filter((one) => !uncertain.has(one))).toEqual([]);
	if (n8n.crashes === 0) expect(repeated).toEqual([]);
}

/** Holds for stories with and without crashes. */
function always<What>(what: fc.Arbitrary<What>, holds: (steps: Array<Step<What>>) => Promise<void>) {
	it.each([
		['whatever comes between polls', false],
		['whenever n8n dies', true],
	])('%s', async (_, crashes) => await fc.assert(fc.asyncProperty(story(what, { crashes }), holds), RUNS));
}

describe('the core passes on every event once, after a crash what was passed on last once more:', () => {
	class Counter extends ModelPartner {
		count = 0;

		protected answer = () => Array.from({ length: this.count }, (_, number) => ({ number }));
	}
	const name = ({ number }: IDataObject) => String(number);

	always(fc.integer({ min: 1, max: 3 }), async (steps) => {
		const partner = new Counter();
		partner.count = 5;
		const n8n = new ModelN8n<number>(partner, (tools) => {
			const read = async () => await tools.list<IDataObject>({ method: 'GET', path: '/' });
			return {
				begin: async () => (await read()).length,
				look: async (state) => {
					const all = await read();
					return { events: all.slice(state), state: all.length };
				},
				sample: async () => [],
			};
		});
		await live(steps, partner, n8n, (more) => (partner.count += more));
		const owed = Array.from({ length: partner.count - 5 }, (_, index) => String(index + 5));
		expectNothingMissed(owed, n8n as ModelN8n<never>, name);
		expect(n8n.bytes).toBeLessThan(100);
		if (n8n.crashes === 0) expect(n8n.events.map(name)).toEqual(owed);
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
			private readonly turned: boolean,
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
			return this.turned ? found.reverse() : found;
		}
	}

	const arrival = fc.record({
		late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: OVERLAP - 1000 })),
		tie: fc.boolean(),
		endIncluded: fc.boolean(),
	});

	always(arrival, async (steps) => {
		const switches = steps.find((step) => step.kind === 'happens');
		const partner = new Feed(
			switches?.kind === 'happens' && switches.what.endIncluded,
			steps.length % 2 === 0,
		);
		const began = partner.now;
		const choice = { backFill: 0, overlap: OVERLAP, clientId: 'c', tenures: [], states: [], simplify: false };
		const n8n = new ModelN8n<FeedState>(partner, (tools) => watchFeed(choice, tools));
		await live(steps, partner, n8n, ({ late, tie }) => {
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
			({ email }) => String(email),
		);
		const inOverlap = partner.leads.filter(
			({ created_at }) => Date.parse(created_at) >= partner.now - 2 * OVERLAP,
		).length;
		expect(n8n.bytes).toBeLessThan(400 + 2 * 50 * (inOverlap + 1));
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

	always(notification, async (steps) => {
		const partner = new Portal();
		const n8n = new ModelN8n<NotificationState>(partner, (tools) =>
			watchNotifications({ kinds: [], acknowledge: true }, tools),
		);
		const name = ({ notificationTypeCode }: IDataObject) => String(notificationTypeCode);
		const happens = ({ of, earlier }: { of: number; earlier: number }) => {
			const kept = partner.instructions.get(`TMP${of}`) ?? [];
			partner.instructions.set(`TMP${of}`, kept);
			const createdTimestamp = new Date(partner.now - earlier).toISOString().replace('Z', '0000Z');
			partner.count += 1;
			kept.push({ createdTimestamp, notificationTypeCode: `K${partner.count}`, processed: false });
		};
		await live(steps, partner, n8n, happens, () => {
			const stored = new Set(n8n.events.map(name));
			expect(partner.processed.filter((one) => !stored.has(one))).toEqual([]);
		});
		const owed = Array.from({ length: partner.count }, (_, index) => `K${index + 1}`);
		expectNothingMissed(owed, n8n as ModelN8n<never>, name);
		expect(partner.processed).toHaveLength(partner.count);
		expect(n8n.bytes).toBeLessThan(100);
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

	always(change, async (steps) => {
		const partner = new Account();
		const wanted = steps.length % 2 === 0 ? ALL : ALL.slice(1);
		const n8n = new ModelN8n<AccountState>(partner, (tools) => watchAccount(wanted, false, tools));
		const name = ({ id, version }: IDataObject) => `${String(id)}/${String(version)}`;
		await live(steps, partner, n8n, ({ isNew, which, to, hourBack }) => {
			const open = partner.applications.filter(({ status }) => LATER[status]);
			const one = open[which % Math.max(open.length, 1)];
			if (isNew || !one) {
				// Movem's times have no zone: when summer time ends, what is newer looks up to an hour older.
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
		expectNothingMissed(owed, n8n as ModelN8n<never>, name);
		if (n8n.crashes === 0) {
			const visible = [...partner.seen];
			const told = new Set(n8n.events.map(name));
			const silent = visible.filter((one) => !told.has(one));
			// What nobody asked for is not told; everything else that a poll could see is.
			expect(wanted.includes('ARCHIVED') ? silent : []).toEqual([]);
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

	always(change, async (steps) => {
		const partner = new Properties();
		for (let id = 0; id < 12; id++) partner.checks.set(`p${id}`, []);
		let count = 0;
		const choice = {
			properties: [...partner.checks.keys()],
			triggerOn: ['newCheck', 'changedCheck'],
			simplify: false,
		};
		const n8n = new ModelN8n<ChecksState>(partner, (tools) => watchChecks(choice, tools));
		const name = ({ property_id, tenant_name, valid_until }: IDataObject) =>
			[property_id, tenant_name, valid_until].join('/');
		await live(steps, partner, n8n, ({ property, isNew, which }) => {
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
		expectNothingMissed(owed, n8n as ModelN8n<never>, name);
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
		const done = await eachOrLog(list, String, rest, async (one) => {
			most = Math.max(most, ++atOnce);
			await new Promise((resolve) => setTimeout(resolve, one % 7));
			atOnce -= 1;
			return one % 10 === 3 ? await Promise.reject(new Error('bad')) : one;
		});
		expect(done).toEqual(list.filter((one) => one % 10 !== 3));
		expect(lines.sort()).toEqual(['13: bad', '23: bad', '33: bad', '3: bad']);
		expect(most).toBe(5);
	});

	it('fails with the first failure when all do, and bears none at all', async () => {
		const rest = tools(Infinity);
		await expect(
			eachOrLog([1, 2], String, rest, async () => await Promise.reject(new Error('bad'))),
		).rejects.toThrow('bad');
		expect(await eachOrLog([], String, rest, async () => 1)).toEqual([]);
	});

	it('is left for the next poll when time is up, and not always the same', async () => {
		const list = Array.from({ length: 30 }, (_, index) => index);
		const done = new Set<number>();
		for (let poll = 0; poll < 200 && done.size < 30; poll++) {
			const { lines, ...rest } = tools(0);
			const some = await eachOrLog(list, String, rest, async (one) => one);
			expect(some).toHaveLength(5);
			expect(lines).toEqual(['Time was up before 25 of 30 could be read; they are left for the next poll']);
			some.forEach((one) => done.add(one));
		}
		expect(done.size).toBe(30);
	});
});
