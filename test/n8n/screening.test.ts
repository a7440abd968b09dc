import { setTimeout as pause } from 'node:timers/promises';

import { postbackUrl, publish } from '../../trials/demo/screeningDemo';
import { errorOf, jsonOf } from '../../testbed/executions';
import type { JsonObject } from '../../testbed/n8nTypes';
import { credentialSeeds } from '../../testbed/simulatedCredentials';
import { NATIVE, paid } from '../partners/smartMove/order';
import { readExample, withoutLimit, withValues } from './support/examples';
import { useStack } from './support/stack';
import { chainOf, itemsNode, node } from './support/workflows';

const stack = useStack();

const FILE = 'us-lost-postbacks.json';
const TRIGGER = 'SmartMove reports a change';
const base64 = (text: string) => Buffer.from(text).toString('base64');

const smartMove = () => stack.testbed.simulator.control.smartMove;
const secrets = () =>
	credentialSeeds(stack.testbed.simulator.url).find(({ type }) => type === 'smartMoveApi')?.data ?? {};

let hook = '';
let workflowId = '';

/** Publishes the example; its trigger takes what was ordered under one customer reference. */
beforeAll(async () => {
	const values = {
		deskEmail: 'desk@firm.nosend',
		mailFrom: 'n8n@firm.nosend',
		customerReference: 'cust-42',
	};
	const example = withoutLimit(withValues(readExample(FILE), values));
	const trigger = example.nodes.find(({ name }) => name === TRIGGER)!;
	trigger.parameters.filters = { customerReference: 'cust-42' };
	hook = postbackUrl(example, stack.testbed.n8n.url);
	const stored = await stack.testbed.addWorkflow(example);
	workflowId = stored.id;
	await publish(stack.testbed, stored);
});

/** Orders a screening whose postbacks go to the trigger. */
async function order(): Promise<{ applicationId: number }> {
	const place = node(
		'Order the screening',
		'n8n-nodes-moving-partners.smartMove',
		{ ...NATIVE, additionalFields: { postbackUri: hook } } as JsonObject,
		{ credentials: { smartMoveApi: { name: 'SmartMove' } } },
	);
	const { addWorkflow, client } = stack.testbed;
	const execution = await client.runWorkflow(await addWorkflow(chainOf('Order', place)));
	expect(errorOf(execution)).toBeUndefined();
	return { applicationId: Number(jsonOf(execution, place.name)[0]?.applicationId) };
}

const documented = () =>
	`${base64(String(secrets().postbackUser))}:${base64(String(secrets().postbackPassword))}`;

async function post(body: string | Buffer, headers: Record<string, string>, type = 'application/json') {
	const answer = await fetch(hook, {
		method: 'POST',
		headers: { 'Content-Type': type, ...headers },
		body: new Uint8Array(Buffer.from(body)),
	});
	return { status: answer.status, text: await answer.text() };
}

const withPassword = async (body: string | Buffer, type?: string) =>
	await post(body, { Authorization: documented() }, type);

/** The ids of the executions that the trigger has started, after a pause in which it could start more. */
async function started(): Promise<Set<string>> {
	await pause(700);
	const list = await stack.testbed.client.listExecutions(workflowId);
	return new Set(list.filter(({ mode }) => mode === 'webhook').map(({ id }) => id));
}

/** The events that the trigger passes on for the calls made by `act`. */
async function eventsOf(act: () => Promise<unknown>) {
	const before = await started();
	await act();
	const fresh = [...(await started())].filter((id) => !before.has(id));
	const executions = await Promise.all(
		fresh.map(async (id) => await stack.testbed.client.waitForExecution(id)),
	);
	return executions.flatMap((execution) => jsonOf(execution, TRIGGER));
}

describe('from order to report', () => {
	it('hears of every change and fetches the link when the report is ready', async () => {
		const { client } = stack.testbed;
		const before = await started();
		const one = await order();
		smartMove().accept(one);
		smartMove().completeIdentity(one);
		smartMove().makeReady(one);
		await smartMove().settled({});

		const sent = smartMove().postbacks(one);
		expect(sent.length).toBeGreaterThan(2);
		expect(sent.every(({ status }) => status === 200)).toBe(true);
		const fresh = [...(await started())].filter((id) => !before.has(id));
		const executions = await Promise.all(fresh.map(async (id) => await client.waitForExecution(id)));
		expect(executions.map(({ status }) => status)).toEqual(sent.map(() => 'success'));
		const links = executions.flatMap((execution) => jsonOf(execution, 'Fetch the link to the report'));
		expect(links).toMatchObject([{ ...one, reportUrl: expect.stringMatching(/^https?:/) }]);
	});
});

describe('the trigger', () => {
	const body = (reportStatus: string) =>
		JSON.stringify({
			applicationId: 81001,
			customerReferenceId: 'cust-42',
			notificationText: reportStatus,
			reportStatus,
		});

	it.each([
		['as documented', () => documented()],
		['with a scheme', () => `Basic ${documented()}`],
		[
			'as Basic',
			() => `basic ${base64(`${String(secrets().postbackUser)}:${String(secrets().postbackPassword)}`)}`,
		],
		[
			'as Basic without its scheme',
			() => base64(`${String(secrets().postbackUser)}:${String(secrets().postbackPassword)}`),
		],
	])('takes user and password %s', async (spelling, header) => {
		const events = await eventsOf(async () => {
			expect((await post(body(`Pending ${spelling}`), { Authorization: header() })).status).toBe(200);
		});
		expect(events).toMatchObject([{ applicationId: 81001, reportStatus: `Pending ${spelling}` }]);
	});

	it.each([
		['no header', {}],
		['another’s password', { Authorization: `${base64('sim.postback')}:${base64('another-password-0001')}` }],
		['another’s Basic', { Authorization: `Basic ${base64('someone:else')}` }],
	])('rejects %s and starts nothing', async (_, headers) => {
		const events = await eventsOf(async () => {
			expect((await post(body('Ready'), headers as Record<string, string>)).status).toBe(401);
		});
		expect(events).toEqual([]);
	});

	it('takes no forged postback of the simulator’s', async () => {
		smartMove().setPostbacks({ header: 'forged' });
		const events = await eventsOf(async () => {
			const one = await order();
			smartMove().accept(one);
			await smartMove().settled({});
			const answers = smartMove().postbacks(one);
			expect(answers.map(({ status }) => status)).toEqual([401]);
		});
		smartMove().setPostbacks({ header: 'encodedPair' });
		expect(events).toEqual([]);
	});

	it.each([
		[
			'numbers with leading zeros',
			'{"applicationId": 000123, "customerReferenceId": "cust-42", "reportStatus": "Pending"}',
			'application/json',
			{ applicationId: '000123', stage: 'invited' },
		],
		[
			'a form',
			'applicationId=81002&customerReferenceId=cust-42&reportStatus=InProgress',
			'application/x-www-form-urlencoded',
			{ applicationId: 81002, stage: 'inProgress' },
		],
		[
			'multipart',
			'--x\r\nContent-Disposition: form-data; name="applicationId"\r\n\r\n81003\r\n--x\r\nContent-Disposition: form-data; name="customerReferenceId"\r\n\r\ncust-42\r\n--x--\r\n',
			'multipart/form-data; boundary=x',
			{ applicationId: 81003 },
		],
		[
			'missing keys and null references',
			'{"applicationId": 81004, "customerReferenceId": "cust-42", "referenceId": null}',
			'application/json',
			{ applicationId: 81004, referenceId: null, stage: null },
		],
	])('reads %s', async (_, text, type, expected) => {
		const events = await eventsOf(async () => {
			expect((await withPassword(text, type)).status).toBe(200);
		});
		expect(events).toMatchObject([expected]);
	});

	it.each([
		['broken JSON', '{"applicationId": ', 400],
		['something else than a postback', '{"hello": "world"}', 400],
		['a list', '[1, 2]', 400],
		['nothing', '', 400],
		['ten megabytes', `{"applicationId": 1, "x": "${'a'.repeat(10_000_000)}"}`, 413],
	])('refuses %s and starts nothing', async (_, text, status) => {
		const events = await eventsOf(async () => {
			expect((await withPassword(text)).status).toBe(status);
		});
		expect(events).toEqual([]);
	});

	it('answers a call that a filter leaves out, and starts nothing', async () => {
		const other = JSON.stringify({
			applicationId: 81005,
			customerReferenceId: 'somebody-else',
			reportStatus: 'Ready',
		});
		const events = await eventsOf(async () => {
			expect((await withPassword(other)).status).toBe(200);
		});
		expect(events).toEqual([]);
	});

	it('drops what came already, also when both come at once', async () => {
		const text = body('Pending, told twice');
		expect(await eventsOf(async () => await withPassword(text))).toHaveLength(1);
		expect(await eventsOf(async () => expect((await withPassword(text)).status).toBe(200))).toEqual([]);
		const both = body('Pending, told at once');
		expect(
			await eventsOf(async () => await Promise.all([withPassword(both), withPassword(both)])),
		).toHaveLength(1);
	});
});

describe('a card', () => {
	it('goes into orders that succeed and fail; the search at the end must find it nowhere', async () => {
		const { client, addWorkflow } = stack.testbed;
		for (const value of ['4111111111111111', '4111111111110002', '41111111111111112', '73951'])
			stack.keepSecret({ name: `card ${value.slice(-4)}`, value });
		// The expression puts the number together at run time, so the workflow as stored does not contain it.
		const number = (last: string) => `={{ ['4111', '1111', '1111', '${last}'].join('-') }}`;
		const orderWith = (
			label: string,
			last: string,
			onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput',
		) =>
			node(
				label,
				'n8n-nodes-moving-partners.smartMove',
				paid({ cardNumber: number(last), cardSecurity: "={{ ['73', '951'].join('') }}" }) as JsonObject,
				{ credentials: { smartMoveApi: { name: 'SmartMove' } }, onError },
			);
		const runs = [
			['paid', orderWith('Order', '1111', 'stopWorkflow')],
			['declined', orderWith('Order', '0002', 'stopWorkflow')],
			['declined, goes on', orderWith('Order', '0002', 'continueRegularOutput')],
			['declined, by the error output', orderWith('Order', '0002', 'continueErrorOutput')],
			['too long', orderWith('Order', '11112', 'stopWorkflow')],
		] as const;
		const ends: string[] = [];
		for (const [title, node] of runs) {
			const workflow = await addWorkflow(chainOf(title, itemsNode('Input', [{ for: title }]), node));
			const execution = await client.runWorkflow(workflow);
			ends.push(`${title}: ${errorOf(execution)?.message ?? execution.status}`);
		}
		expect(ends).toEqual([
			'paid: success',
			expect.stringContaining('declined'),
			'declined, goes on: success',
			'declined, by the error output: success',
			expect.stringContaining('Credit Card → Card Number must have at most 16 characters'),
		]);
	});
});
