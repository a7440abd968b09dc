import '../../support/environment';
import { WebhookContext } from 'n8n-core';
import { Workflow, createRunExecutionData, type IDataObject } from 'n8n-workflow';

import { createAdditionalData } from '../../support/additionalData';
import { CredentialStore } from '../../support/credentialStore';
import { TestCredentialsHelper } from '../../support/credentialsHelper';
import { TestNodeTypes } from '../../support/nodeTypes';
import { credentialFor, partners } from '../../support/pack';
import { placeNode } from '../../support/runWorkflow';
import { useSimulator } from '../../support/useSimulator';
import { callTrigger } from './webhook';

const bench = useSimulator();

const base64 = (text: string) => Buffer.from(text).toString('base64');
const HEADERS = {
	'content-type': 'application/json',
	authorization: `${base64('sim.postback')}:${base64('sim-postback-0001')}`,
};
const FORM = { ...HEADERS, 'content-type': 'application/x-www-form-urlencoded' };
const EVENT = {
	applicationId: 70_001,
	customerReferenceId: 'cust-42',
	notificationText: 'News',
	reportStatus: 'Expired',
	referenceId: 'order-9',
	referenceText: 'spring',
};
const withKeys = (spell: (key: string) => string) =>
	Object.fromEntries(Object.entries(EVENT).map(([key, value]) => [spell(key), value]));

/** As SmartMove spells the keys of its other responses, and as a proxy may change them. */
const SPELLINGS: Record<string, (key: string) => string> = {
	PascalCase: (key) => key.charAt(0).toUpperCase() + key.slice(1),
	'small letters': (key) => key.toLowerCase(),
	capitals: (key) => key.toUpperCase(),
};

/** Calls an execution that sleeps in “Order Now and Wait for Report”; returns the item it wakes with. */
async function callSleeping(body: string, headers: Record<string, string>): Promise<IDataObject | undefined> {
	const order = { applicationId: 70_001, customerReference: 'cust-42', orderReference: 'order-9' };
	const store = new CredentialStore({ smartMoveApi: credentialFor('smartMove', bench.url) });
	const nodeTypes = new TestNodeTypes();
	const helper = new TestCredentialsHelper(store, [partners.smartMove.type()], nodeTypes);
	const smartMove = partners.smartMove.node();
	const node = placeNode('SmartMove', { node: smartMove, parameters: {} }, 0, nodeTypes, store);
	const workflow = new Workflow({ id: 'asleep', nodes: [node], connections: {}, active: true, nodeTypes });
	const data = { main: [[{ json: order, pairedItem: { item: 0 } }]] };
	const runData = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node, data, source: null }] },
	});
	const httpRequest = { headers, rawBody: Buffer.from(body) };
	const additionalData = Object.assign(createAdditionalData(helper, 'webhook'), { httpRequest });
	const webhookDescription = smartMove.description.webhooks![0];
	const webhookData = { webhookDescription } as ConstructorParameters<typeof WebhookContext>[4];
	const context = new WebhookContext(workflow, node, additionalData, 'webhook', webhookData, [], runData);
	await workflow.expression.acquireIsolate();
	try {
		const { workflowData } = await smartMove.webhook!.call(context);
		return workflowData?.[0]?.[0]?.json;
	} finally {
		await workflow.expression.releaseIsolate();
	}
}

describe.each(Object.entries(SPELLINGS))('a postback whose keys are in %s', (name, spell) => {
	const json = JSON.stringify(withKeys(spell));
	const texts = Object.entries(withKeys(spell)).map(([key, value]): [string, string] => [key, String(value)]);
	const form = new URLSearchParams(texts).toString();

	it.each([
		[json, HEADERS],
		[form, FORM],
	])('starts a workflow, filters and all, under the documented names: %s', async (body, headers) => {
		const start = async (parameters: IDataObject = {}) =>
			await callTrigger(bench.url, {
				body,
				headers,
				parameters: parameters as never,
				workflowId: `${name} ${JSON.stringify(parameters)} ${body}`,
			});
		const started = { status: undefined, events: [{ ...EVENT, stage: 'closed' }], read: body.length };
		const filters = { customerReference: 'cust-42', orderReference: 'order-9' };
		expect(await start()).toEqual(started);
		expect(await start({ triggerOn: ['Expired'], filters })).toEqual(started);
		expect((await start({ triggerOn: ['Ready'] })).events).toBeUndefined();
		expect((await start({ filters: { orderReference: 'order-8' } })).events).toBeUndefined();
	});

	it.each([
		[json, HEADERS],
		[form, FORM],
	])('wakes an execution that sleeps: %s', async (body, headers) => {
		expect(await callSleeping(body, headers)).toMatchObject({
			applicationId: 70_001,
			reportStatus: 'Expired',
			stage: 'closed',
			timedOut: false,
		});
		expect(await callSleeping(body.replace('Expired', 'Pending'), headers)).toBeUndefined();
		expect(await callSleeping(body.replace('70001', '70002'), headers)).toBeUndefined();
	});
});

it('takes the key as documented where a postback has it in two spellings, whichever comes first', async () => {
	for (const body of [
		'{"ReportStatus":"Ready","reportStatus":"Expired"}',
		'{"reportStatus":"Expired","REPORTSTATUS":1}',
	]) {
		const { events } = await callTrigger(bench.url, { body, headers: HEADERS, workflowId: body });
		expect(events).toEqual([{ reportStatus: 'Expired', stage: 'closed' }]);
	}
});

it('leaves keys that are not documented as they are', async () => {
	const body = '{"ApplicationId":"007","Application_Id":8,"Extra":{"ReportStatus":"Ready"}}';
	const { events } = await callTrigger(bench.url, { body, headers: HEADERS, workflowId: 'others' });
	expect(events).toEqual([
		{ applicationId: '007', Application_Id: 8, Extra: { ReportStatus: 'Ready' }, stage: null },
	]);
});
