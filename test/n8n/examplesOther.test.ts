import { setTimeout as pause } from 'node:timers/promises';

import { errorOf, jsonOf } from '../../testbed/executions';
import type { Execution, JsonObject, StoredWorkflow, WorkflowFile } from '../../testbed/n8nTypes';
import { isAtLeast, n8nUnderTest } from '../../testbed/n8nVersions';
import { postbackUrl, publish } from '../../trials/demo/screeningDemo';
import { everyThreeSeconds } from '../../trials/soak/soak';
import { NATIVE } from '../partners/smartMove/order';
import { readExample, submitForm, withoutLimit } from './support/examples';
import { useMail } from './support/mail';
import { useStack } from './support/stack';
import { chainOf, itemsNode, node } from './support/workflows';

const stack = useStack();
const mail = useMail(stack);

const VALUES = 'Your values';
const STOP = 'Stop: put your own values in';

const control = () => stack.testbed.simulator.control;
const smartMove = () => control().smartMove;

/** The key with which n8n’s own node asks this n8n. */
beforeAll(async () => {
	const { client, credentials, n8n } = stack.testbed;
	const scopes = ['workflow:list', 'workflow:read', 'execution:list', 'execution:read'];
	const { rawApiKey } = await client.request<{ rawApiKey: string }>('POST', '/rest/api-keys', {
		label: 'Watch',
		expiresAt: null,
		scopes,
	});
	const data = { apiKey: rawApiKey, baseUrl: `${n8n.url}/api/v1` };
	credentials.set('n8nApi', await client.createCredential('n8n (simulated)', 'n8nApi', data));
});

beforeEach(() => {
	control().reset({ seed: 1 });
	// The simulator has a lead of its own every five minutes, which may fall into any test.
	control().mymove.setSwitches({ leadsPerDay: 0 });
});

/** What a firm types into “Your values”. */
type Values = Record<string, string | number>;

interface Adapted {
	/** In place of the example’s; whatever else ends in example.test gets another ending. */
	values?: Values;
	/** Whether “Only one while you try” stays. */
	limit?: boolean;
	/** Parameters of nodes, by their name. */
	parameters?: Record<string, object>;
}

/** The example as a firm would change it, with an address of its own for its form or webhook. */
function adapted(file: string, { values = {}, limit = false, parameters = {} }: Adapted = {}): WorkflowFile {
	const example = readExample(file);
	const own = ({ name, value }: { name: string; value: string | number }) =>
		values[name] ?? (typeof value === 'string' ? value.replaceAll('example.test', 'firm.nosend') : value);
	for (const each of example.nodes) {
		if (each.name === VALUES) {
			const { assignments } = each.parameters.assignments as never as {
				assignments: Array<{ name: string; value: string | number }>;
			};
			for (const assignment of assignments) assignment.value = own(assignment);
		}
		Object.assign(each.parameters, parameters[each.name]);
	}
	return limit ? example : withoutLimit(example);
}

const store = async (workflow: WorkflowFile) => await stack.testbed.addWorkflow(workflow);

/** The workflows that a test has switched on, off again behind it: the address of a form can be taken only once. */
const on: string[] = [];
afterEach(async () => {
	for (const id of on.splice(0)) await stack.testbed.client.deactivate(id);
});

async function active(workflow: WorkflowFile): Promise<StoredWorkflow> {
	const stored = await store(workflow);
	on.push(stored.id);
	await stack.testbed.client.activate(stored.id);
	return stored;
}

/** Stores a workflow and waits until its trigger answers calls. */
async function listening(workflow: WorkflowFile): Promise<StoredWorkflow> {
	const stored = await store(workflow);
	on.push(stored.id);
	await publish(stack.testbed, stored);
	return stored;
}

const run = async (workflow: StoredWorkflow, trigger?: string) =>
	await stack.testbed.client.runWorkflow(workflow, trigger);

/** Runs a workflow by hand and expects that no node failed. */
async function runWell(workflow: StoredWorkflow, trigger?: string): Promise<Execution> {
	const execution = await run(workflow, trigger);
	expect([errorOf(execution)?.message, execution.status]).toEqual([undefined, 'success']);
	expect(control().violations()).toEqual([]);
	return execution;
}

const executionsOf = async (id: string) =>
	new Set((await stack.testbed.client.listExecutions(id)).map((execution) => execution.id));

const fillIn = async (workflow: StoredWorkflow, answers: Record<string, string>) =>
	await submitForm(stack.testbed, workflow, answers);

/** Waits until a trigger that polls every three seconds has polled twice. */
async function polled(operationId: string): Promise<void> {
	for (const until = Date.now() + 30_000; control().requests({ operationId }).length < 2;) {
		if (Date.now() > until) throw new Error('The trigger has not polled');
		await pause(100);
	}
	await pause(500);
}

/** Waits until so many mails have come; returns them. */
async function mailsWhen(count: number) {
	for (const until = Date.now() + 60_000; mail.mails.length < count && Date.now() < until;) await pause(100);
	return mail.mails;
}

const CUSTOMER = { customerReference: 'cust-42' };
const AGREEMENT = 'Has the landlord accepted the FCRA agreement?';
const EMAIL = 'pat.renter@example.test.nosend';
const PAT = {
	'Applicant email': EMAIL,
	'Property name': 'Elm House',
	Street: '9 Elm St',
	Unit: '2B',
	City: 'Albany',
	State: 'NY',
	'ZIP code': '12208',
	[AGREEMENT]: 'Yes',
};
const NAME = 'Part of its name';

describe('as imported', () => {
	it.each([
		['us-mover-lead-to-screening-link', 'A mover will rent', undefined],
		['us-screen-and-wait', undefined, PAT],
		['us-lost-postbacks', 'Every morning', undefined],
		['no-affordability-of-a-propertys-tenants', undefined, {}],
		['ops-quiet-or-broken', 'Every hour', undefined],
		['ops-what-did-this-month-cost', 'On the first of the month', undefined],
	])('%s stops before it sends anything', async (name, trigger, answers) => {
		control().mymove.addLead({ new_housing_tenure: 'rent' });
		const example = readExample(`${name}.json`);
		const execution = answers
			? await fillIn(await active(example), answers)
			: await run(await store(example), trigger);
		expect(execution.status).toBe('error');
		expect(errorOf(execution)?.message).toMatch(/Open the node Your values .* example\.test/);
		expect(execution.data.resultData.lastNodeExecuted).toBe(STOP);
		const asked = new Set(
			control()
				.requests()
				.map(({ operationId }) => operationId),
		);
		expect([...asked]).toEqual(name.startsWith('us-mover') ? ['findLeads'] : []);
		expect(mail.mails).toEqual([]);
	});

	it('us-lost-postbacks stops at a postback, too', async () => {
		const stored = await listening(readExample('us-lost-postbacks.json'));
		const known = await executionsOf(stored.id);
		const [applicationId] = await ordered(postbackUrl(stored, stack.testbed.webhookUrl));
		smartMove().accept({ applicationId: applicationId! });
		const execution = await stack.testbed.client.nextExecution(stored.id, known);
		expect(execution.data.resultData.lastNodeExecuted).toBe(STOP);
		expect(mail.mails).toEqual([]);
	});
});

/** Orders a screening whose postbacks go to the address; returns the ids of all applications. */
async function ordered(postbackUri: string): Promise<number[]> {
	const order = node(
		'Order',
		'n8n-nodes-moving-partners.smartMove',
		{ ...NATIVE, additionalFields: { postbackUri } } as never,
		{ credentials: { smartMoveApi: { name: 'SmartMove' } } },
	);
	const execution = await runWell(await stack.testbed.addWorkflow(chainOf('Order', order)));
	return jsonOf(execution, 'Order').map(({ applicationId }) => Number(applicationId));
}

describe('us-mover-lead-to-screening-link', () => {
	const FILE = 'us-mover-lead-to-screening-link.json';
	const TRIGGER = 'A mover will rent';
	const links = () => control().requests({ operationId: 'createApplication' });

	it('mails the link of a mover who will rent, and never a second time', async () => {
		const lead = control().mymove.addLead({
			new_housing_tenure: 'rent',
			email: 'iris.vane@example.test.nosend',
			first_name: 'Iris',
		});
		const workflow = await store(adapted(FILE, { values: CUSTOMER, limit: true }));
		await runWell(workflow, TRIGGER);
		expect(mail.mails).toEqual([
			expect.objectContaining({
				from: 'n8n@firm.nosend',
				to: ['leasing@firm.nosend'],
				subject: expect.stringMatching(/^Screen Iris /),
				text: expect.stringMatching(/iris\.vane@example\.test\.nosend.*Order the screening here: http/s),
			}),
		]);
		expect(links().map(({ body }) => body)).toEqual([expect.stringContaining(String(lead.email))]);
		expect(smartMove().postbacks({})).toEqual([]);

		await runWell(workflow, TRIGGER);
		expect([links().length, mail.mails.length]).toEqual([1, 1]);
	});

	it('tells of each mover of a poll, and leaves out who buys', async () => {
		const pollTimes = everyThreeSeconds;
		await active(adapted(FILE, { values: CUSTOMER, parameters: { [TRIGGER]: { pollTimes } } }));
		await polled('findLeads');
		const renters = ['a', 'b', 'c'].map((name) => `${name}@example.test.nosend`);
		for (const email of renters) control().mymove.addLead({ new_housing_tenure: 'rent', email });
		control().mymove.addLead({ new_housing_tenure: 'own', email: 'buyer@example.test.nosend' });
		await mailsWhen(3);
		await pause(4000);
		const told = mail.mails.map(({ text }) => /\((.*?)\)/.exec(text)?.[1]);
		expect(told.sort()).toEqual(renters);
	});

	it('says that its memory is full, and loses no mover who is retried with a larger one', async () => {
		const { client } = stack.testbed;
		const full = { 'Not sent before': { options: { historySize: 1 } } };
		const workflow = await store(adapted(FILE, { values: CUSTOMER, parameters: full }));
		control().mymove.addLead({ new_housing_tenure: 'rent', email: 'a@example.test.nosend' });
		await runWell(workflow, TRIGGER);
		control().mymove.addLead({ new_housing_tenure: 'rent', email: 'b@example.test.nosend' });
		const stopped = await run(workflow, TRIGGER);
		expect(errorOf(stopped)?.message).toContain(
			'The number of items to be processed exceeds the maximum history size',
		);
		expect(mail.mails).toHaveLength(1);

		const { nodes } = await client.getWorkflow(workflow.id);
		for (const { name, parameters } of nodes) if (name in full) parameters.options = { historySize: 100_000 };
		await client.updateWorkflow(workflow.id, { nodes });
		await client.request('POST', `/rest/executions/${stopped.id}/retry`, { loadWorkflow: true });
		expect(mail.mails.map(({ text }) => /\((.*?)\)/.exec(text)?.[1])).toEqual([
			'a@example.test.nosend',
			'b@example.test.nosend',
		]);
		expect(links()).toHaveLength(2);
	});

	it('tells whom SmartMove gave no link for', async () => {
		control().mymove.addLead({ new_housing_tenure: 'rent', email: 'kim@example.test.nosend' });
		const refusal = { kind: 'status', status: 400, body: { message: 'No such customer' } } as const;
		control().faults.add({ provider: 'smartmove', operationId: 'createApplication', ...refusal });
		await runWell(await store(adapted(FILE, { values: CUSTOMER })), TRIGGER);
		expect(mail.mails).toMatchObject([
			{
				subject: 'No screening link for kim@example.test.nosend',
				text: expect.stringContaining('No such customer'),
			},
		]);
	});
});

describe('us-screen-and-wait', () => {
	const FILE = 'us-screen-and-wait.json';
	const ORDER = 'Order and wait for the report';
	const orders = () => control().requests({ operationId: 'createApplicationNative' });
	const newest = () => ({
		applicationId: Math.max(
			...control()
				.state()
				.partners.smartMove.applications.map(({ applicationId }) => applicationId),
		),
	});

	/** Fills in the form and waits until the execution sleeps. */
	async function asleep(workflow: StoredWorkflow, answers = PAT): Promise<string> {
		const { id, status, ...execution } = await fillIn(workflow, answers);
		expect([errorOf({ id, status, ...execution })?.message, status]).toEqual([undefined, 'waiting']);
		const wake = /[?&]wake=(\w+)/.exec(orders().at(-1)!.body)![1]!;
		stack.keepSecret({ name: 'what wakes an execution', value: wake });
		return id;
	}

	it('orders, sleeps until the report is ready and mails its link; nobody is screened twice', async () => {
		const { client } = stack.testbed;
		const workflow = await active(adapted(FILE, { values: CUSTOMER, limit: true }));
		const id = await asleep(workflow);
		expect(mail.mails).toEqual([]);
		smartMove().makeReady(newest());
		expect((await client.waitForExecution(id)).status).toBe('success');
		expect(mail.mails).toMatchObject([
			{
				to: ['leasing@firm.nosend'],
				subject: `The report on ${EMAIL} is ready`,
				text: expect.stringMatching(/9 Elm St, unit 2B .*The landlord opens it here: http/s),
			},
		]);

		const again = await fillIn(workflow, { ...PAT, 'Applicant email': EMAIL.toUpperCase() });
		expect(errorOf(again)).toBeUndefined();
		expect(mail.mails.slice(1)).toMatchObject([
			{ subject: expect.stringMatching(/^Screened already: pat/i) },
		]);
		expect(orders()).toHaveLength(1);

		// Another unit is another screening.
		await asleep(workflow, { ...PAT, Unit: '3C' });
		expect(orders()).toHaveLength(2);
		smartMove().decline(newest());
		await mailsWhen(3);
		expect(mail.mails[2]).toMatchObject({
			subject: `No report on ${EMAIL}`,
			text: expect.stringContaining('RequestDeclined. There will be no report.'),
		});
		expect(control().violations()).toEqual([]);
	});

	it('mails what SmartMove refused, and orders nothing without the agreement', async () => {
		const workflow = await active(adapted(FILE, { values: CUSTOMER }));
		expect(errorOf(await fillIn(workflow, { ...PAT, [AGREEMENT]: 'No' }))).toBeUndefined();
		expect(orders()).toEqual([]);
		expect(mail.mails).toMatchObject([
			{ subject: `Screening of ${EMAIL}: look at it`, text: expect.stringMatching(/agreement/i) },
		]);
		const refusal = { kind: 'status', status: 400, body: { message: 'Zip is not in the state' } } as const;
		control().faults.add({ provider: 'smartmove', operationId: 'createApplicationNative', ...refusal });
		expect(errorOf(await fillIn(workflow, PAT))).toBeUndefined();
		expect(mail.mails[1]).toMatchObject({ text: expect.stringContaining('Zip is not in the state') });
	});

	it('mails that the order stands when no word came in time', async () => {
		const soon = { waitAtMost: 1, waitUnit: 'minutes' };
		const workflow = await active(adapted(FILE, { values: CUSTOMER, parameters: { [ORDER]: soon } }));
		smartMove().setPostbacks({ deliver: false });
		const id = await asleep(workflow);
		smartMove().makeReady(newest());
		expect((await stack.testbed.client.waitForExecution(id, 180_000)).status).toBe('success');
		expect(mail.mails).toMatchObject([
			{
				subject: `No report on ${EMAIL}`,
				text: expect.stringMatching(/no word of SmartMove came in time.*do not place it again/),
			},
		]);
	}, 240_000);
});

describe('us-lost-postbacks', () => {
	const FILE = 'us-lost-postbacks.json';
	const MORNING = 'Every morning';

	it('tells a result once, whether SmartMove reported it or not', async () => {
		const workflow = await listening(adapted(FILE, { values: CUSTOMER }));
		const [heard] = await ordered(postbackUrl(workflow, stack.testbed.webhookUrl));
		smartMove().makeReady({ applicationId: heard! });
		await mailsWhen(1);
		expect(mail.mails).toMatchObject([
			{
				subject: `The report of screening ${heard} is ready`,
				text: expect.stringMatching(/opens the report here: http\S+\s*$/),
			},
		]);

		// The last postback of each of these gets lost.
		smartMove().setPostbacks({ deliver: false });
		const [ready, declined, open] = smartMove().addApplications({ count: 3, referenceId: 'cust-42' });
		smartMove().makeReady({ applicationId: ready! });
		smartMove().decline({ applicationId: declined! });
		await runWell(workflow, MORNING);
		const told = mail.mails.slice(1);
		expect(told).toHaveLength(2);
		expect(told).toEqual(
			expect.arrayContaining([
				expect.objectContaining({
					subject: `The report of screening ${ready} is ready`,
					text: expect.stringMatching(/opens the report here: http.*No postback told it/s),
				}),
				expect.objectContaining({ subject: `Screening ${declined}: RequestDeclined` }),
			]),
		);

		// What was under way yesterday is told when it has ended.
		await runWell(workflow, MORNING);
		expect(mail.mails).toHaveLength(3);
		smartMove().makeReady({ applicationId: open! });
		await runWell(workflow, MORNING);
		expect(mail.mails.slice(3)).toMatchObject([{ subject: `The report of screening ${open} is ready` }]);
	});

	it('loses nobody to the limit', async () => {
		const [first, second] = smartMove().addApplications({ count: 2, referenceId: 'cust-42' });
		for (const applicationId of [first!, second!]) smartMove().makeReady({ applicationId });
		const workflow = await store(adapted(FILE, { values: CUSTOMER, limit: true }));
		await runWell(workflow, MORNING);
		await runWell(workflow, MORNING);
		expect(mail.mails).toHaveLength(1);
		const { nodes, connections } = adapted(FILE, { values: CUSTOMER });
		await stack.testbed.client.updateWorkflow(workflow.id, {
			nodes: nodes.map((each) => ({
				...each,
				credentials: workflow.nodes.find(({ name }) => name === each.name)?.credentials,
			})),
			connections,
		});
		await runWell(await stack.testbed.client.getWorkflow(workflow.id), MORNING);
		expect(mail.mails.map(({ subject }) => subject).sort()).toEqual(
			[first, second].map((id) => `The report of screening ${id} is ready`),
		);
	});

	it('tells what could not be asked or fetched', async () => {
		const [one, other] = smartMove().addApplications({ count: 2, referenceId: 'cust-42' });
		for (const applicationId of [one!, other!]) smartMove().makeReady({ applicationId });
		const refusal = { kind: 'status', status: 400, body: { message: 'Not today' }, times: 1 } as const;
		control().faults.add({ provider: 'smartmove', operationId: 'getReportStatus', ...refusal });
		control().faults.add({ provider: 'smartmove', operationId: 'getReportUrl', ...refusal });
		await runWell(await store(adapted(FILE, { values: CUSTOMER })), MORNING);
		expect(mail.mails.map(({ subject }) => subject).sort()).toEqual([
			expect.stringMatching(/^Screening \d+: not known how far it is$/),
			expect.stringMatching(/^The report of screening \d+ is ready, its link could not be fetched$/),
		]);
		for (const { text } of mail.mails) expect(text).toContain('Not today');
	});
});

describe('no-affordability-of-a-propertys-tenants', () => {
	const FILE = 'no-affordability-of-a-propertys-tenants.json';
	const LIST = 'Mail who can afford it';

	it('mails every tenant with the property they were checked for', async () => {
		const [first] = control().sprove.addProperties({ count: 3, checks: 2 });
		control().sprove.addCheck({ propertyId: String(first), tenantName: 'Kari Test', approved: true });
		control().sprove.addCheck({ propertyId: String(first), tenantName: 'Ola Test', approved: false });
		const execution = await fillIn(await active(adapted(FILE)), {});
		expect(errorOf(execution)).toBeUndefined();
		const name = String(jsonOf(execution, 'Active properties')[0]?.name);
		expect(mail.mails).toHaveLength(1);
		const lines = mail.mails[0]!.text.trim().split('\n');
		expect(lines).toHaveLength(8);
		expect(lines).toContainEqual(
			expect.stringMatching(/: Kari Test can afford it, valid until \d{4}-\d\d-\d\d$/),
		);
		const ofFirst = lines.filter((line) => line.startsWith(`${name}: `));
		expect(ofFirst).toContain(`${name}: Ola Test cannot afford it`);
		expect(ofFirst).toHaveLength(4);
		expect(control().violations()).toEqual([]);
	});

	it('finds a property by a part of its name, and says when there is none or nobody was checked', async () => {
		const [first] = control().sprove.addProperties({ count: 2, checks: 0 });
		control().sprove.addCheck({ propertyId: String(first), tenantName: 'Kari Test', approved: true });
		const workflow = await active(adapted(FILE, { limit: true }));
		const all = await fillIn(workflow, {});
		const [one, other] = jsonOf(all, 'Active properties').map(({ name }) => String(name));
		mail.mails.splice(0);

		await fillIn(workflow, { [NAME]: one!.toUpperCase() });
		expect(mail.mails.map(({ subject, text }) => [subject, text.trim()])).toEqual([
			[`Who can afford ${one!.toUpperCase()}`, expect.stringContaining(`${one}: Kari Test can afford it`)],
		]);
		await fillIn(workflow, { [NAME]: other! });
		expect(mail.mails[1]).toMatchObject({ subject: `No tenant of ${other} has been checked yet` });
		const none = await fillIn(workflow, { [NAME]: 'Nowhere' });
		expect(errorOf(none)?.message).toContain('No active property at sprove has “Nowhere” in its name');
		expect(mail.mails).toHaveLength(2);
		expect(jsonOf(none, LIST)).toEqual([]);
	});

	it('tells which property could not be read', async () => {
		control().sprove.addProperties({ count: 2, checks: 1 });
		const refusal = { kind: 'status', status: 400, body: { message: 'Not today' }, times: 1 } as const;
		control().faults.add({ provider: 'sprove', operationId: 'listChecks', ...refusal });
		expect(errorOf(await fillIn(await active(adapted(FILE)), {}))).toBeUndefined();
		expect(mail.mails.map(({ subject }) => subject).sort()).toEqual([
			expect.stringMatching(/^The tenants of .* could not be read$/),
			'Who can afford which property',
		]);
	});

	it('says of no property that nobody was checked when it could not be read', async () => {
		control().sprove.addProperties({ count: 1, checks: 1 });
		const refusal = { kind: 'status', status: 400, body: { message: 'Not today' }, times: 1 } as const;
		control().faults.add({ provider: 'sprove', operationId: 'listChecks', ...refusal });
		expect(errorOf(await fillIn(await active(adapted(FILE)), {}))).toBeUndefined();
		expect(mail.mails).toMatchObject([
			{
				subject: expect.stringMatching(/^The tenants of .* could not be read$/),
				text: expect.stringContaining('Not today'),
			},
		]);
	});

	it('stops where the account has no active property, whether a name is asked for or not', async () => {
		const workflow = await active(adapted(FILE));
		const named = await fillIn(workflow, { [NAME]: 'Loft' });
		expect(errorOf(named)?.message).toContain('No active property at sprove has “Loft” in its name');
		const all = await fillIn(workflow, {});
		expect(errorOf(all)?.message).toContain('No active property at sprove has been found');
		expect([control().requests({ operationId: 'listChecks' }), mail.mails]).toEqual([[], []]);
	});
});

describe('ops-quiet-or-broken', () => {
	const FILE = 'ops-quiet-or-broken.json';
	let watch: StoredWorkflow;

	beforeEach(async () => {
		watch = await store(adapted(FILE, { values: { n8nAddress: 'http://n8n.nosend' } }));
	});

	/** A Movem Trigger that polls every three seconds, in a workflow with settings of its own. */
	async function watched(settings: JsonObject = {}): Promise<StoredWorkflow> {
		const trigger = node(
			'An application changes',
			'n8n-nodes-moving-partners.movemTrigger',
			{ triggerOn: ['REQUESTED'], simplify: true, pollTimes: everyThreeSeconds },
			{ credentials: { movemApi: { name: 'movem' } } },
		);
		const workflow = chainOf('Watched', trigger, node('End', 'n8n-nodes-base.noOp'));
		return await active({ ...workflow, settings: { executionOrder: 'v1', ...settings } });
	}

	/** The example as one that is switched on and that no partner starts; the hour is too rare for a test. */
	async function strict(): Promise<StoredWorkflow> {
		const yearly = { rule: { interval: [{ field: 'cronExpression', expression: '0 0 1 1 *' }] } };
		const parameters = { 'Every hour': yearly };
		return await active(adapted(FILE, { values: { quietHours: 0 }, parameters }));
	}

	it('tells once a day which workflow has failed, polls included; the error workflow hears of a poll, too', async () => {
		const { client } = stack.testbed;
		const onError = node('Error', 'n8n-nodes-base.errorTrigger');
		const { connections, nodes, ...rest } = chainOf('On error', onError, node('End', 'n8n-nodes-base.noOp'));
		const errors = await store({
			...rest,
			nodes: nodes.filter(({ name }) => name !== 'Start'),
			connections: { Error: connections.Error! },
		});
		// n8n 1 starts an error workflow that is not switched on, and can switch on none without another trigger.
		if (isAtLeast(n8nUnderTest(), '2.0.0')) await client.activate(errors.id);
		const workflow = await watched({ errorWorkflow: errors.id });
		const known = await executionsOf(errors.id);
		await polled('listApplications');
		control().faults.add({
			provider: 'movem',
			operationId: 'listApplications',
			kind: 'status',
			status: 403,
			body: { message: 'This key has been withdrawn' },
			times: -1,
		});
		const heard = await client.nextExecution(errors.id, known);
		const [json] = jsonOf(heard, 'Error');
		expect(json).toMatchObject({
			workflow: { id: workflow.id, name: 'Watched' },
			trigger: { error: { message: expect.stringContaining('withdrawn') } },
		});
		expect(json).not.toHaveProperty('execution');
		await client.deactivate(workflow.id);
		control().faults.clear();

		// A workflow that is switched off is not looked at.
		await runWell(watch, 'Every hour');
		expect(mail.mails).toEqual([]);
		await client.activate(workflow.id);
		await runWell(watch, 'Every hour');
		expect(mail.mails).toMatchObject([
			{
				to: ['it@firm.nosend'],
				subject: 'Watched is broken',
				text: expect.stringMatching(
					new RegExp(
						`failed in the last 24 hours.*http://n8n.nosend/workflow/${workflow.id}/executions`,
						's',
					),
				),
			},
		]);
		await runWell(watch, 'Every hour');
		expect(mail.mails).toHaveLength(1);
	});

	it('tells of a quiet workflow, and leaves out those that no partner starts', async () => {
		await watched();
		await runWell(watch, 'Every hour');
		expect(mail.mails).toEqual([]);
		const workflow = await strict();
		await runWell(workflow, 'Every hour');
		expect(mail.mails).toMatchObject([
			{ subject: 'Watched is quiet', text: expect.stringContaining('nothing has come for 0 hours') },
		]);
		await runWell(workflow, 'Every hour');
		expect(mail.mails).toHaveLength(1);
	});

	it('calls no workflow quiet whose settings keep no successful execution', async () => {
		const settings = { saveDataSuccessExecution: 'none' };
		const { id } = await watched(settings);
		const execution = await runWell(await strict(), 'Every hour');
		expect(jsonOf(execution, 'Those that a partner starts')).toMatchObject([{ id, settings }]);
		expect(mail.mails).toEqual([]);
	});
});

describe('ops-what-did-this-month-cost', () => {
	const FILE = 'ops-what-did-this-month-cost.json';
	const FIRST = 'On the first of the month';
	const month = () => control().clock.now().slice(0, 7);

	/** Invites two tenants; one takes another flat, the other withdraws. */
	async function invitations(): Promise<void> {
		const movem = (label: string, parameters: object) =>
			node(label, 'n8n-nodes-moving-partners.movem', { resource: 'application', ...parameters } as never, {
				credentials: { movemApi: { name: 'movem' } },
				executeOnce: label !== 'Invite',
			});
		const tenants = ['ada', 'ben'].map((name) => ({ name, email: `${name}@example.test.nosend` }));
		const id = { __rl: true, mode: 'id' };
		const execution = await runWell(
			await store(
				chainOf(
					'Invitations',
					itemsNode('Tenants', tenants),
					movem('Invite', {
						operation: 'create',
						name: '={{ $json.name }}',
						email: '={{ $json.email }}',
						property: 'Flat 1, 2 Elm Close',
					}),
					movem('Another flat', {
						operation: 'update',
						applicationId: { ...id, value: "={{ $('Invite').first().json.id }}" },
						updateFields: { property: 'Flat 4, 2 Elm Close' },
					}),
					movem('Withdraw', {
						operation: 'delete',
						applicationId: { ...id, value: "={{ $('Invite').last().json.id }}" },
					}),
				),
			),
		);
		expect(jsonOf(execution, 'Another flat')[0]).toMatchObject({ property: 'Flat 4, 2 Elm Close' });
		expect(jsonOf(execution, 'Withdraw')[0]).toMatchObject({ deleted: true });
	}

	it('counts the credits and the orders of the month', async () => {
		control().movem.addApplications({ count: 3, status: 'COMPLETED', outcome: 'PASSED' });
		control().movem.addApplications({ count: 1, status: 'HOLD' });
		await invitations();
		smartMove().addApplications({ count: 2, referenceId: 'cust-42' });
		smartMove().addApplications({ count: 1, referenceId: 'cust-42', landlordPays: true });
		smartMove().addApplications({ count: 4, referenceId: 'another' });
		const workflow = await store(adapted(FILE, { values: { ...CUSTOMER, month: month() } }));
		await runWell(workflow, FIRST);
		expect(mail.mails).toMatchObject([{ to: ['accounts@firm.nosend'], subject: `What ${month()} cost` }]);
		const [{ text } = { text: '' }] = mail.mails;
		expect(text).toContain('6 tenants invited, 4 credits spent, 1 came back, 99 left now');
		expect(text).toContain('3 screenings ordered, 1 of them paid by the landlord');
		expect(text).not.toContain('not counted');
	});

	it('counts nothing of another month, and mails also when there is nothing', async () => {
		control().movem.addApplications({ count: 3 });
		smartMove().addApplications({ count: 2, referenceId: 'cust-42' });
		const workflow = await store(adapted(FILE, { values: { ...CUSTOMER, month: '2001-01' } }));
		await runWell(workflow, FIRST);
		control().reset({ seed: 1 });
		await runWell(workflow, FIRST);
		expect(mail.mails).toHaveLength(2);
		for (const { text } of mail.mails) {
			expect(text).toContain('0 tenants invited, 0 credits spent');
			expect(text).toContain('0 screenings ordered');
			expect(text).not.toContain('not counted');
		}
	});

	it('says of how many screenings the day is not known', async () => {
		smartMove().addApplications({ count: 2, referenceId: 'cust-42' });
		const refusal = { kind: 'status', status: 400, body: { message: 'Not today' }, times: 1 } as const;
		control().faults.add({ provider: 'smartmove', operationId: 'getApplication', ...refusal });
		await run(await store(adapted(FILE, { values: { ...CUSTOMER, month: month() } })), FIRST);
		expect(mail.mails[0]?.text).toMatch(/1 screenings ordered.*did not say of 1 screenings.*not counted/s);
	});
});
