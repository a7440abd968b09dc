/** How each kind of field is drawn by n8n, and what of it the user can leave out. */
import {
	choice,
	choices,
	collection,
	date,
	email,
	emails,
	flag,
	group,
	id,
	ids,
	isPathId,
	json,
	list,
	locator,
	notice,
	number,
	readFields,
	FieldPath,
	returnAllFields,
	limitOf,
	cutToLimit,
	shownFor,
	text,
	toNodeProperties,
} from '../../../nodes/shared/fields';
import { read } from './reading';

const displayName = 'Thing';
const told = { displayName, description: 'What it is', hint: 'How', placeholder: 'e.g. x' };
const options = [
	{ name: 'A', value: 'a' },
	{ name: 'B', value: 'b' },
] as const;
const inner = text({ displayName: 'Inner' });
const drawnInner = { displayName: 'Inner', name: 'inner', type: 'string', default: '' };

describe('a field is drawn', () => {
	it.each([
		['text', text({ displayName }), { type: 'string', default: '' }],
		['text with a default', text({ displayName, default: 'x' }), { type: 'string', default: 'x' }],
		[
			'text in several lines',
			text({ displayName, rows: 3 }),
			{ type: 'string', default: '', typeOptions: { rows: 3 } },
		],
		[
			'secret',
			text({ displayName, secret: true }),
			{ type: 'string', default: '', typeOptions: { password: true } },
		],
		['email', email({ displayName }), { type: 'string', default: '', placeholder: 'e.g. kim@example.test' }],
		[
			'emails',
			emails({ displayName }),
			{ type: 'string', default: '', placeholder: 'e.g. kim@example.test, lou@example.test' },
		],
		['id', id({ displayName }), { type: 'string', default: '' }],
		['ids', ids({ displayName }), { type: 'string', default: '' }],
		['number', number({ displayName }), { type: 'number', default: '', typeOptions: {} }],
		[
			'number with bounds',
			number({ displayName, default: 0, min: 0, max: 9, decimals: 2 }),
			{ type: 'number', default: 0, typeOptions: { minValue: 0, maxValue: 9, numberPrecision: 2 } },
		],
		['flag', flag({ displayName }), { type: 'boolean', default: false }],
		['flag that is on', flag({ displayName, default: true }), { type: 'boolean', default: true }],
		[
			'choice',
			choice<'a' | 'b'>({ displayName, options, default: 'b' }),
			{ type: 'options', options: [...options], default: 'b' },
		],
		[
			'choice without expressions',
			choice<'a' | 'b'>({ displayName, options, default: 'b', noDataExpression: true }),
			{ type: 'options', options: [...options], default: 'b', noDataExpression: true },
		],
		[
			'choices',
			choices({ displayName, options: [...options] }),
			{ type: 'multiOptions', options: [...options], default: [] },
		],
		[
			'choices with a default',
			choices({ displayName, options: [...options], default: ['a'] }),
			{ type: 'multiOptions', options: [...options], default: ['a'] },
		],
		['date', date({ displayName }), { type: 'dateTime', default: '' }],
		[
			'json',
			json({ displayName }),
			{ type: 'json', default: '{}', required: true, typeOptions: { rows: 10 } },
		],
		[
			'json with a default',
			json({ displayName, default: '{"a":1}' }),
			{ type: 'json', default: '{"a":1}', required: true, typeOptions: { rows: 10 } },
		],
		['notice', notice(displayName), { type: 'notice', default: '' }],
		[
			'collection',
			collection({ displayName, fields: { inner } }),
			{ type: 'collection', default: {}, placeholder: 'Add Field', options: [drawnInner] },
		],
		[
			'group',
			group({ displayName, fields: { inner } }),
			{
				type: 'fixedCollection',
				default: {},
				placeholder: 'Add Thing',
				options: [{ displayName, name: 'values', values: [drawnInner] }],
			},
		],
		[
			'list',
			list({ displayName, fields: { inner }, min: 1 }),
			{
				type: 'fixedCollection',
				default: { values: [{}] },
				required: true,
				placeholder: 'Add Thing',
				typeOptions: { multipleValues: true },
				options: [{ displayName, name: 'values', values: [drawnInner] }],
			},
		],
		[
			'list that may be empty',
			list({ displayName, fields: {} }),
			{
				type: 'fixedCollection',
				default: {},
				placeholder: 'Add Thing',
				typeOptions: { multipleValues: true },
				options: [{ displayName, name: 'values', values: [] }],
			},
		],
	])('%s', (_, field, property) => expect(field.property).toStrictEqual({ displayName, ...property }));

	it.each([
		['text', text({ ...told, required: true })],
		['email', email({ ...told, required: true })],
		['emails', emails({ ...told, required: true })],
		['number', number({ ...told, required: true })],
		['date', date({ ...told, required: true })],
		['collection', { property: { ...collection({ ...told, fields: {} }).property, required: true } }],
	])('with its texts, and as one that must be filled in: %s', (_, { property }) =>
		expect(property).toMatchObject({ ...told, required: true }),
	);

	it('as a locator with the modes that there are', () => {
		const [byList, byId] = [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchThings', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string' },
		];
		const drawn = {
			displayName,
			required: true,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
		};
		const search = { displayName, searchMethod: 'searchThings' };
		expect(locator(search).property).toStrictEqual({ ...drawn, modes: [byList, byId] });
		const url = { pattern: '/things/([^/]+)', placeholder: 'https://…' };
		expect(locator({ ...search, placeholder: 'e.g. 7', url }).property).toStrictEqual({
			...drawn,
			modes: [
				byList,
				{ ...byId, placeholder: 'e.g. 7' },
				{
					displayName: 'By URL',
					name: 'url',
					type: 'string',
					placeholder: 'https://…',
					extractValue: { type: 'regex', regex: '/things/([^/]+)' },
				},
			],
		});
	});

	it('in a collection by the alphabet, whatever the case', () => {
		const [zebra, apple, Beet] = ['zebra', 'apple', 'Beet'].map((name) => text({ displayName: name }));
		const { property } = collection({ displayName, fields: { zebra: zebra!, apple: apple!, Beet: Beet! } });
		expect((property.options as Array<{ name: string }>).map(({ name }) => name)).toEqual([
			'apple',
			'Beet',
			'zebra',
		]);
	});

	it('only where both of its conditions hold', () => {
		const both = shownFor({ b: [2] }, shownFor({ a: [1] }, inner));
		expect(toNodeProperties({ inner: both })).toEqual([
			{ ...drawnInner, displayOptions: { show: { a: [1], b: [2] } } },
		]);
		expect(toNodeProperties({ inner })).toStrictEqual([drawnInner]);
		const path = new FieldPath({ timeZone: 'UTC', addIssue: () => {}, secret: () => {} });
		const fields = { a: number({ displayName: 'A' }), b: number({ displayName: 'B' }), inner: both };
		const values = (raw: Record<string, unknown>) => readFields(fields, (name) => raw[name], path);
		expect(values({ a: 1, b: 2, inner: 'x' })).toEqual({ a: 1, b: 2, inner: 'x' });
		expect(values({ a: 1, b: 3, inner: 'x' })).toEqual({ a: 1, b: 3 });
	});

	it('as Return All and Limit in n8n’s words', () =>
		expect(toNodeProperties(returnAllFields)).toEqual([
			{
				displayName: 'Return All',
				name: 'returnAll',
				type: 'boolean',
				default: false,
				description: 'Whether to return all results or only up to a given limit',
			},
			{
				displayName: 'Limit',
				name: 'limit',
				type: 'number',
				default: 50,
				typeOptions: { minValue: 1 },
				description: 'Max number of results to return',
				displayOptions: { show: { returnAll: [false] } },
			},
		]));
});

describe('a field reads', () => {
	it.each([
		['codes in capitals', text({ displayName, capitals: true }), ' ab-1 ', 'AB-1'],
		['a text without its filler', text({ displayName, drop: /[ -]/g }), '4000-0000 02', '4000000002'],
		['emails between commas', emails({ displayName }), 'a@b.c, d@e.f', ['a@b.c', 'd@e.f']],
		['emails of a list', emails({ displayName }), ['a@b.c', ' d@e.f '], ['a@b.c', 'd@e.f']],
		['emails that must be there', emails({ displayName, required: true }), ['a@b.c'], ['a@b.c']],
		['IDs that must be there', ids({ displayName, required: true }), 'a', ['a']],
		['no emails', emails({ displayName }), '', undefined],
		['no emails of a list', emails({ displayName }), [], undefined],
		['IDs between commas and blanks, each once', ids({ displayName }), 'a, b\nc,,a', ['a', 'b', 'c']],
		['no IDs', ids({ displayName }), ' ', undefined],
		['no IDs between commas', ids({ displayName }), ' , ', undefined],
		['IDs in URLs', ids({ displayName, url: /\/t\/(\w+)/ }), 'https://x/t/7 8', ['7', '8']],
		['no date', date({ displayName }), '', undefined],
		['a moment', date({ displayName }), new Date(Date.UTC(2026, 4, 1, 9)), '2026-05-01T09:00:00Z'],
		['no choices', choices({ displayName, options: [] }), '', []],
		['nothing of a notice', notice(displayName), 'x', undefined],
		['an ID', locator({ displayName, searchMethod: 's' }), { mode: 'id', value: '7' }, '7'],
		['an ID as it is', locator({ displayName, searchMethod: 's' }), '7', '7'],
		[
			'an ID of a URL in any mode',
			locator({ displayName, searchMethod: 's', url: { pattern: '/t/(\\w+)', placeholder: '' } }),
			{ mode: 'id', value: 'https://x/t/7' },
			'7',
		],
		[
			'an ID where a URL could be',
			locator({ displayName, searchMethod: 's', url: { pattern: '/t/(\\w+)', placeholder: '' } }),
			7,
			'7',
		],
		[
			'an ID as a text where a URL could be',
			locator({ displayName, searchMethod: 's', url: { pattern: '/t/(\\w+)', placeholder: '' } }),
			{ mode: 'id', value: 'a-7' },
			'a-7',
		],
		['a list without what is no entry', list({ displayName, fields: {} }), { values: [1, {}, null] }, [{}]],
		['an empty list', list({ displayName, fields: {} }), { values: [] }, []],
	])('%s', (_, field, raw, value) => {
		const outcome = read<unknown>(field, raw);
		expect(outcome).toMatchObject({ broken: [] });
		expect(outcome.value).toEqual(value);
	});

	it.each([
		['blank among emails', emails({ displayName }), ['a@b.c', ''], 'Thing must be filled in'],
		['emails that must be there', emails({ displayName, required: true }), [], 'Thing must be filled in'],
		['emails that must be there', emails({ displayName, required: true }), '', 'Thing must be filled in'],
		[
			'an email too long',
			emails({ displayName, maxLength: 5 }),
			['kim@b.c'],
			'Thing must have at most 5 characters, not 7',
		],
		['IDs that must be there', ids({ displayName, required: true }), ' , ', 'Thing must be filled in'],
		['IDs that must be there', ids({ displayName, required: true }), '', 'Thing must be filled in'],
		[
			'an ID of two segments',
			ids({ displayName }),
			'a/b',
			'Thing must be an ID without spaces, slashes, "?", "#" or "%"',
		],
		[
			'a day that there is not',
			date({ displayName }),
			'2026-02-30',
			'Thing must be a date and time, like 2026-05-01T09:00:00Z',
		],
		[
			'an object without a text',
			date({ displayName }),
			Object.create(null),
			'Thing must be a date and time, like 2026-05-01T09:00:00Z',
		],
		[
			'a moment that is none',
			date({ displayName }),
			new Date(NaN),
			'Thing must be a date and time, like 2026-05-01T09:00:00Z',
		],
		[
			'a text that breaks its rule',
			text({ displayName, rule: { pattern: /^x$/, must: 'must be x' } }),
			'y',
			'Thing must be x',
		],
		[
			'a list too short',
			list({ displayName, fields: {}, min: 2 }),
			{ values: [{}] },
			'Thing must be at least 2',
		],
		[
			'a number too small',
			number({ displayName, decimals: 0 }),
			-(2 ** 53),
			'Thing must be 9007199254740991 or less: a larger number loses its last digits',
		],
		[
			'an ID that is an object where a URL could be',
			locator({ displayName, searchMethod: 's', url: { pattern: '/t/(\\w+)', placeholder: '' } }),
			{ mode: 'id', value: Object.create(null) },
			'Thing must be a text',
		],
		[
			'an ID by a rule of its own',
			locator({ displayName, searchMethod: 's', rule: { pattern: /^\d+$/, must: 'must be a number' } }),
			'x',
			'Thing must be a number',
		],
	])('no %s', (_, field, raw, problem) => expect(read<unknown>(field, raw).broken).toEqual([problem]));

	it('as a secret both what was typed and what is sent, and every text in what is no text', () => {
		const card = text({ displayName, secret: true, drop: /-/g });
		expect(read(card, '4000-02').secrets).toEqual(['4000-02', '400002']);
		expect(read(card, { a: ['x1', 2, null, true], b: { c: 'x3' } }).secrets).toEqual(['x1', '2', 'x3']);
		expect(read(text({ displayName }), { a: 'x1' }).secrets).toEqual([]);
	});
});

it.each([
	['7', true],
	['a.b', true],
	['...', true],
	['.', false],
	['..', false],
	['', false],
	['a/b', false],
])('"%s" can be an ID in a path: %p', (value, is) => expect(isPathId(value)).toBe(is));

it('the limit is fifty where none was set, and what is left out is named', () => {
	expect(limitOf({ returnAll: false })).toBe(50);
	const said: string[] = [];
	cutToLimit([1, 2], 1, 'leads', { addHint: (message) => void said.push(message) });
	expect(said).toEqual(['There are more leads than Limit lets through. Turn on Return All to get them.']);
});
