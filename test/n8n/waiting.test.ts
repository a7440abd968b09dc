import { errorOf, itemsOf, jsonOf } from '../../testbed/executions';
import { credentialSeeds } from '../../testbed/simulatedCredentials';
import { NATIVE } from '../partners/smartMove/order';
import { useStack } from './support/stack';
import { chainOf, itemsNode, node } from './support/workflows';

const stack = useStack();

const ORDER = 'Order and wait for the report';
const NEXT = 'Go on';
const control = () => stack.testbed.simulator.control;
const smartMove = () => control().smartMove;

const soon = { waitAtMost: 1, waitUnit: 'minutes' };

/** An application as the simulator’s control actions take it. */
interface One {
	applicationId: number;
}

/** Starts a workflow that orders a screening and waits for its report. */
async function start(parameters: object = {}, items: object[] = [{ customer: 'cust-42' }]): Promise<string> {
	const order = node(
		ORDER,
		'n8n-nodes-moving-partners.smartMove',
		{
			...NATIVE,
			operation: 'createAndWait',
			customerReference: '={{ $json.customer }}',
			additionalFields: { referenceId: 'order-9' },
			...parameters,
		} as never,
		{ credentials: { smartMoveApi: { name: 'SmartMove' } } },
	);
	const { addWorkflow, client } = stack.testbed;
	const next = node(NEXT, 'n8n-nodes-base.noOp');
	const workflow = await addWorkflow(chainOf('Order and wait', itemsNode('Input', items), order, next));
	return await client.startRun(workflow.id, 'Start');
}

const ended = async (id: string) => await stack.testbed.client.waitForExecution(id, 180_000);
const statusOf = async (id: string) => (await stack.testbed.client.getExecution(id)).status;

/** Waits until an execution sleeps. */
async function sleeping(id: string): Promise<{ id: string; one: One }> {
	const execution = await stack.testbed.client.waitForExecution(id, 60_000, ['waiting']);
	expect([execution.status, errorOf(execution)]).toEqual(['waiting', undefined]);
	const { body } = control().requests({ operationId: 'createApplicationNative' }).at(-1)!;
	stack.keepSecret({ name: 'what wakes an execution', value: /[?&]wake=(\w+)/.exec(body)![1]! });
	return { id, one: { applicationId: Number(jsonOf(execution, ORDER)[0]?.applicationId) } };
}

const startAndSleep = async (parameters: object = {}) => await sleeping(await start(parameters));

/** Makes something happen at SmartMove and waits for its postbacks; returns n8n’s response codes. */
async function happens(one: One, act: () => unknown): Promise<Array<number | null>> {
	const before = smartMove().postbacks(one).length;
	act();
	await smartMove().settled({});
	return smartMove()
		.postbacks(one)
		.slice(before)
		.map(({ status }) => status);
}

/** Sends a postback of the application to its sleeping execution. */
async function call(
	one: One,
	reportStatus: string,
	{
		address = (to: string) => to,
		authorization = '',
		about = one.applicationId,
		body = JSON.stringify({
			applicationId: about,
			customerReferenceId: 'cust-42',
			reportStatus,
		}) as string | FormData,
	} = {},
): Promise<number> {
	const { data } = credentialSeeds('').find(({ type }) => type === 'smartMoveApi')!;
	const base64 = (text: unknown) => Buffer.from(String(text)).toString('base64');
	const documented = `${base64(data.postbackUser)}:${base64(data.postbackPassword)}`;
	const answer = await fetch(address(smartMove().postbacks(one)[0]!.to), {
		method: 'POST',
		headers: {
			// fetch knows the boundary of a form.
			...(typeof body === 'string' && { 'Content-Type': 'application/json' }),
			Authorization: authorization || documented,
		},
		body,
	});
	return answer.status;
}

/** Executions whose time runs out while the first tests run; n8n checks for such once a minute. */
let goesOn: { id: string; one: One };
let stops: { id: string; one: One };
beforeAll(async () => {
	goesOn = await startAndSleep(soon);
	stops = await startAndSleep({ ...soon, whenTimeIsUp: 'stop' });
}, 20 * 60_000);

describe('an execution that waits for its report', () => {
	it('sleeps through what comes in between and wakes with the report', async () => {
		const { id, one } = await startAndSleep();
		expect(await happens(one, () => smartMove().accept(one))).toEqual([200]);
		expect(await happens(one, () => smartMove().completeIdentity(one))).toEqual([200]);
		expect(await statusOf(id)).toBe('waiting');

		await happens(one, () => smartMove().makeReady(one));
		const execution = await ended(id);
		expect(errorOf(execution)).toBeUndefined();
		expect(jsonOf(execution, NEXT)).toEqual([
			{
				...one,
				customerReference: 'cust-42',
				orderReference: 'order-9',
				reportStatus: 'Ready',
				stage: 'actionNeeded',
				reportUrl: expect.stringMatching(/^https?:/),
				timedOut: false,
			},
		]);
		expect(itemsOf(execution, ORDER)[0]?.pairedItem).toEqual({ item: 0 });
		expect(control().violations()).toEqual([]);
	});

	it.each([
		['the tenant declines', 'RequestDeclined', 'closed', 'decline'],
		['the report fails', 'Error', 'actionNeeded', 'fail'],
		['the order runs out', 'Expired', 'closed', 'expire'],
	] as const)(
		'wakes when %s, also where it would fail when the time is up',
		async (_, reportStatus, stage, action) => {
			const { id, one } = await startAndSleep({ whenTimeIsUp: 'stop' });
			expect(await happens(one, () => smartMove()[action](one))).toEqual([200]);
			const execution = await ended(id);
			expect([execution.status, errorOf(execution)]).toEqual(['success', undefined]);
			expect(jsonOf(execution, NEXT)).toMatchObject([
				{ ...one, reportStatus, stage, reportUrl: null, timedOut: false },
			]);
		},
	);

	it('is not woken by a call that is forged or about something else, and takes none after its end', async () => {
		const { id, one } = await startAndSleep();
		await happens(one, () => smartMove().accept(one));
		const unsigned = (to: string) => to.replace(/\?.*$/, '');
		const forged = (to: string) => to.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
		expect(await call(one, 'Ready', { address: unsigned })).toBe(401);
		expect(await call(one, 'Ready', { address: forged })).toBe(401);
		expect(await call(one, 'Ready', { authorization: 'Basic bm9ib2R5' })).toBe(401);
		expect(await call(one, 'Ready', { about: one.applicationId + 1 })).toBe(200);
		expect(await statusOf(id)).toBe('waiting');

		expect(await call(one, 'Request Declined')).toBe(200);
		expect((await ended(id)).status).toBe('success');
		expect(await call(one, 'Ready')).toBe(409);
	});

	it('wakes by a multipart form, and not by JSON that n8n cannot parse and refuses', async () => {
		const { id, one } = await startAndSleep();
		await happens(one, () => smartMove().accept(one));
		const leadingZeros = `{"applicationId":000${one.applicationId},"reportStatus":"Expired"}`;
		expect(await call(one, 'Expired', { body: leadingZeros })).toBe(422);
		expect(await statusOf(id)).toBe('waiting');

		const form = new FormData();
		form.set('applicationId', String(one.applicationId));
		form.set('reportStatus', 'Expired');
		expect(await call(one, 'Expired', { body: form })).toBe(200);
		expect(jsonOf(await ended(id), NEXT)).toMatchObject([
			{ ...one, reportStatus: 'Expired', stage: 'closed', timedOut: false },
		]);
	});

	it('takes one item, and sends nothing for more', async () => {
		const before = control().requests({ operationId: 'createApplicationNative' }).length;
		const execution = await ended(await start({}, [{ customer: 'a' }, { customer: 'b' }]));
		expect(errorOf(execution)?.message).toContain(
			'“Order Now and Wait for Report” takes one item, and there are 2',
		);
		expect(control().requests({ operationId: 'createApplicationNative' })).toHaveLength(before);
	});
});

describe('when the time is up', () => {
	it('goes on with what is known', async () => {
		const execution = await ended(goesOn.id);
		expect(errorOf(execution)).toBeUndefined();
		expect(jsonOf(execution, NEXT)).toEqual([
			{
				...goesOn.one,
				customerReference: 'cust-42',
				orderReference: 'order-9',
				reportStatus: 'Pending',
				stage: 'invited',
				reportUrl: null,
				timedOut: true,
			},
		]);
	}, 240_000);

	it('stops with a message, where that was chosen', async () => {
		const execution = await ended(stops.id);
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toMatchObject({
			message: expect.stringContaining(
				`The report of application ${stops.one.applicationId} was not there in time; its last status is Pending`,
			),
			description: expect.stringContaining('do not place it again'),
		});
		expect(jsonOf(execution, NEXT)).toEqual([]);
	}, 240_000);
});

describe('a postback that comes before n8n has stored the sleeping execution', () => {
	/** Orders, and lets the tenant decline before the execution sleeps. */
	async function declinedAtOnce() {
		const before = control().requests({ operationId: 'getReportStatus' }).length;
		const asked = { operationId: 'getReportStatus' };
		control().faults.add({ kind: 'latency', ms: 2000, ...asked });
		control().faults.add({ kind: 'status', status: 200, body: 'Pending', ...asked });
		const id = await start();
		while (control().requests(asked).length === before)
			await new Promise((resolve) => setTimeout(resolve, 50));
		const { applications } = control().state().partners.smartMove;
		const one = { applicationId: Math.max(...applications.map(({ applicationId }) => applicationId)) };
		smartMove().decline(one);
		return { id, one };
	}

	/** The postbacks that n8n refused: with 409, or with 500 while it has not stored the execution yet. */
	const refusals = (one: One) =>
		smartMove()
			.postbacks(one)
			.map(({ status }) => status === 409 || status === 500);

	it('is refused, and lost where the partner does not repeat it: the execution sleeps on', async () => {
		const { id, one } = await declinedAtOnce();
		await smartMove().settled({});
		expect(refusals(one)).toEqual([true]);
		await stack.testbed.client.waitForExecution(id, 60_000, ['waiting']);
		expect(await statusOf(id)).toBe('waiting');
	});

	it('wakes it where the partner repeats it', async () => {
		smartMove().setPostbacks({ retries: 10, retryAfterMs: 1000 });
		const { id, one } = await declinedAtOnce();
		const execution = await ended(id);
		smartMove().setPostbacks({ retries: 0 });
		expect(jsonOf(execution, NEXT)).toMatchObject([
			{ ...one, reportStatus: 'RequestDeclined', timedOut: false },
		]);
		const answers = refusals(one);
		expect(answers.length).toBeGreaterThan(1);
		expect(answers).toEqual(answers.map((_, i) => i < answers.length - 1));
	});
});

/**
 * Ends n8n, starts it again, and waits until it has looked through the executions that its event log has no end of. It
 * writes “crashed” for each of them, and a moment later “waiting” for those that sleep, also after its first answers
 * (n8n 2.41.1, execution-recovery.service.js, recoverFromLogs: updateExistingExecution, then runHooks). When it is
 * through, it says which they were (message-event-bus.js).
 */
async function restart(how: 'stop' | 'kill9', sleeper: string): Promise<void> {
	const { length } = await stack.testbed.n8n.readLog();
	await stack.testbed.restartN8n(how);
	const found = async () =>
		/Found unfinished executions: ([\d, ]+)/.exec((await stack.testbed.n8n.readLog()).slice(length))?.[1];
	const deadline = Date.now() + 30_000;
	while ((await found()) === undefined && Date.now() < deadline)
		await new Promise((resolve) => setTimeout(resolve, 100));
	expect((await found())?.trim().split(', ')).toContain(sleeper);
}

// Stands last: killing n8n loses whatever is running.
describe('an execution that waits for its report', () => {
	it.each(['stop', 'kill9'] as const)('survives that n8n is ended by %s', async (how) => {
		const { id, one } = await startAndSleep();
		await restart(how, id);
		expect(await statusOf(id)).toBe('waiting');
		await happens(one, () => smartMove().makeReady(one));
		expect(jsonOf(await ended(id), NEXT)).toMatchObject([{ ...one, reportStatus: 'Ready', timedOut: false }]);
	});
});
