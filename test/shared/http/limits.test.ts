import { jsonOf, pairing, succeeded } from '../../support/useSimulator';
import { sendJson, startServer, type SampleServer } from '../../support/sample';
import { numbered, runAcme } from '../../support/runAcme';

let server: SampleServer;
beforeEach(async () => (server = await startServer()));
afterEach(async () => await server.close());

/** Answers 429 above so many requests at once or in a second; counts accepted requests by path. */
function bears({ atOnce = Infinity, perSecond = Infinity, retryAfter = '' }) {
	const taken = new Map<string, number>();
	let underWay = 0;
	let recent: number[] = [];
	server.answer((_request, response, { path }) => {
		const now = performance.now();
		recent = recent.filter((at) => now - at < 1000);
		const tooMuch = ++underWay > atOnce || recent.length >= perSecond;
		if (!tooMuch) recent.push(now);
		setTimeout(() => {
			underWay--;
			if (!tooMuch) {
				taken.set(path, (taken.get(path) ?? 0) + 1);
				return sendJson(response, { path });
			}
			if (retryAfter) response.setHeader('Retry-After', retryAfter);
			sendJson(response, {}, 429);
		}, 20);
	});
	return taken;
}

const requestOptions = { concurrency: 50 };

it.each([
	['many at once', { atOnce: 20 }],
	['many in a second', { perSecond: 60, retryAfter: '1' }],
	['many in a second, and does not say for how long', { perSecond: 60 }],
])(
	'a partner that is asked too %s gets every item once, in the end',
	async (_, limits) => {
		const taken = bears(limits);
		const { output } = succeeded(await runAcme('write', server.baseUrl, numbered(150), { requestOptions }));
		expect(jsonOf(output)).toEqual(numbered(150).map((number) => ({ path: `/thing/${number}` })));
		expect(pairing(output).map(String)).toEqual(numbered(150));
		expect([...taken.values()]).toEqual(Array<number>(150).fill(1));
		// There are fewer refusals than items, so the run adapts to the limit.
		expect(server.seen.length).toBeLessThan(270);
	},
	30_000,
);

it('an item that is refused for itself, while others get through, is given up after its retries', async () => {
	server.answer((_request, response, { path }) =>
		path === '/thing/3' ? sendJson(response, { message: 'not this one' }, 429) : sendJson(response, { path }),
	);
	const { output } = succeeded(
		await runAcme('read', server.baseUrl, numbered(20), {
			requestOptions: { retries: 1 },
			onError: 'continueRegularOutput',
		}),
	);
	expect(jsonOf(output).filter(({ error }) => error)).toEqual([
		expect.objectContaining({ error: 'Acme asks to slow down: not this one [item 3]' }),
	]);
	// Once at a rate that may have been too high, then alone, as often as the retries allow. On a slow machine another
	// item may go alone before it, and it is refused among others once more.
	const attempts = server.seen.filter(({ path }) => path === '/thing/3').length;
	expect([3, 4]).toContain(attempts);
	expect(server.seen).toHaveLength(19 + attempts);
}, 30_000);

it('with no retries nothing is sent twice, not even after a 429', async () => {
	server.answer((_request, response, { path }) =>
		path === '/thing/3' ? sendJson(response, {}, 429) : sendJson(response, { path }),
	);
	await runAcme('read', server.baseUrl, numbered(20), {
		requestOptions: { retries: 0 },
		onError: 'continueRegularOutput',
	});
	expect(server.seen.map(({ path }) => path).sort()).toEqual(
		numbered(20)
			.map((number) => `/thing/${number}`)
			.sort(),
	);
});

it('a partner that never takes anything gets the first item and its retries, and the run ends with its words', async () => {
	server.answer((_request, response) => sendJson(response, { message: 'Never' }, 429));
	const { error } = await runAcme('write', server.baseUrl, numbered(200), {
		requestOptions: { retries: 1, concurrency: 50 },
	});
	expect(error?.message).toBe('Acme asks to slow down: Never [item 0]');
	expect(server.seen.map(({ path }) => path)).toEqual(['/thing/0', '/thing/0']);
});

it('under "Continue" every item says so, and those that come after two minutes of silence are not sent', async () => {
	server.answer((_request, response) => {
		response.setHeader('Retry-After', '120');
		sendJson(response, {}, 429);
	});
	const { output } = succeeded(
		await runAcme('write', server.baseUrl, numbered(200), {
			requestOptions: { retries: 0 },
			onError: 'continueRegularOutput',
		}),
	);
	expect(output).toHaveLength(200);
	expect(new Set(jsonOf(output).map(({ error }) => String(error).replace(/ \[.*/, '')))).toEqual(
		new Set(['Acme asks to slow down']),
	);
	expect(server.seen).toHaveLength(1);
}, 30_000);
