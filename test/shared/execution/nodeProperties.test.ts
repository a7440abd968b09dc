import { acme } from '../../support/acme';
import type { INodeProperties } from 'n8n-workflow';

import {
	MAX_CONCURRENCY,
	nodeProperties,
	REQUEST_DEFAULTS,
	requestOptions,
	retryOptionsOf,
} from '../../../nodes/shared/execution/nodeProperties';
import { text } from '../../../nodes/shared/fields';
import { defineOperation } from '../../../nodes/shared/operation';
import { read } from '../fields/reading';

const MB = 1024 * 1024;

describe('the request options', () => {
	it('that were not added have their defaults', () => {
		const defaults = { retries: 3, timeout: 60_000, largest: 64 * MB };
		expect(retryOptionsOf()).toMatchObject(defaults);
		expect(retryOptionsOf({})).toMatchObject(defaults);
	});

	it.each([
		[{ retries: 0 }, { retries: 0, timeout: 60_000, largest: 64 * MB }],
		[{ timeout: 2 }, { retries: 3, timeout: 2000, largest: 64 * MB }],
		[{ largestAnswer: 1 }, { retries: 3, timeout: 60_000, largest: MB }],
	])('that were added hold: %j', (chosen, options) => expect(retryOptionsOf(chosen)).toMatchObject(options));

	it.each([
		['Largest Answer (MB)', 'largestAnswer', 1, 500],
		['Requests at Once', 'concurrency', 1, MAX_CONCURRENCY],
		['Retries', 'retries', 0, 10],
		['Timeout (Seconds)', 'timeout', 1, 3600],
	] as const)('have their bounds: %s', (label, name, min, max) => {
		for (const value of [min, max]) expect(read(requestOptions, { [name]: value }).broken).toEqual([]);
		expect(read(requestOptions, { [name]: min - 1 }).broken).toEqual([
			`Request Options → ${label} must be ${min} or more`,
		]);
		expect(read(requestOptions, { [name]: max + 1 }).broken).toEqual([
			`Request Options → ${label} must be ${max} or less`,
		]);
	});

	it('show their defaults, and each says what it is', () => {
		const { options, displayName, placeholder } = requestOptions.property;
		expect({ displayName, placeholder }).toEqual({
			displayName: 'Request Options',
			placeholder: 'Add Option',
		});
		const drawn = Object.fromEntries(
			(options as INodeProperties[]).map((option) => [option.name, option.default]),
		);
		expect(drawn).toMatchObject(REQUEST_DEFAULTS);
		for (const { description } of options as INodeProperties[]) expect(description).toMatch(/^[A-Z].*\.$/);
		expect(REQUEST_DEFAULTS).toMatchObject({ concurrency: 10, retries: 3, timeout: 60, largestAnswer: 64 });
		expect(MAX_CONCURRENCY).toBe(50);
	});
});

const operation = (name: string, more: { notice?: string; singleItemAdvice?: string } = {}) =>
	defineOperation({
		name,
		action: `${name} it`,
		description: `To ${name}`,
		contract: 'none',
		fields: { [name.toLowerCase()]: text({ displayName: name }) },
		run: async () => ({}),
		...more,
	});

describe('the panel of a node with two resources', () => {
	const panel = nodeProperties(acme, {
		thing: {
			name: 'Thing',
			default: 'get',
			operations: { create: operation('Create'), get: operation('Get') },
		},
		place: { name: 'Place', default: 'get', operations: { get: operation('Get') } },
	});

	it('offers both, the first by default, and each its own operations', () => {
		expect(panel.slice(0, 3)).toEqual([
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Thing', value: 'thing' },
					{ name: 'Place', value: 'place' },
				],
				default: 'thing',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Create', value: 'create', action: 'Create it', description: 'To Create' },
					{ name: 'Get', value: 'get', action: 'Get it', description: 'To Get' },
				],
				default: 'get',
				displayOptions: { show: { resource: ['thing'] } },
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Get', value: 'get', action: 'Get it', description: 'To Get' }],
				default: 'get',
				displayOptions: { show: { resource: ['place'] } },
			},
		]);
	});

	it('shows the fields of the chosen operation, and the request options for all', () => {
		expect(
			panel
				.slice(3)
				.filter(({ displayOptions }) => displayOptions?.show?.['@tool'] === undefined)
				.map(({ name, displayOptions }) => [name, displayOptions?.show ?? 'always']),
		).toEqual([
			['create', { resource: ['thing'], operation: ['create'] }],
			['get', { resource: ['thing'], operation: ['get'] }],
			['get', { resource: ['place'], operation: ['get'] }],
			['requestOptions', 'always'],
		]);
	});

	it('begins with the resource that is named, where it is not the first', () => {
		const [thing, place] = ['Thing', 'Place'].map((name) => ({
			name,
			default: 'get',
			operations: { get: operation('Get') },
		}));
		expect(nodeProperties(acme, { thing: thing!, place: place! }, 'place')[0]?.default).toBe('place');
	});

	it('of none has nothing to choose', () =>
		expect(nodeProperties(acme, {})[0]).toMatchObject({ options: [], default: '' }));
});

describe('the panel of an operation', () => {
	const panelOf = (...operations: Array<ReturnType<typeof operation>>) =>
		nodeProperties(acme, {
			thing: {
				name: 'Thing',
				default: 'get',
				operations: Object.fromEntries(operations.map((one) => [one.name.toLowerCase(), one])),
			},
		});
	const chosen = { resource: ['thing'], operation: ['get'] };

	it('tells a model what it does, and what it costs', () => {
		const tool = (notice?: string) =>
			panelOf(operation('Get', { notice })).find(({ name }) => name === 'toolDescription');
		expect(tool('Each costs one credit. Nobody is written to.')).toStrictEqual({
			displayName: 'Tool Description',
			name: 'toolDescription',
			type: 'string',
			required: true,
			default: 'Get it in Acme. To Get. Each costs one credit. Nobody is written to.',
			description: 'What the model is told about this tool',
			typeOptions: { rows: 4 },
			displayOptions: { show: { '@tool': [true], ...chosen } },
		});
		expect(tool()?.default).toBe('Get it in Acme. To Get.');
	});

	it('says above its fields what it costs', () => {
		const notices = (notice?: string) =>
			panelOf(operation('Get', { notice })).filter(({ type }) => type === 'notice');
		expect(notices('Each costs one credit.')).toStrictEqual([
			{
				displayName: 'Each costs one credit.',
				name: 'notice',
				type: 'notice',
				default: '',
				displayOptions: { show: chosen },
			},
		]);
		expect(notices()).toEqual([]);
	});

	it('asks for no number of requests at once where it takes one item', () => {
		const hidden = (...operations: Array<ReturnType<typeof operation>>) =>
			(panelOf(...operations).at(-1)?.options as INodeProperties[]).map(({ name, displayOptions }) => [
				name,
				displayOptions,
			]);
		expect(hidden(operation('Get'), operation('Wait', { singleItemAdvice: 'Loop over them.' }))).toEqual([
			['largestAnswer', undefined],
			['concurrency', { hide: { '/operation': ['wait'] } }],
			['retries', undefined],
			['timeout', undefined],
		]);
		expect(hidden(operation('Get')).map(([, displayOptions]) => displayOptions)).toEqual(
			Array(4).fill(undefined),
		);
	});
});
