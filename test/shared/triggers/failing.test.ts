import { withFailure } from '../../../nodes/shared/triggers/pollFailure';
import type { Keeping, PolledNode } from '../../support/pollNode';
import { useTrigger } from '../../support/useTrigger';

const failures = (errors: Error[]) => errors.map((error) => (error as { failure?: unknown }).failure);

/** How many milliseconds the work takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

describe('a poll that fails', () => {
	const bench = useTrigger('movem');

	const active = async (keeping: Keeping) => {
		const trigger = bench.trigger();
		trigger.keeping = keeping;
		await trigger.activate();
		return trigger;
	};

	it.each([
		['process', 1],
		['scheduler', 1],
		['cursors', 4],
	] as const)('is said as often as n8n backs off by it (%s): %d of 4', async (keeping, times) => {
		const trigger = await active(keeping);
		const end = bench.outage();
		for (const _ of [1, 2, 3, 4]) await trigger.poll();
		expect(trigger.errors).toHaveLength(times);
		expect(trigger.log).toHaveLength(4 - times);
		end();
		expect(await trigger.poll()).toEqual([]);
		bench.outage();
		await trigger.poll();
		expect(trigger.errors).toHaveLength(times + 1);
	});

	describe.each(['process', 'scheduler'] as const)(
		'is said once more where its cause is another (%s):',
		(keeping) => {
			const answers = (status: number) => {
				bench.control.faults.clear();
				bench.control.faults.add({ kind: 'status', status, body: {}, times: -1 });
			};
			/** The statuses of what was said, when the partner answers so for two polls each. */
			const saidOf = async (trigger: PolledNode, statuses: number[]) => {
				const before = trigger.errors.length;
				for (const status of statuses) {
					answers(status);
					for (const _ of [1, 2]) await trigger.poll();
				}
				return trigger.errors
					.slice(before)
					.map((error) => Number((error as { httpCode?: unknown }).httpCode));
			};

			it.each([
				['a key that is withdrawn during an outage', [503, 401], [503, 401]],
				['what passes by itself is no news after anything', [401, 503, 429], [401]],
				['nor after what passes by itself', [503, 429, 503], [503]],
				['each once, in whatever order they come', [503, 401, 503, 403, 401, 404], [503, 401, 403]],
			])('%s', async (_, statuses, expected) => {
				expect(await saidOf(await active(keeping), statuses)).toEqual(expected);
			});

			it('again after a poll that succeeds', async () => {
				const trigger = await active(keeping);
				await saidOf(trigger, [503, 401]);
				bench.control.faults.clear();
				expect(await trigger.poll()).toEqual([]);
				expect(await saidOf(trigger, [401, 503])).toEqual([401]);
			});
		},
	);

	describe.each(['process', 'scheduler'] as const)('does not count as activated by hand (%s):', (keeping) => {
		/** A trigger that has said that it fails. */
		const failing = async (status: number) => {
			const trigger = await active(keeping);
			bench.control.faults.add({ kind: 'status', status, body: {}, times: -1 });
			await trigger.poll();
			expect(trigger.errors).toHaveLength(1);
			return trigger;
		};

		it.each([
			['activate', 401],
			['update', 401],
			['activate', 503],
		] as const)('mode %s, answer %d', async (mode, status) => {
			const trigger = await failing(status);
			// n8n 2.41.1 tries five times.
			for (const _ of [1, 2, 3, 4, 5])
				await expect(trigger.activate(mode)).rejects.toMatchObject({ httpCode: String(status) });
		});

		it.each([
			['init', 401],
			['init', 503],
			['leadershipChange', 401],
			// Also when n8n 2.41.1 repairs what is missing.
			['update', 503],
		] as const)('but where n8n brings it back: mode %s, answer %d', async (mode, status) => {
			const trigger = await failing(status);
			expect(await trigger.activate(mode)).toEqual([]);
			await trigger.poll();
			expect(trigger.errors).toHaveLength(1);
		});

		it.each(['activate', 'update'] as const)(
			'nor are its later polls taken for that: mode %s',
			async (mode) => {
				const trigger = await active(keeping);
				await trigger.activate(mode);
				bench.control.faults.add({ kind: 'status', status: 401, body: {}, times: -1 });
				for (const _ of [1, 2, 3]) await trigger.poll();
				expect(trigger.errors).toHaveLength(1);
			},
		);
	});

	it.each([
		['a 503', { kind: 'status', status: 503, body: {} }, { cause: 'temporarily-unavailable' }],
		[
			'a 503 with Retry-After',
			{ kind: 'status', status: 503, body: {}, headers: { 'retry-after': '900' } },
			{ cause: 'temporarily-unavailable', retryAfterMs: 900_000 },
		],
		[
			'a 429 with Retry-After',
			{ kind: 'status', status: 429, body: {}, headers: { 'retry-after': '3600' } },
			{ cause: 'rate-limited', retryAfterMs: 3_600_000 },
		],
		['a 401', { kind: 'status', status: 401, body: {} }, { cause: 'credential-invalid' }],
		['a 403', { kind: 'status', status: 403, body: {} }, { cause: 'configuration-invalid' }],
		['a 404', { kind: 'status', status: 404, body: {} }, { cause: 'configuration-invalid' }],
		['a 408', { kind: 'status', status: 408, body: {} }, { cause: 'temporarily-unavailable' }],
		['a broken connection', { kind: 'dropBefore' }, { cause: 'temporarily-unavailable' }],
		['a web page', { kind: 'html', status: 200 }, { cause: 'temporarily-unavailable' }],
	] as const)('says why in n8n’s words: %s', async (_, fault, expected) => {
		const trigger = await active('cursors');
		bench.control.faults.add({ ...fault, times: -1 });
		await trigger.poll();
		expect(failures(trigger.errors)).toEqual([expected]);
	});

	it('says of what only we can mend that it is ours', () => {
		expect(withFailure(new TypeError('x is not a function'))).toMatchObject({
			failure: { cause: 'node-defect' },
		});
	});
});

describe('everything that a poll waits for fits the time it has:', () => {
	const bench = useTrigger('sprove');

	const active = async (budget: number, properties: number) => {
		const ids = bench.control.sprove.addProperties({ count: properties, checks: 0 });
		const trigger = bench.trigger();
		await trigger.activate();
		for (const propertyId of ids) bench.control.sprove.addCheck({ propertyId, tenantName: propertyId });
		trigger.keeping = 'scheduler';
		trigger.budget = budget;
		return trigger;
	};

	it('an answer that does not come', async () => {
		const trigger = await active(2000, 1);
		bench.control.faults.add({ kind: 'latency', ms: 20_000, times: -1 });
		const before = bench.arrived('listProperties').length;
		expect(await timed(async () => await trigger.poll())).toBeLessThan(15_000);
		expect(trigger.errors).toMatchObject([
			{
				message: 'sprove was asked, and no answer came in time',
				failure: { cause: 'temporarily-unavailable' },
			},
		]);
		// It is not retried: there is no time for that.
		expect(bench.arrived('listProperties')).toHaveLength(before + 1);
	});

	it.each([
		['429', 429],
		['503', 503],
	])('a pause that the partner asks for with a %s', async (_, status) => {
		const trigger = await active(10_000, 1);
		const headers = { 'retry-after': '30' };
		bench.control.faults.add({ kind: 'status', status, body: {}, headers, times: -1 });
		expect(await timed(async () => await trigger.poll())).toBeLessThan(5000);
		expect(trigger.errors).toMatchObject([{ failure: { retryAfterMs: 30_000 } }]);
	});

	it('many things, of which the rest is left for the next poll', async () => {
		const trigger = await active(4000, 100);
		bench.control.setLatency(400);
		// Reading all of them would take eight seconds.
		expect(await timed(async () => await trigger.poll())).toBeLessThan(7500);
		expect(trigger.items.length).toBeGreaterThan(4);
		expect(trigger.items.length).toBeLessThan(40);
		expect(trigger.log).toEqual([
			expect.stringMatching(/^Trigger: Time was up before \d+ of 100 could be read/),
		]);
		bench.control.setLatency(0);
		trigger.budget = undefined;
		await trigger.poll();
		expect(new Set(trigger.items.map(({ tenant_name }) => tenant_name)).size).toBe(100);
		expect(trigger.items).toHaveLength(100);
	});

	it('one thing that hangs, which does not keep back the others', async () => {
		const trigger = await active(4000, 3);
		const [{ id } = { id: '' }] = bench.control.state().partners.sprove.properties;
		bench.control.faults.add({ kind: 'latency', ms: 20_000, path: id, times: -1 });
		expect(await timed(async () => await trigger.poll())).toBeLessThan(15_000);
		expect(trigger.items).toHaveLength(2);
		expect(trigger.errors).toEqual([]);
	});

	it('those that wait behind one that was asked to slow down', async () => {
		const trigger = await active(4000, 20);
		const headers = { 'retry-after': '20' };
		bench.control.faults.add({ kind: 'status', status: 429, body: {}, headers, path: '/checks', times: -1 });
		expect(await timed(async () => await trigger.poll())).toBeLessThan(15_000);
		expect(failures(trigger.errors)).toMatchObject([{ cause: expect.stringMatching(/rate|temp/) }]);
	});
});
