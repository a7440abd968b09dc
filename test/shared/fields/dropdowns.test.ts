/** The dropdowns that a node fills or that stand for a text, and what else of a panel nothing but a node had tested. */
import {
	binding,
	choice,
	constant,
	filledByModel,
	flag,
	group,
	loadedChoices,
	number,
	outputFileField,
	picked,
	pickFrom,
	shownFor,
	text,
	toNodeProperties,
} from '../../../nodes/shared/fields';
import { read } from './reading';

const displayName = 'Thing';
const options = [
	{ name: 'A', value: 'a' },
	{ name: 'B', value: 'b' },
];

describe('a text that is picked from a list that the node loads', () => {
	const field = picked({ displayName, hint: 'How', loadMethod: 'loadThings' });

	it('is drawn with n8n’s own words, and takes any other text', () =>
		expect(field.property).toStrictEqual({
			displayName: 'Thing Name or ID',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			hint: 'How',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'loadThings' },
			allowArbitraryValues: true,
			default: '',
		}));

	it('may have a default, and be one that must be filled in', () => {
		const needed = picked({ displayName, loadMethod: 'loadThings', default: 'x', required: true });
		expect(needed.property).toMatchObject({ default: 'x', required: true });
		expect(read(needed, '').broken).toEqual(['Thing Name or ID must be filled in']);
	});

	it('is read as a text', () => {
		expect(read(field, ' not in the list ')).toMatchObject({ value: 'not in the list', broken: [] });
		expect(read(field, '')).toMatchObject({ value: undefined, broken: [] });
	});
});

describe('several that are chosen from a list that the node loads', () => {
	const field = loadedChoices({ displayName, method: 'loadThings' });

	it('are drawn with n8n’s own words, or with others', () => {
		expect(field.property).toStrictEqual({
			displayName,
			required: true,
			description:
				'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'loadThings' },
			default: [],
		});
		const told = loadedChoices({ displayName, method: 'loadThings', description: 'Which' });
		expect(told.property.description).toBe('Which');
	});

	it.each([
		[
			['7', '8'],
			['7', '8'],
		],
		['7, 8', ['7', '8']],
	])('are read from %j', (raw, value) => expect(read(field, raw)).toMatchObject({ value, broken: [] }));

	it('are at least one', () => {
		for (const raw of [[], '', ' , ']) expect(read(field, raw).broken).toEqual(['Thing must be filled in']);
	});
});

describe('a text that is shown as a dropdown', () => {
	it('can be left open where it has no default, and is read as the text is', () => {
		const field = pickFrom(options, text({ displayName, placeholder: 'e.g. a', rows: 2, capitals: true }));
		expect(field.property).toStrictEqual({
			displayName,
			type: 'options',
			options: [{ name: 'Not Given', value: '' }, ...options],
			default: '',
		});
		expect(read(field, 'of an expression')).toMatchObject({ value: 'OF AN EXPRESSION', broken: [] });
	});

	it('has its options alone where it has a default', () =>
		expect(pickFrom(options, text({ displayName, default: 'a' })).property).toStrictEqual({
			displayName,
			type: 'options',
			options,
			default: 'a',
		}));
});

it('a value with nothing to choose is hidden, stored, and whatever was stored', () => {
	const option = { name: 'Sale', value: 'sale' };
	const field = constant(displayName, option);
	expect(field.property).toStrictEqual({ displayName, type: 'hidden', options: [option], default: 'sale' });
	expect(read(field, 'other')).toMatchObject({ value: 'sale', broken: [] });
});

it('an option that a tool does not have is offered to a node alone', () => {
	const kind = choice<'a' | 'b'>({
		displayName,
		default: 'a',
		options: [
			{ name: 'A', value: 'a' },
			{ name: 'B', value: 'b', notInTool: true },
		],
	});
	const [inNode, inTool, ...others] = toNodeProperties({ kind });
	expect(others).toEqual([]);
	expect(inNode).toMatchObject({ options, displayOptions: { hide: { '@tool': [true] } } });
	expect(inTool).toMatchObject({ options: [options[0]], displayOptions: { show: { '@tool': [true] } } });
	expect(read(kind, 'b')).toEqual({ value: 'b', broken: [], secrets: [] });
	expect(toNodeProperties({ plain: choice({ displayName, default: 'a', options }) })).toHaveLength(1);
});

it('a number that must be filled in says so in its hint, because n8n does not mark it', () => {
	expect(number({ displayName, required: true }).property.hint).toBe('Required');
	expect(number({ displayName, required: true, hint: 'In hours' }).property.hint).toBe('In hours');
	expect(number({ displayName, required: true, default: 1 }).property).not.toHaveProperty('hint');
	expect(number({ displayName }).property).not.toHaveProperty('hint');
});

it('a number may have fifteen digits, the zeros around them not counted', () => {
	const field = number({ displayName, decimals: 20 });
	for (const typed of ['0.00123456789012345000', '-123456789.012345', '+1.00'])
		expect(read(field, typed).broken).toEqual([]);
	for (const typed of ['1234567890.123456', '-0.1234567890123456'])
		expect(read(field, typed).broken).toEqual(['Thing can have at most 15 digits']);
	for (const typed of ['x1', '1x', '1.2.3', '.', '-'])
		expect(read(field, typed).broken).toEqual(['Thing must be a number']);
});

it('a file is put into the field "data" where no other is named', () => {
	const { binaryPropertyName: field } = outputFileField;
	expect(field.property).toStrictEqual({
		displayName: 'Put Output File in Field',
		required: true,
		hint: 'The name of the output binary field to put the file in',
		type: 'string',
		default: 'data',
	});
	expect(read(field, '').broken).toEqual(['Put Output File in Field must be filled in']);
});

describe('a binding field', () => {
	const agreed = binding(flag({ displayName: 'Agreed' }));

	it('inside several others is named by all of them', () => {
		const fields = {
			outer: group({
				displayName: 'Outer',
				fields: { inner: group({ displayName: 'Inner', fields: { agreed, other: text({ displayName }) } }) },
			}),
		};
		const entered = { outer: { values: { inner: { values: { agreed: "={{ $fromAI('x') }}" } } } } };
		expect(filledByModel(fields, entered, 'node')).toEqual(['Outer → Inner → Agreed']);
		expect(filledByModel(fields, { outer: "={{ $fromAI('x') }}" }, 'node')).toEqual(['Outer']);
		expect(filledByModel(fields, { outer: '={{ 1 }}' }, 'node')).toEqual([]);
		expect(filledByModel(fields, {}, 'node')).toEqual([]);
		expect(filledByModel(fields, { outer: null }, 'node')).toEqual([]);
	});

	it('that is no switch is drawn once, a switch twice, each where its sibling says so', () => {
		const fee = binding(number({ displayName: 'Fee' }));
		expect(toNodeProperties({ fee }).map(({ displayOptions }) => displayOptions)).toEqual([undefined]);
		const shown = toNodeProperties({ agreed: shownFor({ pays: [true] }, agreed) });
		expect(shown.map(({ displayOptions }) => displayOptions)).toEqual([
			{ show: { pays: [true] }, hide: { '@tool': [true] } },
			{ show: { pays: [true], '@tool': [true] } },
		]);
		expect(toNodeProperties({ agreed })[0]?.displayOptions).toStrictEqual({ hide: { '@tool': [true] } });
	});
});
