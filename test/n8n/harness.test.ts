import { errorOf, itemsOf, jsonOf } from '../../testbed/executions';
import { scanForLeaks } from '../../testbed/leakScan';
import { versionsOf } from '../support/nodeTypes';
import { partners } from '../support/pack';
import { setUpTimeoutMs, useStack } from './support/stack';
import { chainOf, itemsNode, node } from './support/workflows';

const stack = useStack();
beforeAll(async () => void (await stack.editor()), setUpTimeoutMs);

/** Tests the harness itself with n8n’s own nodes, so that its reports about ours can be trusted. */
describe('the real n8n', () => {
	it('has loaded the nodes and credentials of the packed tarball', async () => {
		const { client } = stack.testbed;
		const credentials = (await client.credentialTypes()).map(({ name }) => name);
		expect(credentials).toEqual(expect.arrayContaining(['movemApi', 'mymoveApi', 'movingPortalApi']));
	});

	it('has every version of every node, and of each that is no trigger a tool', async () => {
		const pack = 'n8n-nodes-moving-partners.';
		const loaded = (await stack.testbed.client.nodeTypes())
			.filter(({ name }) => name.startsWith(pack))
			.map(({ name, version }) => `${name.slice(pack.length)} ${String(version)}`);
		const expected = Object.entries(partners).flatMap(([name, { anyVersion, trigger }]) => [
			...versionsOf(anyVersion())
				.map(({ description }) => String(description.version))
				.flatMap((version) => [`${name} ${version}`, `${name}Tool ${version}`]),
			...(trigger ? [`${name}Trigger 1`] : []),
		]);
		expect(expected).toContain('smartMoveTool 2');
		expect(loaded.sort()).toEqual(expected.sort());
	});

	it('runs a workflow started by hand and shows its items, paired', async () => {
		const { client, simulator } = stack.testbed;
		const workflow = await client.createWorkflow(
			chainOf(
				'By hand',
				itemsNode('Two Items', [{ n: 1 }, { n: 2 }]),
				node(
					'Ask',
					'n8n-nodes-base.httpRequest',
					{ url: `${simulator.url}/_control/state`, options: {} },
					{ typeVersion: 4.2 },
				),
			),
		);
		const execution = await client.runWorkflow(workflow);
		expect(errorOf(execution)).toBeUndefined();
		expect(execution.status).toBe('success');
		expect(jsonOf(execution, 'Two Items')).toEqual([{ n: 1 }, { n: 2 }]);
		expect(itemsOf(execution, 'Ask').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(jsonOf(execution, 'Ask')[0]).toMatchObject({ seed: 1 });
	});

	it('shows why a node failed', async () => {
		const { client } = stack.testbed;
		const stop = node('Give Up', 'n8n-nodes-base.stopAndError', { errorMessage: 'As intended' });
		const execution = await client.runWorkflow(await client.createWorkflow(chainOf('Failing', stop)));
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toMatchObject({ message: 'As intended', node: { name: 'Give Up' } });
	});

	it('answers a webhook once the workflow is active, and not afterwards', async () => {
		const { client } = stack.testbed;
		const hook = node(
			'Hook',
			'n8n-nodes-base.webhook',
			{ path: 'harness', httpMethod: 'POST', responseMode: 'lastNode', options: {} },
			{ id: 'hook', typeVersion: 2, webhookId: 'harness' },
		);
		const workflow = await client.createWorkflow({ name: 'Called', nodes: [hook], connections: {} });
		await client.activate(workflow.id);
		expect(JSON.parse(await client.callWebhook('POST', 'harness', { hello: 'n8n' }))).toMatchObject({
			body: { hello: 'n8n' },
		});
		expect(await client.nextExecution(workflow.id, new Set())).toMatchObject({
			mode: 'webhook',
			status: 'success',
		});
		await client.deactivate(workflow.id);
		await expect(untilItFails(() => client.callWebhook('POST', 'harness', {}, 0))).resolves.toMatchObject({
			status: 404,
		});
	});

	it('keeps its data when it is killed and started again', async () => {
		const { client } = stack.testbed;
		const workflow = await client.createWorkflow(chainOf('Survivor', itemsNode('One', [{ still: 'here' }])));
		await stack.testbed.restartN8n('kill9');
		const execution = await client.runWorkflow(await client.getWorkflow(workflow.id));
		expect(jsonOf(execution, 'One')).toEqual([{ still: 'here' }]);
	});

	it('shows a workflow and a node panel in its editor, asking nothing of the internet', async () => {
		const { client } = stack.testbed;
		const request = node(
			'Ask',
			'n8n-nodes-base.httpRequest',
			{ url: 'http://127.0.0.1:9/', options: {} },
			{ typeVersion: 4.2 },
		);
		const workflow = await client.createWorkflow(chainOf('Looked at', itemsNode('One', [{ n: 1 }]), request));
		const editor = await stack.editor();
		await editor.openWorkflow(workflow.id);
		expect(await editor.nodeNames()).toEqual(['Start', 'One', 'Ask']);
		await editor.openNode('Ask');
		expect(await editor.parameterLabels()).toEqual(expect.arrayContaining(['Method', 'URL', 'Send Headers']));
		expect(await editor.optionsOf('method')).toEqual(expect.arrayContaining(['GET', 'POST']));
		expect(await editor.executeStep()).toContain('refused');
		await editor.closeNode();
		await editor.openNode('One');
		expect(await editor.executeStep()).toContain('1 item');
		// n8n’s code editor, which the node "One" opens, asks for TypeScript’s own library.
		expect(editor.outside.filter((url) => !url.includes('typescriptlang.org'))).toEqual([]);
	});

	it('is searched for secrets in the end: what is planted in an execution, an error or a log is found', async () => {
		const { client, n8n } = stack.testbed;
		const value = (name: string) => `Planted/${name}+"marks" & 0123456789`;
		const spelt: Record<string, (secret: string) => string> = {
			plain: (secret) => secret,
			json: (secret) => JSON.stringify({ secret }),
			url: encodeURIComponent,
			basic: (secret) => Buffer.from(`some.user:${secret}`).toString('base64'),
		};
		const planted = Object.keys(spelt).map((name) => ({ name, value: value(name) }));
		const inError = { name: 'error', value: value('error') };
		const inLog = { name: 'log', value: 'planted-in-a-log-0123456789' };
		const card = { name: 'card', value: '4999888877776666' };
		const hook = node(
			'Hook',
			'n8n-nodes-base.webhook',
			{ path: 'planted', httpMethod: 'POST', responseMode: 'onReceived', options: {} },
			{ id: 'hook', typeVersion: 2, webhookId: 'planted' },
		);
		const stop = node('Stop', 'n8n-nodes-base.stopAndError', { errorMessage: '={{ $json.body.error }}' });
		const workflow = await client.createWorkflow({
			name: 'Planted',
			nodes: [hook, { ...stop, id: 'stop' }],
			connections: { Hook: { main: [[{ node: 'Stop', type: 'main', index: 0 }]] } },
		});
		await client.activate(workflow.id);
		await client.callWebhook('POST', 'planted', {
			error: inError.value,
			card: 'My card is 4999-8888 7777-6666.',
			...Object.fromEntries(planted.map((secret) => [secret.name, spelt[secret.name]?.(secret.value)])),
		});
		await client.nextExecution(workflow.id, new Set());
		await fetch(`${n8n.url}/webhook/${inLog.value}`);
		const leaks = await scanForLeaks(stack.testbed, [...planted, inError, inLog, card]);
		await stack.testbed.restartN8n('stop');
		const foundIn = (place: string) =>
			leaks
				.filter((leak) => leak.place === place)
				.map(({ secret }) => secret)
				.sort();
		const all = ['basic', 'card', 'error', 'json', 'plain', 'url'];
		expect(foundIn('database execution_data.data')).toEqual(all);
		expect(foundIn('executions of the public interface')).toEqual(all);
		expect(foundIn('file n8n.log')).toEqual(expect.arrayContaining(['log']));
	});

	it('tells a credential that works from one that does not, by REST and in the editor', async () => {
		const { client, credentials, simulator } = stack.testbed;
		const good = credentials.get('movemApi');
		if (good === undefined) throw new Error('The testbed has no Movem credential');
		const wrong = {
			environment: 'custom',
			baseUrl: `${simulator.url}/movem`,
			apiKey: 'not-the-key',
			header: 'x-api-key',
		};
		const bad = await client.createCredential('Wrong key', 'movemApi', wrong);
		expect(await client.testStoredCredential(good.id)).toMatchObject({ status: 'OK' });
		expect(await client.testStoredCredential(bad.id)).toMatchObject({ status: 'Error' });
		const editor = await stack.editor();
		expect(await editor.testCredential(good.id)).toMatchObject({ works: true });
		expect(await editor.testCredential(bad.id)).toMatchObject({ works: false });
	});
});

/** n8n takes a moment to withdraw a webhook: calls it until that fails, and returns the failure. */
async function untilItFails(call: () => Promise<unknown>, timeoutMs = 60_000): Promise<unknown> {
	const deadline = Date.now() + timeoutMs;
	while (Date.now() < deadline) {
		try {
			await call();
		} catch (refusal) {
			return refusal;
		}
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	throw new Error('It still succeeds');
}
