import { whatToEnter } from '../../../simulator/credentials';
import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../../simulator/http/server';
import { SECTIONS } from '../../../simulator/pages/sections';
import { PARTNER_NAMES } from '../../../simulator/partners';
import { call, submit } from '../support/client';

const KEY = { 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };
const BREAKING_OUT = `"><script>alert('x')</script>`;

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: '2025-03-01T09:30:00Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const page = async () => (await call('GET', `${simulator.url}/`)).text;
const step = (fields: Record<string, string>, headers = {}) =>
	submit(`${simulator.url}/_page/partners/step`, { words: 'It happens', ...fields }, headers);
const setCredits = { provider: 'movem', action: 'setCredits', input: '{"credits":3}' };
const credits = () => simulator.control.state().partners.movem.credits;

describe('the page at /', () => {
	it('has every section, and every partner with what to enter into n8n, to be copied', async () => {
		const text = await page();
		for (const { id, title } of SECTIONS) expect(text).toContain(`<a href="#${id}">${title}</a>`);
		for (const name of PARTNER_NAMES)
			for (const [, value] of whatToEnter(name, simulator.url))
				expect(text).toContain(`data-copy="${value}"`);
	});

	it('loads nothing from elsewhere, and what it loads is there', async () => {
		const { text, headers } = await call('GET', `${simulator.url}/`);
		expect(headers['content-security-policy']).toContain("default-src 'self'");
		const loaded = [...text.matchAll(/<(?:link|script)[^>]+(?:href|src)="(?!data:)([^"]+)"/g)].map(
			([, address = '']) => address,
		);
		expect(loaded).toEqual(
			['pico.css', 'page.css', 'htmx.js', 'page.js'].map((name) => `/_page/assets/${name}`),
		);
		for (const address of loaded) {
			const answer = await call('GET', simulator.url + address);
			expect(answer.status).toBe(200);
			expect(answer.headers['content-type']).toMatch(
				address.endsWith('css') ? 'text/css' : 'text/javascript',
			);
			expect(answer.text).not.toBe('');
		}
		expect((await call('GET', `${simulator.url}/_page/assets/toString`)).status).toBe(404);
	});

	it('escapes what callers have sent', async () => {
		const body = { name: BREAKING_OUT, email: 'ada.quill@example.test', property: BREAKING_OUT };
		await call('POST', `${simulator.url}/movem/application`, { headers: KEY, body });
		const { text } = await step({ provider: BREAKING_OUT, action: BREAKING_OUT, words: BREAKING_OUT });
		for (const html of [await page(), text]) {
			expect(html).not.toContain(`'x'`);
			expect(html).toContain('&lt;script&gt;alert(&#39;x&#39;)');
		}
	});
});

describe('a button', () => {
	it('does its step and says so', async () => {
		const { status, text } = await step(setCredits);
		expect(status).toBe(200);
		expect(text).toContain('Done: It happens');
		expect(credits()).toBe(3);
	});

	it('adds what is chosen to what is given', async () => {
		const [property] = simulator.control.sprove.addProperties({ count: 1 });
		const body = new URLSearchParams({ provider: 'sprove', action: 'addCheck' });
		body.append('input', JSON.stringify({ propertyId: property }));
		body.append('input', '{"tenantName":"Ada Quill"}');
		await call('POST', `${simulator.url}/_page/partners/step`, { body: body.toString() });
		expect(simulator.control.state().partners.sprove.properties).toMatchObject([
			{ checks: [{ tenant_name: 'Ada Quill' }] },
		]);
	});

	it.each([
		[{ ...setCredits, input: '{"credits":-1}' }, 'credits: '],
		[{ ...setCredits, input: '[' }, 'JSON'],
		[{ ...setCredits, input: '"3"' }, 'Expected object'],
		[{ ...setCredits, action: 'toString' }, 'movem has no action toString'],
		[{ ...setCredits, provider: 'nobody' }, 'There is no partner nobody'],
	])('says what was wrong: %j', async (fields, words) => {
		const { status, text } = await step(fields);
		expect(status).toBe(400);
		expect(/<p id="said".*?<\/p>/s.exec(text)?.[0]).toContain(words);
		expect(credits()).toBe(100);
	});

	it.each<Record<string, string>>([
		{ host: 'rebound.example.test' },
		{ origin: 'https://example.test' },
		{ origin: 'null' },
	])('is not for pages of elsewhere, with %j', async (headers) => {
		expect((await step(setCredits, headers)).status).toBe(403);
		expect((await call('GET', `${simulator.url}/`, { headers })).status).toBe(403);
		expect(credits()).toBe(100);
	});

	it('that the page does not have is not found', async () => {
		for (const path of ['partners/fly', 'nowhere/step', 'partners/toString'])
			expect((await submit(`${simulator.url}/_page/${path}`, {})).status).toBe(404);
	});
});
