import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { partners } from '../../support/pack';
import { CARD, paid } from '../../partners/smartMove/order';
import { jsonOf, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

/**
 * What n8n does with an item under "Continue (using error output)", on a version that has this rule for failed items;
 * rewritten from WorkflowExecute.handleNodeErrorOutput and what follows it (n8n-core 1.122.48, 2.8.1 and 2.41.1).
 *
 * @returns its json on the error output; undefined where it leaves by the first output
 */
function onErrorOutput(
	item: INodeExecutionData,
	input: object,
	isFailedByKeys: (keys: string[]) => boolean,
): object | undefined {
	if (!item.error && !isFailedByKeys(Object.keys(item.json).sort())) return undefined;
	const withInput = { ...item, json: { ...input, ...item.json } };
	return withInput.error === undefined ? withInput.json : { error: withInput.error.message };
}

const rules: Array<[string, (keys: string[]) => boolean]> = [
	['n8n 1.123 and 2.8', (keys) => ['error', 'error,message'].includes(keys.join())],
	['n8n 2.41', (keys) => keys.every((key) => ['error', 'message', 'details'].includes(key))],
];

/** Runs a node with an error output; returns the items that the node itself gives to n8n. */
async function handedOver(name: 'movem' | 'smartMove', parameters: object, input: IDataObject) {
	const handed: INodeExecutionData[] = [];
	const prototype = Object.getPrototypeOf(partners[name].node()) as Required<Pick<INodeType, 'execute'>>;
	const { execute } = prototype;
	const spy = jest.spyOn(prototype, 'execute').mockImplementation(async function (this: IExecuteFunctions) {
		const outputs = (await execute.call(this)) as INodeExecutionData[][];
		handed.push(...outputs.flat());
		return outputs;
	});
	const result = await bench.run(name, parameters as never, [input], { onError: 'continueErrorOutput' });
	spy.mockRestore();
	return { handed, result };
}

describe.each(rules)('a failed item on %s', (_, rule) => {
	it('leaves by the error output with its own data, error and details', async () => {
		const input = { row: 7, error: 'of the input' };
		bench.control.faults.add({ kind: 'status', status: 400, body: { message: 'No such firm' } });
		const { handed, result } = await handedOver('movem', { resource: 'credit', operation: 'get' }, input);
		const expected = {
			row: 7,
			error: 'Movem refuses the request: No such firm',
			details: {
				description: expect.any(String),
				httpCode: 400,
				partnerMessage: 'No such firm',
				mayHaveHappened: false,
			},
		};
		expect(handed.map((item) => onErrorOutput(item, input, rule))).toEqual([expected]);
		expect(jsonOf(result.errorOutput)).toEqual([expected]);
		expect(result.output).toEqual([]);
	});

	it('leaves by the error output with the message alone, where its own data has a card in it', async () => {
		const input = { number: CARD.cardNumber };
		const order = { ...paid({ cardNumber: '={{ $json.number }}' }), agreement: false };
		const { handed, result } = await handedOver('smartMove', order, input);
		const expected = {
			error: expect.stringMatching(/must be turned on.*Nothing was sent to SmartMove/),
		};
		expect(handed.map((item) => onErrorOutput(item, input, rule))).toEqual([expected]);
		expect(jsonOf(result.errorOutput)).toEqual([expected]);
	});
});
