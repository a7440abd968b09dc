/** What n8n is asked for while the parameters of many items are read, through n8n's own engine. */
import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { parameterReader, type ReadParameter } from '../../../nodes/shared/execution/parameters';
import { credentialFor, partners } from '../../support/pack';
import { runNode } from '../../support/runWorkflow';
import { INVITATION } from '../../support/runAcme';
import { succeeded, useSimulator } from '../../support/useSimulator';

/** What a node asked n8n for, in order: the name of a parameter, or an expression. */
interface Asked {
	parameters: string[];
	expressions: string[];
}

/** The functions of an execution, which note what n8n is asked for. */
function noting(n8n: IExecuteFunctions, asked: Asked): IExecuteFunctions {
	const noted = {
		getNodeParameter: (...call: Parameters<IExecuteFunctions['getNodeParameter']>) => {
			asked.parameters.push(call[0]);
			return n8n.getNodeParameter(...call) as unknown;
		},
		evaluateExpression: (...call: Parameters<IExecuteFunctions['evaluateExpression']>) => {
			asked.expressions.push(call[0]);
			return n8n.evaluateExpression(...call);
		},
	};
	return new Proxy(n8n, {
		get: (target, name) =>
			name in noted ? noted[name as keyof typeof noted] : (Reflect.get(target, name, target) as unknown),
	});
}

const NAMES = ['one', 'two', 'extra', 'list', 'picked'];

/** A node that does nothing but read. */
class Reader implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Reader',
		name: 'reader',
		group: ['transform'],
		version: 1,
		description: 'For tests',
		defaults: { name: 'Reader' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{ displayName: 'One', name: 'one', type: 'string', default: 'by default' },
			{ displayName: 'Two', name: 'two', type: 'string', default: '' },
			{
				displayName: 'Extra',
				name: 'extra',
				type: 'collection',
				default: {},
				options: [
					{ displayName: 'Three', name: 'three', type: 'string', default: '' },
					{ displayName: 'Four', name: 'four', type: 'multiOptions', options: [], default: [] },
				],
			},
			{
				displayName: 'List',
				name: 'list',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				default: {},
				options: [
					{
						displayName: 'List',
						name: 'values',
						values: [{ displayName: 'Five', name: 'five', type: 'string', default: '' }],
					},
				],
			},
			{
				displayName: 'Picked',
				name: 'picked',
				type: 'resourceLocator',
				default: { mode: 'id', value: '' },
				modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
			},
		],
	};

	constructor(private readonly work: (n8n: IExecuteFunctions) => void) {}

	execute = readBy(() => this.work);
}

function readBy(work: () => (n8n: IExecuteFunctions) => void) {
	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		work()(this);
		return await Promise.resolve([[]]);
	};
}

/** What reading yields: a value, or how it fails. */
type Outcome = { value: unknown } | { failure: string; parameter: unknown };

function outcomeOf(read: ReadParameter, name: string): Outcome {
	try {
		return { value: read(name) };
	} catch (error) {
		const { message, context } = error as Error & { context?: IDataObject };
		return { failure: message, parameter: context?.parameter };
	}
}

/** Reads all parameters of all items, by the reader and by n8n alone. */
async function readAll(
	parameters: INodeParameters,
	items: IDataObject[],
	{ type, spoil = () => {} }: { type?: string; spoil?: (value: unknown) => void } = {},
) {
	const asked: Asked = { parameters: [], expressions: [] };
	const ours: Outcome[][] = [];
	const byN8n: Outcome[][] = [];
	const { error } = await runNode({
		node: new Reader((n8n) => {
			const parametersOf = parameterReader(noting(n8n, asked), n8n.getNode(), NAMES);
			for (const index of items.keys()) {
				const read = parametersOf(index);
				const outcomes = NAMES.map((name) => outcomeOf(read, name));
				ours.push(structuredClone(outcomes));
				outcomes.forEach(spoil);
				byN8n.push(NAMES.map((name) => outcomeOf((one) => n8n.getNodeParameter(one, index, null), name)));
			}
		}),
		...(type && { nodeTypeName: type }),
		parameters,
		items,
	});
	expect(error).toBeUndefined();
	return { ours, byN8n, asked };
}

const rows = (count: number) =>
	Array.from({ length: count }, (_, n) => ({ name: `n${n}`, town: `t${n}`, deep: { 'a b': [`d${n}`] } }));

describe('what has no expression', () => {
	const parameters = { two: '2', extra: { three: '3', four: ['a', 'b'] }, list: { values: [{ five: '5' }] } };

	it('is asked for once, however many items there are', async () => {
		const { ours, byN8n, asked } = await readAll(parameters, rows(5));
		expect(asked).toEqual({ parameters: NAMES, expressions: [] });
		expect(ours).toEqual(byN8n);
		expect(ours[4]?.[0]).toEqual({ value: 'by default' });
	});

	it('is each item’s own: what one does to it no other sees', async () => {
		const emptied = (value: unknown): void => {
			if (typeof value !== 'object' || value === null) return;
			Object.values(value).forEach(emptied);
			if (Array.isArray(value)) value.length = 0;
			else for (const name of Object.keys(value)) delete (value as IDataObject)[name];
		};
		const { ours, byN8n } = await readAll(parameters, rows(3), { spoil: emptied });
		expect(ours).toEqual(byN8n);
	});
});

describe('expressions that only name a value', () => {
	const parameters = {
		one: '={{ $json.name }}',
		two: "={{ $('Source').item.json.town }}",
		extra: { three: '={{$json["deep"][\'a b\'][0]}}' },
		list: { values: [{ five: '={{ $json.town }}' }, { five: 'plain' }, { five: '={{ $json.name }}' }] },
		picked: { __rl: true, mode: 'id', value: '={{ $json.name }}' },
	};

	it('are evaluated together, once for each item', async () => {
		const { ours, byN8n, asked } = await readAll(parameters, rows(4));
		expect(asked.parameters).toEqual([]);
		expect(asked.expressions).toHaveLength(4);
		expect(ours).toEqual(byN8n);
		expect(ours[3]?.[0]).toEqual({ value: 'n3' });
	});

	it('yield of a number, a switch, nothing and an absent value what n8n yields', async () => {
		const items = [
			{ name: 12.5, town: false, deep: { 'a b': [0] } },
			{ name: null, deep: { 'a b': [''] } },
		];
		const { ours, byN8n, asked } = await readAll({ ...parameters, two: '={{ $json.town }}' }, items);
		expect(asked.parameters).toEqual([]);
		expect(ours).toEqual(byN8n);
	});

	it('are read one by one of an item where one of them fails, and by n8n’s own words', async () => {
		const items = [...rows(2), { name: 'n', town: 't' }, ...rows(1)];
		const failing = { ...parameters, two: "={{ $('Nowhere').item.json.town }}" };
		const { ours, byN8n, asked } = await readAll(parameters, items);
		expect(asked.parameters).toEqual(NAMES);
		expect(ours).toEqual(byN8n);
		const failed = await readAll(failing, items);
		expect(failed.ours).toEqual(failed.byN8n);
		expect(failed.ours[0]?.[1]).toEqual({ failure: expect.any(String), parameter: 'two' });
	});
});

it.each([
	['an object', '={{ $json.deep }}'],
	['a list', "={{ $json.deep['a b'] }}"],
	['a function', '={{ $json.name.trim }}'],
	['a date', '={{ $json.when }}'],
	['text around it', '=Flat {{ $json.name }}'],
	['a blank before it', '= {{ $json.name }}'],
	['two of them', '={{ $json.name }}{{ $json.town }}'],
	['a calculation', '={{ $json.name + $json.town }}'],
	['a call', '={{ $json.name.toUpperCase() }}'],
	['what would end the list', '={{ $json.name], [1 }}'],
	['a comma', '={{ $json.name, $json.town }}'],
	['a comment', '={{ $json.name // }}'],
	['the constructor', '={{ $json.name.constructor }}'],
	['the prototype', '={{ $json.__proto__ }}'],
	['its sibling', '={{ $parameter.two }}'],
	['braces in a name', "={{ $json['a}}b'] }}"],
	['no expression', '{{ $json.name }}'],
	['nothing', '='],
])('yields what n8n yields for %s', async (_, one) => {
	const items = rows(2).map((row) => ({ ...row, when: new Date(0) as never }));
	const two = "={{ $json['town'] }}";
	const { ours, byN8n } = await readAll({ one, two, extra: { three: '={{ $json.name }}' } }, items);
	expect(ours).toEqual(byN8n);
});

it('leaves a single expression to n8n, because nothing is gained', async () => {
	const { asked } = await readAll({ one: '={{ $json.name }}' }, rows(2));
	expect(asked.expressions).toEqual([]);
	expect(asked.parameters.filter((name) => name === 'one')).toHaveLength(2);
});

it('leaves the mapping of columns to n8n, which changes each value to the type of its column', async () => {
	const value = { first: '={{ $json.name }}', second: '={{ $json.town }}' };
	const { ours, byN8n, asked } = await readAll({ picked: { mappingMode: 'defineBelow', value } }, rows(2));
	expect(asked.expressions).toEqual([]);
	expect(asked.parameters.filter((name) => name === 'picked')).toHaveLength(2);
	expect(ours).toEqual(byN8n);
});

it('leaves all to n8n in a tool, where a model fills in what it likes', async () => {
	const parameters = { one: '={{ $json.name }}', two: '={{ $json.town }}' };
	const { ours, byN8n, asked } = await readAll(parameters, rows(2), { type: 'pack.readerTool' });
	expect(asked).toEqual({ parameters: [...NAMES, ...NAMES], expressions: [] });
	expect(ours).toEqual(byN8n);
});

const bench = useSimulator();

it('is how a node reads its items', async () => {
	const asked: Asked = { parameters: [], expressions: [] };
	const movem = partners.movem.node();
	const { execute } = movem;
	movem.execute = async function (this: IExecuteFunctions) {
		return (await execute?.call(noting(this, asked))) as INodeExecutionData[][];
	};
	const items = Array.from({ length: 12 }, (_, n) => ({ name: `Tenant ${n}`, email: `t${n}@example.test` }));
	const { credential, type } = partners.movem;
	const result = await runNode({
		node: movem,
		parameters: { ...INVITATION, name: '={{ $json.name }}', email: '={{ $json.email }}' },
		items,
		credentials: { [credential]: credentialFor('movem', bench.url) },
		credentialTypes: [type()],
	});
	expect(succeeded(result).output.map(({ json }) => json.name)).toEqual(items.map(({ name }) => name));
	expect(asked.expressions).toEqual(items.map(() => '{{ [$json.name, $json.email] }}'));
	const often = asked.parameters.filter((name, position) => asked.parameters.indexOf(name) < position);
	// Once before the first item, for the number of items at once.
	expect(often).toEqual(['requestOptions']);
});
