import { setTimeout as pause } from 'node:timers/promises';

import { errorOf, jsonOf } from '../../testbed/executions';
import type { JsonObject } from '../../testbed/n8nTypes';
import { isAtLeast, n8nUnderTest } from '../../testbed/n8nVersions';
import { credentialSeeds } from '../../testbed/simulatedCredentials';
import { openTestbed, type Testbed } from '../../testbed/testbed';
import { expectQuoted, ON_REAL_N8N } from '../docs/symptoms';
import { NATIVE } from '../partners/smartMove/order';
import { restartInOrder, WatchedTrigger } from './support/restarts';
import { useStack } from './support/stack';
import { chainOf, itemsNode, node } from './support/workflows';

const stack = useStack();
const PACK = 'n8n-nodes-moving-partners';
const control = () => stack.testbed.simulator.control;

const pack = (name: string, credential: string, parameters: JsonObject = {}, more: object = {}) =>
	node(name, `${PACK}.${name}`, parameters, { credentials: { [credential]: { name } }, ...more });

/** What an execution says in red. */
const saidBy = (execution: Parameters<typeof errorOf>[0]): string => {
	const error = errorOf(execution);
	return `${error?.message ?? ''}\n${String(error?.description ?? '')}`;
};
/** Items as n8n shows them. */
const shown = (items: unknown) => JSON.stringify(items, null, 2);

const valuesOf = (type: string) =>
	credentialSeeds(stack.testbed.simulator.url).find((each) => each.type === type)!.data;

/** Starts a workflow with one node behind its start, and gives its last words, and its items. */
async function start(tried: ReturnType<typeof node>) {
	const { client, addWorkflow } = stack.testbed;
	const workflow = await addWorkflow(chainOf('Symptom', itemsNode('Input', [{}]), tried));
	const id = await client.startRun(workflow.id, 'Start');
	return async () => {
		const execution = await client.waitForExecution(id, 4 * 60_000);
		return { said: saidBy(execution), items: jsonOf(execution, tried.name) };
	};
}
const run = async (tried: ReturnType<typeof node>) => await (await start(tried))();

const order = (parameters: object) =>
	pack('smartMove', 'smartMoveApi', { ...(NATIVE as JsonObject), operation: 'createAndWait', ...parameters });

/** Waits of a minute, which run out while the other symptoms are brought about. */
let waits: Array<Awaited<ReturnType<typeof start>>>;
beforeAll(async () => {
	const [id = ''] = control().movem.addApplications({ count: 1, status: 'REQUESTED' });
	const aMinute = { waitAtMost: 1, waitUnit: 'minutes' };
	waits = [
		await start(order(aMinute)),
		await start(order({ ...aMinute, whenTimeIsUp: 'stop' })),
		await start(
			pack('movem', 'movemApi', {
				resource: 'application',
				operation: 'waitUntilCompleted',
				applicationId: { __rl: true, mode: 'id', value: id },
				...aMinute,
				whenTimeIsUp: 'stop',
			}),
		),
	];
}, 20 * 60_000);

/** An n8n without the package, or that has been told to load none. */
async function onAnotherN8n<T>(
	options: Partial<Parameters<typeof openTestbed>[0]>,
	use: (n8n: Testbed) => Promise<T>,
) {
	const testbed = await openTestbed({ log: () => {}, credentials: [], ...options });
	try {
		return await use(testbed);
	} finally {
		await testbed.close();
	}
}

/** The partners’ nodes in n8n’s list, by the names in it; neither triggers nor tools. */
const listed = async ({ client }: Testbed) =>
	(await client.nodeTypes())
		.filter(({ name }) => new RegExp(`^${PACK}\\.(?!.*(Trigger|Tool)$)`).test(name))
		.map((type) => (type as unknown as { displayName: string }).displayName);

const UNKNOWN = chainOf('Unknown', pack('movem', 'movemApi', { resource: 'credit', operation: 'get' }));

/** How each symptom is brought about, and what is said then. */
const broughtAbout: Record<string, () => Promise<string[]>> = {
	async 'Nothing happens at night'() {
		const { client, addWorkflow } = stack.testbed;
		const off = await addWorkflow(chainOf('Not switched on', pack('movemTrigger', 'movemApi')));
		control().movem.addApplications({ count: 1 });
		await pause(5000);
		expect(await client.listExecutions(off.id)).toEqual([]);

		const trigger = await WatchedTrigger.start(stack);
		expect(await trigger.executions()).toEqual([]);
		const down = control().faults.add({ kind: 'status', status: 503, body: {}, times: -1 });
		await trigger.polls(6);
		const said = await trigger.executions();
		expect(said).toHaveLength(1);
		const [missed] = control().movem.addApplications({ count: 1 });
		control().faults.clear(down);
		await trigger.polls(3);
		expect((await trigger.executions()).slice(1)).toEqual([[expect.objectContaining({ id: missed })]]);
		await trigger.switchOff();
		const { timezone } = await client.request<{ timezone: string }>('GET', '/rest/settings');
		return [...said.map(String), timezone];
	},

	async 'The credential test is red'() {
		const { client, credentials, simulator } = stack.testbed;
		const test = async (type: string, changes: JsonObject) =>
			await client.testCredential(credentials.get(type)!, { ...valuesOf(type), ...changes });
		const tests = [
			await test('movemApi', { apiKey: 'wrong-key-0001' }),
			await test('mymoveApi', { clientId: '99992222-3333-4444-5555-666677778888' }),
			await test('movemApi', { baseUrl: `${simulator.url}/nothing` }),
			await test('movemApi', { baseUrl: 'http://127.0.0.1:9' }),
			await test('movemApi', { baseUrl: 'http://nowhere.example.test' }),
			await test('movemApi', { baseUrl: 'movem.example.test' }),
		];
		expect(tests.map(({ status }) => status)).toEqual(tests.map(() => 'Error'));
		return tests.map(({ message }) => message);
	},

	async 'The postback never came'() {
		const { client, addWorkflow, n8n } = stack.testbed;
		const path = 'never-came/postback';
		const trigger = pack('smartMoveTrigger', 'smartMoveApi', {}, { webhookId: 'never-came' });
		const workflow = await addWorkflow(chainOf('Postbacks', trigger));
		const postback = async (to = 'webhook') => {
			const answer = await fetch(`${n8n.url}/${to}/${path}`, { method: 'POST', body: '{"applicationId":1}' });
			return { status: answer.status, ...((await answer.json()) as { message: string }) };
		};
		const [off, atTestUrl] = [await postback(), await postback('webhook-test')];
		expect([off.status, atTestUrl.status]).toEqual([404, 404]);
		await client.activate(workflow.id);
		for (let tries = 0; tries < 50 && (await postback()).status === 404; tries++) await pause(200);
		const other = await postback();
		expect(other.status).toBe(401);
		await client.deactivate(workflow.id);

		const elsewhere = { ...valuesOf('smartMoveApi'), baseUrl: 'http://smartmove.example.test' };
		const away = await client.createCredential('Elsewhere', 'smartMoveApi', elsewhere);
		const ordering = { ...order({}), credentials: { smartMoveApi: { id: away.id, name: away.name } } };
		const ordered = await client.createWorkflow(chainOf('Elsewhere', ordering));
		const said = saidBy(await client.runWorkflow(ordered));
		return [off.message, atTestUrl.message, other.message, said];
	},

	async 'Nodes are not in the list'() {
		const names = await listed(stack.testbed);
		expect(await onAnotherN8n({ packages: [] }, listed)).toEqual([]);
		const notLoaded = { env: { N8N_COMMUNITY_PACKAGES_PREVENT_LOADING: 'true' } };
		expect(await onAnotherN8n(notLoaded, listed)).toEqual([]);
		return names;
	},

	async 'n8n says unknown node type'() {
		return await onAnotherN8n({ packages: [] }, async ({ client }) => {
			const workflow = await client.createWorkflow(UNKNOWN);
			return [await client.runWorkflow(workflow).then(saidBy, ({ message }: Error) => message)];
		});
	},

	async 'After an update or a restart…'() {
		const trigger = await WatchedTrigger.start(stack);
		control().movem.addApplications({ count: 1 });
		await trigger.polls(3);
		await restartInOrder(stack, trigger, 1);
		const [first, again] = await trigger.executions();
		expect(shown(first)).not.toContain('redelivered');
		await trigger.switchOff();
		const newer = await run(pack('movem', 'movemApi', { resource: 'credit', operation: 'ofTomorrow' }));
		const lost = await onAnotherN8n({ packages: [] }, async ({ client }) => {
			const workflow = await client.createWorkflow(UNKNOWN);
			return await client.runWorkflow(workflow).then(saidBy, ({ message }: Error) => message);
		});
		return [shown(again), newer.said, lost];
	},

	async 'It is waiting for ever'() {
		const [goesOn, stops, movem] = await Promise.all(waits.map(async (ended) => await ended()));
		return [shown(goesOn!.items), stops!.said, movem!.said];
	},
};

it('they are those that the page says need a real n8n', () => {
	expect(Object.keys(broughtAbout).sort()).toEqual([...ON_REAL_N8N].sort());
});

/** An older n8n has sentences of its own for a credential that is refused. */
const saysItItself = (symptom: string) =>
	symptom === 'The credential test is red' && !isAtLeast(n8nUnderTest(), '2.41');

it.each(Object.entries(broughtAbout))(
	'“%s” is said in the words of the page',
	async (symptom, bringAbout) => {
		const said = await bringAbout();
		if (saysItItself(symptom)) expect(said.join('')).not.toBe('');
		else expectQuoted(symptom, said);
	},
	5 * 60_000,
);
