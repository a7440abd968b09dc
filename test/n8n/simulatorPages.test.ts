import type { AxeResults } from 'axe-core';
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../simulator/http/server';
import { ensureChromium } from '../../testbed/chromium';
import { call } from '../simulator/support/client';
import { BASIC, REFERRAL } from '../simulator/support/referral';
import { setUpTimeoutMs } from './support/stack';
import { order, PAT, SAM, screening } from '../simulator/support/screening';

// It needs a browser and no n8n; the browser is set up where n8n's editor needs it.
const KEY = { 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

let simulator: Simulator;
let browser: Browser;
beforeAll(async () => {
	simulator = await startSimulator({ now: '2025-03-01T09:30:00Z' });
	const executablePath = await ensureChromium({ log: () => undefined });
	browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}, setUpTimeoutMs);
afterAll(async () => {
	await browser?.close();
	await simulator.close();
});
beforeEach(() => simulator.control.reset());

const { hosted, place, reportUrl } = screening(() => simulator);

async function invite(name: string): Promise<string> {
	const body = { name, email: PAT, property: 'Flat 3, 9 Larch Row' };
	const answer = await call('POST', `${simulator.url}/movem/application`, { headers: KEY, body });
	return (answer.body as { link: string }).link;
}

/** Something of everything that the page can show; returns the pages to which links lead. */
async function fill(): Promise<string[]> {
	const { movem, movingPortal, smartMove, sprove, faults } = simulator.control;
	const invitation = await invite('Pat Renter');
	movem.addApplications({ count: 30 });
	const form = (await hosted({ Customer: { referenceId: 'cust-42' } })).body as string;
	const [ready] = [
		await place(),
		await place(order({ Application: { ...order().Application, Applicants: [SAM] } })),
	];
	smartMove.makeReady({ applicationId: ready });
	sprove.addProperties({ count: 2, checks: 7 });
	for (let n = 0; n < 2; n += 1)
		await call('POST', `${simulator.url}/moving-portal/referral`, { headers: BASIC, body: REFERRAL });
	movingPortal.accept({ reference: 'TMP900001' });
	await call('POST', `${simulator.url}/movem/application`, { headers: KEY, body: { name: 'nobody' } });
	faults.add({ provider: 'mymove', kind: 'latency', ms: 1 });
	const verification = simulator.control.state().partners.sprove.properties[0]?.verification_url ?? '';
	return [`${simulator.url}/`, invitation, form, (await reportUrl(ready)).body as string, verification];
}

/** Opens a page that may load nothing from elsewhere and report no error. */
async function open(url: string, options: Parameters<Browser['newPage']>[0] = {}) {
	const page = await browser.newPage({ viewport: WIDE, ...options });
	const wrong: string[] = [];
	page.on('pageerror', (error) => wrong.push(String(error)));
	page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
	page.on('request', (request) => request.url().startsWith(simulator.url) || wrong.push(request.url()));
	await page.goto(url);
	return { page, wrong };
}

/** What axe-core finds, as `serious color-contrast: <p>…`. */
async function findings(page: Page): Promise<string[]> {
	await page.evaluate(AXE);
	const { violations } = await page.evaluate<AxeResults>('axe.run()');
	return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => `${impact} ${id}: ${html}`));
}

describe('accessibility', () => {
	it.each([
		['light', WIDE],
		['dark', WIDE],
		['light', PHONE],
	] as const)('has no finding of axe-core on any page: %s, %j', async (colorScheme, viewport) => {
		for (const url of await fill()) {
			const { page, wrong } = await open(url, { colorScheme, viewport });
			// What is folded is for everybody as well.
			await page.evaluate(`document.querySelectorAll('details').forEach((one) => (one.open = true))`);
			expect({ url, findings: await findings(page) }).toEqual({ url, findings: [] });
			const overhang = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
			expect({ url, overhang }).toEqual({ url, overhang: 0 });
			expect(wrong).toEqual([]);
			await page.close();
		}
	});

	it('lets the keyboard do everything: a step, and the focus stays', async () => {
		await invite('Pat Renter');
		const { page } = await open(simulator.url);
		await page.keyboard.press('Tab');
		expect(await page.locator(':focus').innerText()).toBe('Skip to the partners');
		await page.getByRole('button', { name: 'Tenant opens the link: Pat Renter' }).focus();
		await page.keyboard.press('Enter');
		const finish = page.getByRole('button', { name: 'Tenant finishes: Pat Renter' });
		await finish.waitFor();
		await page.getByRole('status').getByText('Done: Tenant opens the link: Pat Renter').waitFor();
		expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Tenant finishes: Pat Renter');
		await page.close();
	});
});

describe('the page at /', () => {
	it('shows what happens without being loaded again, and leaves alone what a person is at', async () => {
		simulator.control.movem.addApplications({ count: 8 });
		const { page, wrong } = await open(simulator.url);
		await page.getByText('3 older').click();
		const choice = page.getByRole('combobox', { name: 'Credits' });
		await choice.selectOption('10');
		await choice.focus();
		await invite('Pat Renter');
		await page.getByRole('button', { name: 'Tenant opens the link: Pat Renter' }).waitFor();
		expect(await page.getByText('4 older').locator('..').getAttribute('open')).toBe('');
		expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Credits');
		expect(await choice.locator('option:checked').innerText()).toBe('10');

		await page.getByRole('button', { name: 'Movem sets the credits' }).click();
		await page.getByRole('status').getByText('Done: Movem sets the credits').waitFor();
		expect(simulator.control.state().partners.movem.credits).toBe(10);
		// The buttons of a row that has just come are drawn anew in place, too.
		await page.getByRole('button', { name: 'Tenant opens the link: Pat Renter' }).click();
		await page.getByRole('button', { name: 'Tenant finishes: Pat Renter' }).click();
		await page.getByRole('status').getByText('Done: Tenant finishes: Pat Renter').waitFor();
		expect(page.url()).toBe(`${simulator.url}/`);
		expect(wrong).toEqual([]);
		await page.close();
	});

	it('works without scripts as well', async () => {
		await invite('Pat Renter');
		const { page } = await open(simulator.url, { javaScriptEnabled: false });
		await page.getByRole('button', { name: 'Tenant opens the link: Pat Renter' }).click();
		await page.getByRole('button', { name: 'Tenant finishes: Pat Renter' }).click();
		await page.getByRole('status').getByText('Done: Tenant finishes: Pat Renter').waitFor();
		await page.close();
	});

	it('leads to the page of a person, where the step is the same', async () => {
		await invite('Pat Renter');
		const { page } = await open(simulator.url);
		await page.getByRole('link', { name: 'Invitation: Pat Renter' }).click();
		await page.getByRole('button', { name: 'Tenant opens the link' }).click();
		await page.getByRole('button', { name: 'Tenant finishes' }).click();
		await page.getByRole('link', { name: 'All simulated partners' }).click();
		const row = page.getByRole('listitem', { name: 'Pat Renter' });
		expect(await row.innerText()).toContain('COMPLETED');
		await page.close();
	});

	it('copies what is to be entered into n8n', async () => {
		const { page } = await open(simulator.url);
		await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await page.getByRole('button', { name: 'Copy: API Key of Movem' }).click();
		await page.getByRole('status').getByText(`Copied: ${KEY['x-api-key']}`).waitFor();
		expect(await page.evaluate('navigator.clipboard.readText()')).toBe(KEY['x-api-key']);
		await page.close();
	});
});
