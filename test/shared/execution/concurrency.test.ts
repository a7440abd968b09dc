import type { ServerResponse } from 'node:http';

import { INVITATION, runAcme, numbered, rounds } from '../../support/runAcme';
import { sendJson, startServer, type SampleServer } from '../../support/sample';
import { jsonOf, pairing, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();
const items = Array.from({ length: 60 }, (_, index) => ({ index }));
const credits = { resource: 'credit', operation: 'get' };
const movem = () => bench.control.state().partners.movem!;

let server: SampleServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());

describe('requests under way', () => {
	it.each([
		['10 by default', undefined, 10],
		['1', 1, 1],
		['7', 7, 7],
		['50', 50, 50],
		['a text of an expression', '4', 4],
	])('are at most as many as asked for: %s', async (_, concurrency, most) => {
		// Requests start one after the other; long enough for all of them to be in flight together.
		bench.control.setLatency(20 + 50 * most);
		succeeded(await bench.run('movem', { ...credits, requestOptions: { concurrency } as never }, items));
		expect(movem()).toMatchObject({ requests: 60, maxInFlight: most });
	});

	it.each([0, 51, 2.5, 'many'])(
		'are none at all for %p, which no item survives and none gets lost over',
		async (concurrency) => {
			const { output } = await bench.run(
				'movem',
				{ ...credits, requestOptions: { concurrency } as never },
				items.slice(0, 3),
				{ onError: 'continueRegularOutput' },
			);
			expect(jsonOf(output)).toEqual(
				items.slice(0, 3).map((item) => ({
					...item,
					error: expect.stringContaining('Requests at Once'),
					details: expect.anything(),
				})),
			);
			expect(bench.arrived()).toEqual([]);
		},
	);
});

it('sends the first item alone', async () => {
	const alone: boolean[] = [];
	let underWay = 0;
	server.answer((_request, response) => {
		alone.push(++underWay === 1);
		void rounds(300).then(() => (underWay--, sendJson(response, {})));
	});
	succeeded(await runAcme('read', server.baseUrl, numbered(12)));
	expect(server.seen[0]?.path).toBe('/thing/0');
	expect(alone.slice(0, 3)).toEqual([true, true, false]);
});

it('keeps the order of the input, whichever answer comes first', async () => {
	server.answer((_request, response, { path }) => {
		const number = Number(path.split('/').pop());
		setTimeout(() => sendJson(response, { number }), (number * 37) % 50);
	});
	const { output } = succeeded(await runAcme('read', server.baseUrl, numbered(40)));
	expect(jsonOf(output).map(({ number }) => String(number))).toEqual(numbered(40));
	expect(pairing(output).map(String)).toEqual(numbered(40));
});

describe('after the first failure', () => {
	/** Thing 3 is refused when all have started, the others take their time. */
	const answered: string[] = [];
	const refuse = (response: ServerResponse) =>
		void rounds(150).then(() => sendJson(response, { message: 'no threes' }, 400));
	beforeEach(() => {
		answered.length = 0;
		server.answer((_request, response, { path }) => {
			if (path === '/thing/3') return refuse(response);
			void rounds(300).then(() => (answered.push(path), sendJson(response, { path })));
		});
	});
	const run = async (options = {}) =>
		await runAcme('write', server.baseUrl, numbered(30), { requestOptions: { concurrency: 5 }, ...options });

	it('starts no other item, and waits for those under way', async () => {
		const { error } = await run();
		expect(server.seen.map(({ path }) => path)).toEqual(numbered(6).map((n) => `/thing/${n}`));
		expect(answered).toHaveLength(5);
		expect(error?.message).toBe('Acme refuses the request: no threes [item 3]');
		expect(error?.context.itemIndex).toBe(3);
		await rounds(100);
		expect(server.seen).toHaveLength(6);
	});

	it('says what is done already, lest it be done again', async () => {
		expect((await run()).error?.description).toMatch(/Already done in this run: 5 made\.$/);
	});

	it('names those that may have been done as well, because the run stops with the error of one', async () => {
		server.answer((_request, response, { path }) => {
			if (path === '/thing/3') return refuse(response);
			if (path === '/thing/4' || path === '/thing/5') return void rounds(300).then(() => response.destroy());
			void rounds(300).then(() => sendJson(response, { path }));
		});
		expect((await run()).error?.description).toContain(
			'May have been carried out as well: item 4, 5. Look there before you run it again.',
		);
	});

	it('goes on with the others under "Continue"', async () => {
		const { output } = succeeded(await run({ onError: 'continueRegularOutput' }));
		expect(output).toHaveLength(30);
		expect(server.seen).toHaveLength(30);
	});
});

it('tells each item of its own failure where one has asked on behalf of all', async () => {
	const words = { message: 'Bad key', code: 'E7', details: ['the key'] };
	bench.control.faults.add({ kind: 'status', status: 403, body: words, times: -1 });
	bench.control.setLatency(300);
	const create = { ...INVITATION, email: '=tenant.{{ $json.index }}@example.test' };
	const { output } = await bench.run('movem', create, items.slice(0, 21), {
		onError: 'continueRegularOutput',
	});
	// The first request goes alone; then ten items wait for a list that one of them requests.
	expect(bench.arrived('listApplications')).toHaveLength(3);
	expect(jsonOf(output).map(({ error }) => error)).toEqual(
		items.slice(0, 21).map(({ index }) => expect.stringContaining(`Bad key [item ${index}]`)),
	);
	const details = jsonOf(output).map((json) => json.details);
	expect(details[0]).toMatchObject({ httpCode: 403, partnerMessage: 'Bad key' });
	for (const one of details) expect(one).toEqual(details[0]);
});
