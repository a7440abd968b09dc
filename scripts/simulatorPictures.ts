import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../simulator/http/server';
import { ensureChromium } from '../testbed/chromium';
import { repoRoot } from '../testbed/paths';
import { toStderr } from '../testbed/progress';
import { runMain } from '../testbed/userError';

/** The pictures of the simulator's page that docs/simulator.md shows. */
const FOLDER = join(repoRoot, 'docs', 'images');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

async function main(): Promise<number> {
	const simulator = await startSimulator({ port: 4010, now: '2025-03-03T09:30:00Z' });
	const executablePath = await ensureChromium({ log: toStderr });
	const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
	try {
		const invitation = await aMorning(simulator);
		const { url } = simulator;
		await take(browser, 'simulator', url, { viewport: WIDE });
		await take(browser, 'simulator-phone', url, { viewport: PHONE });
		await take(browser, 'simulator-invitation', invitation, { viewport: { width: 900, height: 420 } });
		simulator.control.faults.add({ provider: 'movem', kind: 'tooManyRequests', retryAfterSeconds: 2 });
		await take(browser, 'simulator-dark', `${url}/#faults`, { viewport: WIDE, colorScheme: 'dark' });
		return 0;
	} finally {
		await browser.close();
		await simulator.close();
	}
}

/** A few things that n8n has asked on a morning, one of them off the contract; returns an invitation's link. */
async function aMorning({ url, control }: Simulator): Promise<string> {
	control.scenario('morning');
	const headers = {
		'user-agent': 'n8n',
		'content-type': 'application/json',
		'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey,
	};
	const ask = async (method: string, path: string, body?: object) =>
		await fetch(`${url}/movem${path}`, { method, headers, body: JSON.stringify(body) });
	const tenant = { name: 'Pat Renter', email: 'pat.renter@example.test', property: 'Flat 3, 9 Larch Row' };
	await ask('GET', '/credits');
	const created = (await (await ask('POST', '/application', tenant)).json()) as { link: string };
	await ask('POST', '/application', { name: 'Sam Renter', property: 'Flat 4, 9 Larch Row' });
	await ask('GET', '/application/');
	return created.link;
}

async function take(
	browser: Browser,
	name: string,
	url: string,
	options: Parameters<Browser['newPage']>[0],
): Promise<void> {
	const page = await browser.newPage(options);
	await page.goto(url);
	await page.screenshot({ path: join(FOLDER, `${name}.png`) });
	await page.close();
}

void runMain(main);
