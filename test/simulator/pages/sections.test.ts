import { documentedCredits, documentedFault } from '../../../simulator/faults/documentedFaults';
import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../../simulator/http/server';
import { FAULT_WORDS, MAGIC_FAULTS, MAGIC_OUTCOMES, type MagicFault } from '../../../simulator/magicValues';
import { SECTIONS } from '../../../simulator/pages/sections';
import { SCENARIO_NAMES, SCENARIOS } from '../../../simulator/scenarios';
import { call } from '../support/client';
import { startReceiver } from '../support/receiver';
import { order, PAT, screening } from '../support/screening';

const NOW = '2025-03-01T09:30:00.000Z';
const KEY = { 'user-agent': 'n8n', 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: NOW });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

/** Presses a button of the page: the call that its form sends. */
const press = async (action: string, fields: Record<string, string> = {}) =>
	await call('POST', `${simulator.url}/_page/${action}`, {
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(fields).toString(),
	});
/** The page without its tags, and of it what stands under a heading. */
const textOf = (html: string) =>
	html
		.replace(/<[^>]+>/g, ' ')
		.replaceAll('&#39;', "'")
		.replaceAll('&quot;', '"')
		.replace(/\s+/g, ' ');
const section = async (id: string) => {
	const { text } = await call('GET', `${simulator.url}/`);
	return new RegExp(`<section id="${id}".*?</section>`, 's').exec(text)?.[0] ?? '';
};
const shown = async (id: string) => textOf(await section(id));
const credits = async () => await call('GET', `${simulator.url}/movem/credits`, { headers: KEY });

describe('requests', () => {
	it('are shown newest first, with the verdict, and can be cleared', async () => {
		expect(await shown('requests')).toContain('Nobody has asked anything yet');
		await credits();
		await call('POST', `${simulator.url}/movem/application`, { headers: KEY, body: { name: '<b>' } });
		const text = await shown('requests');
		expect(text).toMatch(
			/invite a tenant.*off the contract.*read the credit balance: 100 as the contract says/,
		);
		expect(text).toContain("body email is required The tenant's email address; Movem does not write to it.");
		expect(text).toContain('How the document puts it Costs one credit.');
		await press('requests/clear');
		expect(await shown('requests')).toContain('Nobody has asked anything yet');
		expect(simulator.control.requests()).toEqual([]);
	});
});

describe('postbacks', () => {
	it('are shown with their answer, and sent again as the button says', async () => {
		const receiver = await startReceiver();
		const { place } = screening(() => simulator);
		expect(await shown('postbacks')).toContain('SmartMove has told nobody anything yet');
		const RequestParameters = { postbackUri: receiver.url, postback_username: 'u', postback_password: 'p' };
		const applicationId = await place(order({ RequestParameters }));
		const { smartMove, clock } = simulator.control;
		smartMove.accept({ applicationId, email: PAT });
		await smartMove.settled();
		expect(await shown('postbacks')).toMatch(
			new RegExp(
				`Application ${applicationId}: ${PAT} has accepted.*InProgress.* answered HTTP 200 to ${receiver.url}`,
			),
		);
		const right = receiver.received[0]!.headers.authorization;

		receiver.statuses.push(500);
		await press('postbacks/again', { id: '1', how: 'now' });
		await smartMove.settled();
		expect(await shown('postbacks')).toContain('answered HTTP 500');
		await press('postbacks/again', { id: '1', how: 'twice' });
		await smartMove.settled();
		expect(receiver.received.map(({ text }) => text)).toEqual(Array(4).fill(receiver.received[0]!.text));
		expect(receiver.received.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill(right));

		await press('postbacks/again', { id: '1', how: 'wrongPassword' });
		await smartMove.settled();
		expect(receiver.received.at(-1)?.headers.authorization).not.toBe(right);
		expect(receiver.received).toHaveLength(5);
		await press('postbacks/again', { id: '1', how: 'late' });
		clock.advance({ minutes: 59 });
		await smartMove.settled();
		expect(receiver.received).toHaveLength(5);
		clock.advance({ minutes: 1 });
		await smartMove.settled();
		expect(receiver.received).toHaveLength(6);
		expect(textOf((await press('postbacks/again', { id: '77', how: 'now' })).text)).toContain(
			'SmartMove has sent no postback 77',
		);
		await receiver.close();
	});
});

describe('faults', () => {
	it('are switched on for one partner or all, for the next request or every one, and off', async () => {
		await press('faults/on', { name: 'down', provider: 'movem', often: 'always' });
		await press('faults/on', { name: 'slow', provider: '', often: 'once' });
		expect(simulator.control.faults.list()).toMatchObject([
			{ id: expect.any(Number), fault: { kind: 'status', status: 503, provider: 'movem', times: -1 } },
			{ fault: { kind: 'latency', times: 1 } },
		]);
		expect(await shown('faults')).toMatch(
			/Switched on Down Movem: every request met 0 so far.*Slow Every partner: the next 1 met 0 so far/,
		);
		const [down] = simulator.control.faults.list();
		await press('faults/off', { id: String(down?.id) });
		expect(simulator.control.faults.list()).toMatchObject([{ fault: { kind: 'latency' } }]);
		await press('faults/off');
		expect(simulator.control.faults.list()).toEqual([]);
		expect(await shown('faults')).toContain('Nothing is switched on.');
	});

	it('that are used up are no longer shown as switched on', async () => {
		await press('faults/on', { name: 'page', provider: '', often: 'once' });
		expect((await credits()).text).toContain('<html>');
		expect(await shown('faults')).toContain('Nothing is switched on.');
	});

	it.each(FAULT_WORDS)('%s says what the node does, from docs/faults.md', async (word) => {
		const { title, happens, documented }: MagicFault = MAGIC_FAULTS[word];
		const text = await shown('faults');
		expect(text).toContain(`${title} ${happens}`);
		for (const column of documented) {
			const fault = documentedFault(column);
			expect(fault?.results.length).toBeGreaterThan(0);
			for (const { meaning } of fault!.results) expect(text).toContain(meaning.slice(0, 30));
		}
	});

	it('are listed, each once', () => {
		expect([...FAULT_WORDS].sort()).toEqual(Object.keys(MAGIC_FAULTS).sort());
		expect(documentedFault('reset after')).toMatchObject({
			happens: 'the connection is closed after the partner has done it',
			results: expect.arrayContaining([
				{
					word: 'found',
					meaning: expect.any(String),
					operations: expect.arrayContaining(['Movem · Application: Create']),
				},
			]),
		});
	});

	it('take Movem’s credits away, and let every token run out', async () => {
		expect(documentedCredits()).toContain('Every create takes one credit.');
		await press('faults/credits', { credits: '0' });
		expect((await credits()).body).toEqual({ credits: 0 });
		expect(await shown('faults')).toContain('No credits Movem has 0. Take them away');
		const { username, password } = SIMULATED_CREDENTIALS.movingPortal;
		await call('POST', `${simulator.url}/moving-portal/auth/login`, { body: { username, password } });
		const alive = () => simulator.control.state().partners.movingPortal.tokens;
		expect(alive()).toMatchObject({ liveAccessTokens: 1, liveRefreshTokens: 1 });
		await press('faults/expireTokens');
		expect(alive()).toMatchObject({ liveAccessTokens: 0, liveRefreshTokens: 0 });
	});
});

describe('magic values', () => {
	it('are all on the page, with the partners that know them', async () => {
		const text = await shown('magic-values');
		for (const word of FAULT_WORDS)
			expect(text).toContain(`${word}@example.test ${MAGIC_FAULTS[word].happens}`);
		for (const [word, partners] of Object.entries(MAGIC_OUTCOMES)) {
			expect(text).toContain(`${word}@example.test`);
			for (const becomes of Object.values<string>(partners)) expect(text).toContain(becomes);
		}
	});
});

describe('the clock', () => {
	it('moves by an hour or a day, runs and stops', async () => {
		expect(await shown('clock')).toContain('It stands still.');
		await press('clock/advance', { hours: '1' });
		await press('clock/advance', { hours: '24' });
		expect(simulator.control.clock.now()).toBe('2025-03-02T10:30:00.000Z');
		await press('clock/run', { speed: '60' });
		expect(await shown('clock')).toContain('It runs a minute each second.');
		expect(simulator.control.state()).toMatchObject({ clockRuns: true, clockSpeed: 60 });
		await press('clock/stop');
		expect(simulator.control.state().clockRuns).toBe(false);
	});
});

describe('scenarios', () => {
	it.each(SCENARIO_NAMES)(
		'%s starts anew, from the page and from the control interface alike',
		async (name) => {
			await credits();
			simulator.control.faults.add({ kind: 'status', status: 500, times: -1 });
			await press('scenarios/begin', { name });
			const first = simulator.control.state();
			expect(simulator.control.requests()).toEqual([]);
			expect(first.faults.filter(({ fault }) => fault.times === -1)).toEqual([]);
			const again = await call('POST', `${simulator.url}/_control/scenario`, { body: { name } });
			const state = again.body as typeof first;
			expect(state.partners).toEqual(JSON.parse(JSON.stringify(first.partners)));
			expect(await shown('scenarios')).toContain(`${SCENARIOS[name].title} ${SCENARIOS[name].holds}`);
		},
	);

	it('hold what they say', async () => {
		const { control } = simulator;
		control.scenario('empty');
		expect(control.state().partners).toMatchObject({
			mymove: { leadsInLastDay: 0 },
			movem: { applications: [] },
			smartMove: { applications: [] },
			sprove: { properties: [] },
			movingPortal: { referrals: [], instructions: [] },
		});
		control.scenario('morning');
		const { partners } = control.state();
		expect(partners).toMatchObject({ movem: { credits: 94 }, mymove: { leadsInLastDay: 24 } });
		expect(partners.movem.applications).toHaveLength(6);
		expect(partners.smartMove.applications.map(({ reportStatus }) => reportStatus)).toEqual([
			'Pending',
			'InProgress',
			'Ready',
		]);
		control.scenario('monthEnd');
		const invited = await call('POST', `${simulator.url}/movem/application`, {
			headers: KEY,
			body: { name: 'Ada', email: 'ada@example.test', property: 'Flat' },
		});
		expect(invited.body).toMatchObject({ status: 'HOLD' });
		control.scenario('everything');
		const met = control.faults.list().map(({ fault }) => fault.provider);
		expect(met).toEqual(['mymove', 'movem', 'sprove', 'moving-portal']);
		expect(partners.smartMove.switches.postbacks.copies).toBe(1);
		expect(control.state().partners.smartMove.switches.postbacks).toMatchObject({
			copies: 2,
			outOfOrder: true,
		});
		await press('scenarios/reset');
		expect(control.state().partners.mymove.leadsInLastDay).toBe(288);
		expect(control.faults.list()).toEqual([]);
	});

	it('that do not exist are refused in words', async () => {
		const reply = await press('scenarios/begin', { name: 'chaos' });
		expect(reply.status).toBe(400);
		expect(textOf(reply.text)).toContain('There is no scenario chaos');
		expect(
			(await call('POST', `${simulator.url}/_control/scenario`, { body: { name: 'chaos' } })).status,
		).toBe(400);
	});
});

describe('the page', () => {
	const buttons = SECTIONS.flatMap(({ id, actions = {} }) =>
		Object.keys(actions).map((action) => ['POST', `/_page/${id}/${action}`] as const),
	);
	const routes = [...buttons, ['GET', '/'], ['GET', '/_page/assets/page.css'], ['GET', '/_control']] as const;

	it('has buttons', () => {
		expect(buttons.length).toBeGreaterThan(10);
	});

	it.each(routes)('is not for pages of elsewhere: %s %s', async (method, path) => {
		const before = JSON.stringify(simulator.control.state());
		for (const headers of [
			{ origin: 'https://example.test' },
			{ origin: 'null' },
			{ host: 'rebound.example.test' },
		] as Array<Record<string, string>>)
			expect((await call(method, `${simulator.url}${path}`, { headers })).status).toBe(403);
		expect(JSON.stringify(simulator.control.state())).toBe(before);
	});

	it('links to n8n and to a finished execution, once it knows them', async () => {
		const links = async () =>
			[...(await call('GET', `${simulator.url}/`)).text.matchAll(/<a href="(https?:[^"]+)"/g)].map(
				([, link]) => link,
			);
		expect(await links()).toEqual([]);
		const execution = 'http://127.0.0.1:5690/workflow/abc/executions/7';
		simulator.control.setN8n({ address: 'http://127.0.0.1:5690', execution });
		simulator.control.reset();
		expect(await links()).toEqual(['http://127.0.0.1:5690', execution]);
	});

	it('loads nothing from another host', async () => {
		const { text, headers } = await call('GET', `${simulator.url}/`);
		expect(headers['content-security-policy']).toContain("default-src 'self'");
		expect(text).not.toMatch(/<(?!a )[^>]+(?:src|href)="(?:https?:)?\/\//);
	});
});
