import { NodeApiError } from 'n8n-workflow';
import type { INodeExecutionData } from 'n8n-workflow';

import { runNode, runWorkflow } from './runWorkflow';
import { KeyCredential, requesting, SampleNode, startServer } from './sample';
import type { SampleServer } from './sample';

let server: SampleServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());

/** Returns every item’s `name` parameter; for names that begin with "bad", does what the test says. */
function naming(onBad: (name: string, item: number) => INodeExecutionData): SampleNode {
	return new SampleNode(async function () {
		const items = this.getInputData().map((_, item): INodeExecutionData => {
			const name = this.getNodeParameter('name', item) as string;
			return name.startsWith('bad') ? onBad(name, item) : { json: { name }, pairedItem: { item } };
		});
		return [items];
	});
}

const throwing = naming((name) => {
	throw new Error(`${name} is refused`);
});
const people = [
	{ name: 'ann', ref: 1 },
	{ name: 'bad bob', ref: 2 },
	{ name: 'cid', ref: 3 },
];
const named = { parameters: { name: '={{ $json.name }}' }, items: people };

describe('items', () => {
	it('flow through expressions and keep their pairing', async () => {
		const result = await runNode({ node: throwing, ...named, items: [{ name: 'ann' }, { name: 'cid' }] });
		expect(result.status).toBe('success');
		expect(result.output.map(({ json }) => json.name)).toEqual(['ann', 'cid']);
		expect(result.output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it("take a parameter's default from the description", async () => {
		const result = await runNode({ node: throwing });
		expect(result.output[0]?.json).toEqual({ name: 'nobody' });
	});

	it('flow through a chain of nodes', async () => {
		const second = {
			node: throwing,
			parameters: { name: '={{ $json.name }} {{ $("first").item.json.name }}' },
		};
		const nodes = { first: { node: throwing, parameters: named.parameters }, second };
		const result = await runWorkflow({ nodes, items: [{ name: 'ann' }] });
		expect(result.outputOf('second')[0]?.json).toEqual({ name: 'ann ann' });
	});

	it('do not start a node when there are none, and only the first with executeOnce', async () => {
		expect((await runNode({ node: throwing, items: [] })).taskOf('Sample')).toBeUndefined();
		expect((await runNode({ node: throwing, ...named, executeOnce: true })).output).toHaveLength(1);
	});

	it('become one empty item with alwaysOutputData', async () => {
		const node = new SampleNode(async () => [[]]);
		const result = await runNode({ node, alwaysOutputData: true });
		expect(result.output).toEqual([{ json: {}, pairedItem: [{ item: 0, input: 0 }] }]);
	});

	it('never reach a node whose required field is empty', async () => {
		const result = await runNode({ node: throwing, parameters: { must: '' } });
		expect(result.status).toBe('error');
		expect(result.error).toMatchObject({ name: 'WorkflowHasIssuesError' });
	});
});

describe('errors of a node', () => {
	it('end the run under stopWorkflow', async () => {
		const result = await runNode({ node: throwing, ...named });
		expect(result).toMatchObject({ status: 'error', error: { message: 'bad bob is refused' }, output: [] });
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'thrown under %s, send the untouched input on by the first output',
		async (onError) => {
			const result = await runNode({ node: throwing, ...named, onError });
			expect(result.nodeError?.message).toBe('bad bob is refused');
			expect(result.output.map(({ json }) => json)).toEqual(people);
			expect(result.errorOutput).toEqual([]);
			// Nothing ran after it, so the engine still calls the whole run failed.
			expect(result).toMatchObject({ status: 'error', executionStatus: 'error' });
		},
	);

	it('keep code, message and body of a NodeApiError', async () => {
		const node = new SampleNode(async function () {
			throw new NodeApiError(
				this.getNode(),
				{ error: 'no' },
				{ message: 'Refused', httpCode: '422', itemIndex: 0 },
			);
		});
		const { error } = await runNode({ node });
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: 'Refused',
			httpCode: '422',
			context: { itemIndex: 0 },
		});
	});
});

/**
 * What n8n-core 2.41.1 does with items under `continueErrorOutput`
 * (`WorkflowExecute.handleNodeErrorOutput`, then `normalizeNodeErrors`):
 *
 * 1. An item goes to the error output when `item.error` is set, or when `json.error`
 *    is truthy and `json` has no keys but `error`, `message` and `details`.
 * 2. If it is paired, its `json` becomes `{ ...inputItem.json, ...item.json }`.
 * 3. After that, whatever the output or mode, an item with `item.error` gets its whole
 *    `json` replaced by `{ error: item.error.message }`: step 2 is lost.
 *
 * So an item that shall keep the input's fields and say more than a sentence on the
 * error output carries `json: { error, message?, details? }`, a pairing and no
 * `item.error`; under `continueRegularOutput` it has to add the input's fields itself.
 */
describe('items that failed, under the continue modes', () => {
	const soft = naming((name, item) => ({
		json: { error: `${name} is refused`, details: { field: 'name' } },
		pairedItem: { item },
	}));

	it("leave by the error output with the input's fields, when json has only error, message, details", async () => {
		const result = await runNode({ node: soft, ...named, onError: 'continueErrorOutput' });
		expect(result.output.map(({ json }) => json.name)).toEqual(['ann', 'cid']);
		expect(result.errorOutput).toEqual([
			{
				json: { name: 'bad bob', ref: 2, error: 'bad bob is refused', details: { field: 'name' } },
				pairedItem: { item: 1 },
			},
		]);
	});

	it('stay on the first output when json has any other key', async () => {
		const node = naming((name, item) => ({ json: { error: 'no', name }, pairedItem: { item } }));
		const result = await runNode({ node, ...named, onError: 'continueErrorOutput' });
		expect([result.output.length, result.errorOutput.length]).toEqual([3, 0]);
	});

	it('lose their json to the message when item.error is set, in both modes', async () => {
		const node = naming((name, item) => {
			const error = new NodeApiError(
				{ id: '', name: 'x', type: 'x', typeVersion: 1, position: [0, 0], parameters: {} },
				{},
				{ message: `${name} no` },
			);
			return { json: { kept: true }, error, pairedItem: { item } };
		});
		const split = await runNode({ node, ...named, onError: 'continueErrorOutput' });
		expect(split.errorOutput[0]?.json).toEqual({ error: 'bad bob no' });
		const regular = await runNode({ node, ...named, onError: 'continueRegularOutput' });
		expect(regular.output[1]?.json).toEqual({ error: 'bad bob no' });
	});

	it('keep what the node gave under continueRegularOutput', async () => {
		const result = await runNode({ node: soft, ...named, onError: 'continueRegularOutput' });
		expect(result.output[1]?.json).toEqual({ error: 'bad bob is refused', details: { field: 'name' } });
	});
});

describe('retryOnFail', () => {
	const retryOnFail = { maxTries: 2, waitBetweenTries: 1 };

	it('runs the whole node again, with all items', async () => {
		const rounds: number[] = [];
		const node = new SampleNode(async function () {
			rounds.push(this.getInputData().length);
			if (rounds.length === 1) throw new Error('once');
			return [[{ json: {} }]];
		});
		const result = await runNode({ node, items: people, retryOnFail });
		expect([rounds, result.status]).toEqual([[3, 3], 'success']);
	});

	it('also runs again when the first output item has a json.error, whatever its other keys', async () => {
		let rounds = 0;
		const node = new SampleNode(async () => [[{ json: { id: 1, error: (rounds += 1) } }]]);
		await runNode({ node, retryOnFail, onError: 'continueRegularOutput' });
		expect(rounds).toBe(2);
	});
});

describe('cancelling', () => {
	it("aborts the node's signal and the request in flight", async () => {
		const controller = new AbortController();
		server.answer(() => controller.abort());
		const result = await runNode({
			node: requesting({ url: `${server.baseUrl}/hang`, timeout: 5000 }),
			credentials: { sampleApi: {} },
			credentialTypes: [new KeyCredential()],
			signal: controller.signal,
		});
		expect(result).toMatchObject({
			status: 'canceled',
			error: { message: 'canceled', httpCode: 'ERR_CANCELED' },
		});
	});
});
