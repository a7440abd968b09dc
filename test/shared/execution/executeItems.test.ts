/** The loop over items, without n8n: the same is run by n8n's engine in concurrency.test.ts and errorFactory.test.ts. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData, NodeApiError } from 'n8n-workflow';

import { readCommonError } from '../../../nodes/shared/errors/errorBody';
import { execute } from '../../../nodes/shared/execution/execute';
import { number, text, type FieldPath } from '../../../nodes/shared/fields';
import { defineOperation, type OperationContext, type Partner } from '../../../nodes/shared/operation';
import { acmeNode } from '../../support/acme';

const acme: Partner = {
	name: 'Acme',
	credential: 'acmeApi',
	secrets: [],
	baseUrl: ({ baseUrl }) => String(baseUrl),
	readError: readCommonError,
};

type Values = { what: string; card?: string; size?: number };
type Run = (values: Values, context: OperationContext) => Promise<IDataObject | IDataObject[]>;

interface Staging {
	items?: IDataObject[];
	run?: Run;
	goesOn?: boolean;
	resource?: string;
	operation?: string;
	/** Whether the operation has rules between its fields. */
	hasRules?: boolean;
	baseUrl?: string;
	requestOptions?: IDataObject;
	singleItemAdvice?: string;
	changes?: string;
	signal?: AbortSignal;
	metadata?: object;
	/** The answers of the partner: a status for each request. */
	statuses?: number[];
	/** The index of an item whose expression fails. */
	unreadable?: number;
}

async function executed({
	items = [{ what: 'a' }],
	run = async ({ what }) => await Promise.resolve({ what }),
	goesOn = false,
	resource = 'thing',
	operation = 'act',
	hasRules = true,
	baseUrl = 'https://acme.example.test',
	requestOptions = {},
	singleItemAdvice,
	changes,
	signal,
	metadata,
	statuses = [200],
	unreadable,
}: Staging = {}) {
	let sent = 0;
	const n8n = {
		getInputData: () => items.map((json) => ({ json })),
		getNode: () => ({
			...acmeNode,
			parameters: Object.fromEntries(
				['what', 'card', 'size', 'requestOptions'].map((name) => [name, `={{ $json.${name} }}`]),
			),
			...(goesOn && { onError: 'continueRegularOutput' }),
		}),
		getTimezone: () => 'UTC',
		continueOnFail: () => goesOn,
		getExecuteData: () => ({ metadata }),
		...(signal && { getExecutionCancelSignal: () => signal }),
		getCredentials: async () => await Promise.resolve({ baseUrl }),
		getNodeParameter: (name: string, index: number, fallback?: unknown) => {
			if (index >= items.length) throw new Error('There is no such item');
			if (name === 'resource') return resource;
			if (name === 'operation') return operation;
			if (index === unreadable) throw new Error('The expression fails');
			if (name === 'requestOptions') return index === 0 ? requestOptions : {};
			return items[index]?.[name] ?? fallback;
		},
		helpers: {
			httpRequestWithAuthentication: async () => {
				const statusCode = statuses[Math.min(sent++, statuses.length - 1)];
				return await Promise.resolve({ statusCode, headers: {}, body: '{}' });
			},
		},
	} as unknown as IExecuteFunctions;
	const act = defineOperation({
		name: 'Act',
		action: 'Act',
		description: 'For tests',
		contract: 'none',
		fields: {
			what: text({ displayName: 'What', required: true }),
			card: text({ displayName: 'Card', secret: true }),
			size: number({ displayName: 'Size' }),
		},
		...(changes && { changes }),
		...(singleItemAdvice && { singleItemAdvice }),
		...(hasRules && {
			check: ({ what, size }: Partial<Values>, panel: FieldPath) => {
				if (what === 'big' && !size) panel.inside('Size').addIssue('must be filled in for what is big');
			},
		}),
		run: run as never,
	});
	const resources = { thing: { name: 'Thing', default: 'act', operations: { act } } };
	const outcome = await execute(n8n, acme, resources).then(
		(outputs) => ({ outputs, error: undefined }),
		(error: NodeApiError) => ({ outputs: [[]] as INodeExecutionData[][], error }),
	);
	const [output = []] = outcome.outputs;
	return { ...outcome, output, json: output.map(({ json }) => json), sent: () => sent };
}
const several = (count: number) => Array.from({ length: count }, (_, n) => ({ what: `w${n}` }));

describe('an execution', () => {
	it('without items does nothing, not even look at its panel', async () => {
		const { outputs, error } = await executed({ items: [] });
		expect({ outputs, error }).toEqual({ outputs: [[]], error: undefined });
	});

	it('gives what each item becomes, in order and paired, one or many', async () => {
		const { output } = await executed({
			items: several(3),
			run: async ({ what }) => await Promise.resolve(what === 'w1' ? [{ what }, { what }] : { what }),
		});
		expect(output).toEqual([
			{ json: { what: 'w0' }, pairedItem: { item: 0 } },
			{ json: { what: 'w1' }, pairedItem: { item: 1 } },
			{ json: { what: 'w1' }, pairedItem: { item: 1 } },
			{ json: { what: 'w2' }, pairedItem: { item: 2 } },
		]);
	});

	it.each([
		[{}, 10],
		[{ concurrency: 1 }, 1],
		[{ concurrency: 50 }, 50],
		// What is out of bounds fails the first item, and holds back the others.
		[{ concurrency: 0 }, 1],
		[{ concurrency: 51 }, 50],
		[{ concurrency: 1.5 }, 1],
	])('works on as many at once as the first item says: %j', async (requestOptions, most) => {
		let [atOnce, highest] = [0, 0];
		let full = () => {};
		const isFull = new Promise<void>((resolve) => (full = resolve));
		const run: Run = async ({ what }) => {
			// The first goes alone, in any case.
			if (what === 'w0') return {};
			highest = Math.max(highest, ++atOnce);
			if (atOnce === most) full();
			await isFull;
			// One that started beside them in spite of the bound would have started by now.
			await new Promise((resolve) => setTimeout(resolve, 25));
			atOnce--;
			return {};
		};
		await executed({ items: several(most + 2), run, requestOptions, goesOn: true });
		expect(highest).toBe(most);
	});

	it('passes the request options on', async () => {
		const run: Run = async (_, { send }) => (await send({ method: 'GET', path: '/' })) as never;
		const { error, sent } = await executed({ run, statuses: [503], requestOptions: { retries: 0 } });
		expect(error?.httpCode).toBe('503');
		expect(sent()).toBe(1);
	});
});

describe('an item that fails', () => {
	const failing: Run = async ({ what }, { operationError }) =>
		what === 'w1' ? await Promise.reject(operationError('No', 'Ask.')) : await Promise.resolve({ what });

	it('stops the execution', async () => {
		const { error, output } = await executed({ items: several(3), run: failing });
		expect(error).toMatchObject({ message: 'No [item 1]', description: 'Ask.' });
		expect(output).toEqual([]);
	});

	it('becomes an item where the user chose to go on', async () =>
		expect((await executed({ items: several(3), run: failing, goesOn: true })).json).toEqual([
			{ what: 'w0' },
			{ what: 'w1', error: 'No [item 1]', details: { description: 'Ask.' } },
			{ what: 'w2' },
		]));

	it.each([0, 1, 2])('of an expression, in Request Options too, fails alone: %d', async (unreadable) => {
		const { json } = await executed({ items: several(3), goesOn: true, unreadable });
		expect(json.map(({ error }) => error !== undefined)).toEqual([0, 1, 2].map((n) => n === unreadable));
	});

	it('names every field that is wrong, by rules of the operation too, and sends nothing', async () => {
		const run = jest.fn();
		const { error } = await executed({ items: [{ what: 'small', size: 'x' }], run });
		expect(error?.message).toBe('Size must be a number');
		const both = await executed({ items: [{ what: 'big' }], run });
		expect(both.error?.message).toBe('Size must be filled in for what is big');
		const blank = await executed({ items: [{}], run, requestOptions: { retries: 99 } });
		expect(blank.error?.description).toBe(
			'What must be filled in. Request Options → Retries must be 10 or less. Nothing was sent to Acme.',
		);
		expect(run).not.toHaveBeenCalled();
	});

	it('bears what is big where the operation has no such rule', async () =>
		expect((await executed({ items: [{ what: 'big' }], hasRules: false })).json).toEqual([{ what: 'big' }]));

	it('tells no secret of its fields', async () => {
		const run: Run = async ({ card }, { operationError }) =>
			await Promise.reject(operationError(`Card ${card} was declined`, ''));
		const { error } = await executed({ items: [{ what: 'a', card: '4000-0000-0002' }], run });
		expect(error?.message).toBe('Card *** was declined');
	});
});

describe('what is wrong before the first item', () => {
	const cases: Array<[string, Staging, string, string]> = [
		[
			'an operation that there is not',
			{ operation: 'none' },
			'This node has no such operation',
			'Choose the resource and the operation again.',
		],
		[
			'a resource that there is not',
			{ resource: 'none' },
			'This node has no such operation',
			'Choose the resource and the operation again.',
		],
		[
			'several items for an operation that takes one',
			{ items: several(2), singleItemAdvice: 'Loop over them.' },
			'“Act” takes one item, and there are 2',
			'Loop over them. Nothing was sent to Acme.',
		],
		[
			'a base URL that is none',
			{ baseUrl: 'acme' },
			'Base URL in the Acme credential must be a web address',
			'',
		],
	];

	it.each(cases)('stops the execution, or fails each item: %s', async (_, staging, message, description) => {
		const { error } = await executed(staging);
		expect(error?.message).toContain(message);
		expect(error?.description).toContain(description);
		const { json } = await executed({ ...staging, goesOn: true });
		expect(json).toHaveLength(staging.items?.length ?? 1);
		for (const item of json) expect(item.error).toContain(message);
	});

	it('is not one item for an operation that takes one', async () =>
		expect((await executed({ singleItemAdvice: 'Loop over them.' })).json).toEqual([{ what: 'a' }]));

	it('is that the time of its sleep was up: the node runs only to say so', async () => {
		const run = jest.fn();
		const metadata = { timeIsUp: { message: 'Not there in time', description: 'Look.', details: {} } };
		const { error } = await executed({ metadata, run });
		expect(error).toMatchObject({ message: 'Not there in time', description: 'Look.' });
		expect((await executed({ metadata, run, goesOn: true })).json).toEqual([
			{ what: 'a', error: 'Not there in time', details: { description: 'Look.' } },
		]);
		expect(run).not.toHaveBeenCalled();
	});
});

describe('a cancelled execution', () => {
	it('begins no item more, and makes no failed item of what was broken off', async () => {
		const user = new AbortController();
		const begun: string[] = [];
		const { json, error } = await executed({
			items: several(5),
			goesOn: true,
			signal: user.signal,
			requestOptions: { concurrency: 1 },
			run: async ({ what }) => {
				begun.push(what);
				if (what !== 'w1') return await Promise.resolve({ what });
				user.abort(new Error('stop button'));
				return await Promise.reject(new Error('broken off'));
			},
		});
		expect({ json, error, begun }).toEqual({ json: [{ what: 'w0' }], error: undefined, begun: ['w0', 'w1'] });
	});
});

describe('a run that stopped half-way', () => {
	const writing: Run = async (_, { send }) => (await send({ method: 'POST', path: '/' })) as never;
	const one = { requestOptions: { concurrency: 1 } };

	it('says how much it has changed', async () => {
		const { error } = await executed({
			items: several(4),
			run: writing,
			changes: 'things made',
			statuses: [200, 200, 400],
			...one,
		});
		expect(error?.description).toMatch(/^Check the values.*\nAlready done in this run: 2 things made\.$/);
	});

	it('says nothing of it where it has changed nothing, or where nothing is changed at all', async () => {
		for (const staging of [{ changes: 'things made', statuses: [400] }, { statuses: [200, 400] }]) {
			const { error } = await executed({ items: several(3), run: writing, ...staging, ...one });
			expect(error?.description).toMatch(/^Check the values [^\n]*$/);
		}
	});

	it('names the other items whose writes may have been carried out as well', async () => {
		const begun: string[] = [];
		const { error } = await executed({
			items: several(4),
			run: async (values, context) => {
				if (values.what === 'w0') return {};
				begun.push(values.what);
				while (begun.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
				const turn = { w3: 0, w2: 20, w1: 40 }[values.what];
				await new Promise((resolve) => setTimeout(resolve, turn));
				return await writing(values, context);
			},
			changes: 'things made',
			statuses: [500],
		});
		expect(error?.message).toContain('[item 1]');
		expect(error?.description).toMatch(
			/\nAlready done in this run: 1 things made\.\nMay have been carried out as well: item 2, 3\. Look there before you run it again\.$/,
		);
	});

	it('has no line of advice where the failure had none', async () => {
		const { error } = await executed({
			items: several(2),
			changes: 'things made',
			run: async ({ what }) =>
				what === 'w0' ? await Promise.resolve({}) : await Promise.reject(new Error('x')),
			...one,
		});
		expect(error?.description).toBe('Already done in this run: 1 things made.');
	});

	it('bears a failure that is no error', async () => {
		const { error } = await executed({
			changes: 'things made',
			run: async () => await Promise.reject('x'),
		});
		expect(error).toBe('x');
	});
});

describe('the values of all items', () => {
	it('are known to each, without those of items that are wrong', async () => {
		const seen: unknown[] = [];
		await executed({
			items: [{ what: 'a' }, {}, { what: 'c' }, { what: 'd' }],
			unreadable: 2,
			goesOn: true,
			run: async (_, { allItemValues }) => {
				seen.push((await allItemValues<Values>()).map((values) => values?.what ?? typeof values));
				return {};
			},
		});
		expect(seen).toEqual([
			['a', 'undefined', 'undefined', 'd'],
			['a', 'undefined', 'undefined', 'd'],
		]);
	});

	it('are read with a pause for the event loop every hundred items', async () => {
		let turns = 0;
		const counting = setInterval(() => turns++, 0);
		let during = 0;
		await executed({
			items: several(301),
			requestOptions: { concurrency: 1 },
			run: async ({ what }, { allItemValues }) => {
				if (what !== 'w0') return {};
				const before = turns;
				expect(await allItemValues()).toHaveLength(301);
				during = turns - before;
				return {};
			},
		});
		clearInterval(counting);
		expect(during).toBeGreaterThanOrEqual(1);
	});
});
