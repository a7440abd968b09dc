import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { postbackUrl, publish } from '../../trials/demo/screeningDemo';
import { BUYER, TENANT } from '../../trials/demo/jobs';
import { fillInForm } from '../../testbed/forms';
import { withFirmsValues, withoutLimit } from '../../testbed/workflowFiles';
import { NATIVE } from '../partners/smartMove/order';
import { useChat } from './support/chat';
import { everyThreeSeconds } from '../../trials/soak/soak';
import { ensureChromium } from '../../testbed/chromium';
import { errorOf, jsonOf } from '../../testbed/executions';
import type { JsonObject, StoredWorkflow } from '../../testbed/n8nTypes';
import { readExample } from './support/examples';
import { setUpTimeoutMs, useStack } from './support/stack';
import { chainOf, node } from './support/workflows';

// With this seed the first mover who opts in will rent and the second has bought.
const stack = useStack({ simulator: { seed: 2 } });
const chat = useChat();

let browser: Browser;
/** The simulator's page at `/`. */
let partners: Page;

beforeAll(async () => {
	const executablePath = await ensureChromium({ log: () => undefined });
	browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
	partners = await open(stack.testbed.simulator.url);
}, setUpTimeoutMs);
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

/** Stores an example as a firm has it; parameters are those of its trigger. */
async function store(file: string, parameters: JsonObject = {}): Promise<StoredWorkflow> {
	const example = withoutLimit(
		withFirmsValues(readExample(file), { chatAddress: chat.url, customerReference: 'cust-42' }),
	);
	const nodes = example.nodes.map((each) =>
		/trigger$/i.test(each.type) ? { ...each, parameters: { ...each.parameters, ...parameters } } : each,
	);
	return await stack.testbed.addWorkflow({ ...example, nodes });
}

/** Stores an example, its trigger polling every three seconds, and activates it. */
async function poll(file: string, parameters: JsonObject = {}): Promise<Watched> {
	const stored = await store(file, { ...parameters, pollTimes: everyThreeSeconds });
	await stack.testbed.client.activate(stored.id);
	return new Watched(stored);
}

/** Fills in the form of an example. */
async function fillIn(file: string, answers: Record<string, string>): Promise<void> {
	const stored = await store(file);
	await stack.testbed.client.activate(stored.id);
	expect(errorOf(await fillInForm(stack.testbed, stored, answers))).toBeUndefined();
}

/** Executes a workflow once; the returned function gives the first item of one of its nodes. */
async function execute(workflow: StoredWorkflow): Promise<(name: string) => JsonObject | undefined> {
	const execution = await stack.testbed.client.runWorkflow(workflow);
	expect(errorOf(execution)).toBeUndefined();
	return (name) => jsonOf(execution, name)[0];
}

afterEach(() => expect(stack.testbed.simulator.control.state().violations).toEqual([]));

it('lead, invitation opened and finished, referral accepted, news: all by clicks', async () => {
	const leadsSeen = await poll('us-mover-lead-to-screening-link.json');
	const references = await poll('uk-reference-done.json');
	const surveys = await poll('uk-survey-news-to-the-desk.json', { acknowledge: true });
	for (const asked of ['asked MYMOVE to find', 'asked Movem to list', 'asked The Moving Portal to list'])
		await partners.locator('#requests').getByText(asked).nth(1).waitFor();

	const movers = partners.getByRole('combobox', { name: 'How many movers' });
	await movers.selectOption('none');
	await press(partners, 'Movers opt in by themselves');
	const leads = partners.getByRole('heading', { name: /^Newest leads/ });
	await leads.getByText('0', { exact: true }).waitFor();
	for (const count of ['1', '2']) {
		await press(partners, 'A mover opts in');
		await leads.getByText(count, { exact: true }).waitFor();
	}

	expect(await leadsSeen.item('Get the link to order', {})).toMatchObject({ url: expect.any(String) });

	await fillIn('uk-reference-a-new-tenant.json', TENANT);
	const mail = stack.testbed.mailbox.mails.find(({ to }) => to.includes(TENANT['Tenant email']));
	const invitation = await open(String(/http\S+/.exec(String(mail?.text))));
	await press(invitation, 'Tenant opens the link');
	await press(invitation, 'Tenant finishes');
	expect(await references.item('Read the reference', {})).toMatchObject({
		full_name: TENANT['Tenant name'],
		stage: 'passed',
	});
	await invitation.close();

	await fillIn('uk-refer-a-buyer-for-a-survey.json', BUYER);
	const [referral] = stack.testbed.simulator.control.state().partners.movingPortal.referrals;
	const reference = String(referral?.reference);
	const portal = partners.getByRole('article', { name: 'The Moving Portal' });
	const news = async (notificationTypeCode: string) =>
		await surveys.item('News of a survey', { tmpReference: reference, notificationTypeCode });
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
		workflow = await store('us-lost-postbacks.json');
		await publish(stack.testbed, workflow);
		screenings = new Watched(workflow);
	});

	const orderOf = (name: string, parameters: JsonObject) =>
		chainOf(
			name,
			node('Order', 'n8n-nodes-moving-partners.smartMove', parameters, {
				credentials: { smartMoveApi: { name: 'smartMove' } },
			}),
		);
	const postbackUri = () => postbackUrl(workflow, stack.testbed.webhookUrl);

	/** Orders with Order Now. */
	async function orderNow(): Promise<number> {
		const parameters = {
			...NATIVE,
			applicants: EMAIL,
			additionalFields: { postbackUri: postbackUri() },
		} as JsonObject;
		const itemOf = await execute(await stack.testbed.addWorkflow(orderOf('Order Now', parameters)));
		return Number(itemOf('Order')?.applicationId);
	}

	/** Gets an order link and finishes the order on its page. */
	async function orderOnForm(): Promise<number> {
		const parameters = {
			resource: 'application',
			operation: 'create',
			customerReference: 'cust-42',
			additionalFields: { applicants: EMAIL, postbackUri: postbackUri() },
		};
		const itemOf = await execute(await stack.testbed.addWorkflow(orderOf('Form', parameters)));
		const form = await open(String(itemOf('Order')?.url));
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
