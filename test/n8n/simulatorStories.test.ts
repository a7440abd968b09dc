import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { postbackUrl, publish, withPostbackUrl } from '../../trials/demo/screeningDemo';
import { everyThreeSeconds } from '../../trials/soak/soak';
import { ensureChromium } from '../../testbed/chromium';
import { errorOf, jsonOf } from '../../testbed/executions';
import type { JsonObject, StoredWorkflow } from '../../testbed/n8nTypes';
import { readExample } from './support/examples';
import { useStack } from './support/stack';
import { chainOf, node } from './support/workflows';

// With this seed the first mover who opts in will rent and the second has bought.
const stack = useStack({ simulator: { seed: 2 } });

let browser: Browser;
/** The simulator's page at `/`. */
let partners: Page;

beforeAll(async () => {
	const executablePath = await ensureChromium({ log: () => undefined });
	browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
	partners = await open(stack.testbed.simulator.url);
});
afterAll(async () => await browser?.close());

async function open(url: string): Promise<Page> {
	const page = await browser.newPage();
	page.setDefaultTimeout(45_000);
	await page.goto(url);
	return page;
}

/** Presses the button of that name, and no other. */
async function press(where: Page | Locator, name: string): Promise<void> {
	await where.getByRole('button', { name, exact: true }).click();
}

/** A workflow whose executions are waited for, each once. */
class Watched {
	private readonly seen = new Set<string>();

	constructor(private readonly workflow: StoredWorkflow) {}

	/** The first item of the node that has the given values; executions that come before it must succeed as well. */
	async item(name: string, values: JsonObject): Promise<JsonObject> {
		for (;;) {
			const execution = await stack.testbed.client.nextExecution(this.workflow.id, this.seen);
			this.seen.add(execution.id);
			expect(errorOf(execution)).toBeUndefined();
			const found = jsonOf(execution, name).find((json) =>
				Object.entries(values).every(([key, value]) => json[key] === value),
			);
			if (found) return found;
		}
	}
}

/** Stores an example, its trigger polling every three seconds, and activates it. */
async function poll(file: string): Promise<Watched> {
	const example = readExample(file);
	const nodes = example.nodes.map((each) =>
		each.parameters.pollTimes === undefined
			? each
			: { ...each, parameters: { ...each.parameters, pollTimes: everyThreeSeconds } },
	);
	const stored = await stack.testbed.addWorkflow({ ...example, nodes });
	await stack.testbed.client.activate(stored.id);
	return new Watched(stored);
}

/** Executes a workflow once; the returned function gives the first item of one of its nodes. */
async function execute(workflow: StoredWorkflow): Promise<(name: string) => JsonObject | undefined> {
	const execution = await stack.testbed.client.runWorkflow(workflow);
	expect(errorOf(execution)).toBeUndefined();
	return (name) => jsonOf(execution, name)[0];
}

afterEach(() => expect(stack.testbed.simulator.control.state().violations).toEqual([]));

it('lead, invitation opened and finished, referral accepted, news: all by clicks', async () => {
	const references = await poll('reference-progress.json');
	const surveys = await poll('survey-progress.json');
	for (const partner of ['Movem', 'The Moving Portal'])
		await partners.locator('#requests').getByText(`asked ${partner} to list`).nth(1).waitFor();

	const movers = partners.getByRole('combobox', { name: 'How many movers' });
	await movers.selectOption('none');
	await press(partners, 'Movers opt in by themselves');
	const leads = partners.getByRole('heading', { name: /^Newest leads/ });
	await leads.getByText('0', { exact: true }).waitFor();
	for (const count of ['1', '2']) {
		await press(partners, 'A mover opts in');
		await leads.getByText(count, { exact: true }).waitFor();
	}

	const itemOf = await execute(await stack.testbed.addWorkflow(readExample('lead-to-referral.json')));
	const tenant = String(itemOf('Pass on the link')?.tenant);
	const reference = String(itemOf('Refer buyer for a survey')?.reference);
	await partners.getByRole('article', { name: 'MYMOVE' }).getByRole('listitem', { name: tenant }).waitFor();

	const invitation = await open(String(itemOf('Pass on the link')?.link));
	await press(invitation, 'Tenant opens the link');
	expect(await references.item('Under way', {})).toEqual({
		message: expect.stringMatching(`^${tenant} has started; reference \\d+$`),
	});
	await press(invitation, 'Tenant finishes');
	expect(await references.item('Read the reference', {})).toEqual({
		message: expect.stringMatching(`^${tenant} has finished; reference \\d+ can be read at Movem$`),
	});
	await invitation.close();

	const portal = partners.getByRole('article', { name: 'The Moving Portal' });
	const news = async (notificationTypeCode: string) =>
		await surveys.item('News of an instruction', { tmpReference: reference, notificationTypeCode });
	await portal.getByRole('button', { name: /^The Moving Portal accepts/ }).click();
	await news('CASEACCEPTED');
	const instruction = portal.getByRole('listitem', { name: reference, exact: true });
	await instruction.getByRole('combobox').selectOption('Case completed');
	await press(instruction, `The Moving Portal sends news: ${reference}`);
	expect(await news('CASECOMPLETED')).toMatchObject({ stage: 'passed' });
	// n8n has told The Moving Portal at a later poll that it has got the news.
	await instruction.getByText('0 not read yet').waitFor();
});

describe('order, postbacks, report: all by clicks', () => {
	const EMAIL = 'pat.renter@example.test';
	let workflow: StoredWorkflow;
	let screenings: Watched;

	beforeAll(async () => {
		const example = withPostbackUrl(readExample('screening-to-report.json'), stack.testbed.webhookUrl);
		workflow = await stack.testbed.addWorkflow(example);
		await publish(stack.testbed, workflow);
		screenings = new Watched(workflow);
	});

	/** Orders with Order Now. */
	async function orderNow(): Promise<number> {
		const itemOf = await execute(workflow);
		return Number(itemOf('Order the screening')?.applicationId);
	}

	/** Gets an order link and finishes the order on its page. */
	async function orderOnForm(): Promise<number> {
		const parameters = {
			resource: 'application',
			operation: 'create',
			customerReference: 'cust-42',
			additionalFields: {
				applicants: EMAIL,
				postbackUri: postbackUrl(workflow, stack.testbed.webhookUrl),
			},
		};
		const link = node('Link', 'n8n-nodes-moving-partners.smartMove', parameters, {
			credentials: { smartMoveApi: { name: 'smartMove' } },
		});
		const itemOf = await execute(await stack.testbed.addWorkflow(chainOf('Form', link)));
		const form = await open(String(itemOf('Link')?.url));
		await press(form, 'Landlord places the order, tenants pay');
		const placed = await form.getByText(/^Your application is number/).innerText();
		await form.close();
		return Number(/\d+/.exec(placed)?.[0]);
	}

	it.each([
		['Order Now', orderNow],
		['Get Order Link and its page', orderOnForm],
	] as const)('%s', async (_name, order) => {
		const applicationId = await order();
		const application = partners.getByRole('listitem', { name: `Application ${applicationId}`, exact: true });
		for (const [step, notification] of [
			['Tenant accepts', 'has accepted the request'],
			['Tenant proves identity', 'has answered the identity questions'],
			['Tenant completes the application', 'has completed the application; the reports are in progress'],
		]) {
			await press(application, `${step}: ${EMAIL}`);
			const notificationText = `${EMAIL} ${notification}`;
			await screenings.item('SmartMove reports a change', { applicationId, notificationText });
		}
		await press(application, `The report becomes ready: ${EMAIL}`);
		const { reportUrl } = await screenings.item('Fetch the link to the report', { applicationId });

		const report = await open(String(reportUrl));
		await report.getByRole('heading', { name: `Reports of application ${applicationId}` }).waitFor();
		await report.getByRole('row', { name: EMAIL }).waitFor();
		await report.close();
		const told = partners.locator('#postbacks li', { hasText: `Application ${applicationId}` });
		await told.filter({ hasText: '(Ready)' }).getByText('answered HTTP 200').waitFor();
	});
});
