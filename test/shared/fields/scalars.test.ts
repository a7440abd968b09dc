import fc from '../../support/fastCheck';

import {
	choice,
	choices,
	closedChoices,
	date,
	email,
	flag,
	id,
	json,
	locator,
	number,
	text,
	type Field,
} from '../../../nodes/shared/fields';
import { path } from '../../../nodes/shared/operation';
import { read } from './reading';

const anything = fc.anything({ withDate: true, withBigInt: true, withMap: true });
const blanks = [undefined, null, '', '  ', '\n', '\u200B'];

describe('every field', () => {
	const options = [{ name: 'A', value: 'a' }] as const;
	const fields = {
		text: text({ displayName: 'F', maxLength: 5 }),
		email: email({ displayName: 'F' }),
		id: id({ displayName: 'F' }),
		locator: locator({ displayName: 'F', searchMethod: 'x' }),
		number: number({ displayName: 'F', min: 1 }),
		flag: flag({ displayName: 'F' }),
		choice: choice<'a'>({ displayName: 'F', options, default: 'a' }),
		choices: choices({ displayName: 'F', options: [...options] }),
		date: date({ displayName: 'F' }),
		json: json({ displayName: 'F' }),
	};

	it.each(Object.entries(fields))(
		'reads whatever an expression yields without throwing: %s',
		(_, field: Field<unknown>) => {
			fc.assert(
				fc.property(anything, (raw) => read(field, raw).broken.every((problem) => problem.startsWith('F '))),
			);
		},
	);

	it.each([
		['text', text({ displayName: 'F', required: true })],
		['number', number({ displayName: 'F', required: true })],
		['date', date({ displayName: 'F', required: true })],
		['email', email({ displayName: 'F', required: true })],
		['locator', fields.locator],
		[
			'locator with a rule of its own',
			locator({ displayName: 'F', searchMethod: 'x', rule: { pattern: /^\d+$/, must: 'must be a number' } }),
		],
	])('takes blank for not filled in: %s', (_, field: Field<unknown>) => {
		for (const raw of blanks) expect(read(field, raw).broken).toEqual(['F must be filled in']);
	});

	it.each(['text', 'number', 'date', 'email', 'id'] as const)(
		'may be left blank unless it is required: %s',
		(name) => {
			for (const raw of blanks)
				expect(read<unknown>(fields[name], raw)).toMatchObject({ value: undefined, broken: [] });
		},
	);
});

describe('text', () => {
	const field = text({ displayName: 'Name', maxLength: 5 });

	it('comes trimmed; the limit counts what is left', () => {
		expect(read(field, '  Ada Q \n')).toMatchObject({ value: 'Ada Q', broken: [] });
		expect(read(field, 'Ada Qu').broken).toEqual(['Name must have at most 5 characters, not 6']);
	});

	it('takes a number as it is written', () => {
		expect(read(field, 42)).toMatchObject({ value: '42', broken: [] });
		const long = text({ displayName: 'Name' });
		expect(read(long, 2 ** 53 - 1)).toMatchObject({ value: '9007199254740991', broken: [] });
		for (const raw of [true, {}, [], ['a']]) expect(read(field, raw).broken).toEqual(['Name must be a text']);
	});

	it.each([
		['text', text({ displayName: 'ID', secret: true })],
		['id', id({ displayName: 'ID' })],
		['locator', locator({ displayName: 'ID', searchMethod: 'x' })],
	])('takes no number that may have been rounded: %s', (_, one: Field<unknown>) => {
		for (const raw of [2 ** 53, -(2 ** 53), 1e21])
			expect(read(one, raw).broken).toEqual([
				'ID must be given as a text, in quotation marks: as a number it loses its last digits',
			]);
		expect(read(one, '9007199254740993')).toMatchObject({ value: '9007199254740993', broken: [] });
	});

	it('that is secret stays one although it is refused', () => {
		expect(read(text({ displayName: 'Key', secret: true }), 2 ** 53).secrets).toEqual(['9007199254740992']);
	});

	it('tells the engine about a secret', () => {
		expect(new Set(read(text({ displayName: 'Key', secret: true }), ' s3cret ').secrets)).toEqual(
			new Set(['s3cret']),
		);
		expect(read(field, 'open').secrets).toEqual([]);
	});
});

describe('email', () => {
	const field = email({ displayName: 'Email' });
	it.each(['a@b.c', 'kim+1@example.test.nosend', 'o’neil@exämple.test'])('may be %s', (raw) =>
		expect(read(field, raw).broken).toEqual([]),
	);
	it.each(['a', 'a@b', '@b.c', 'a@.', 'a b@c.d', 'a@b.c, d@e.f', 'a@b.c;d@e.f', 'Kim <kim@b.c>', 'a@@b.c'])(
		'may not be %s',
		(raw) =>
			expect(read(field, raw).broken).toEqual(['Email must be one email address, like kim@example.test']),
	);
});

describe('id', () => {
	const field = id({ displayName: 'ID' });

	it('that is taken always stays one segment of the path, whatever it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (raw) => {
				const { value, broken } = read(field, raw);
				if (broken.length > 0 || value === undefined) return true;
				const url = new URL(path`/application/${value}/x`, 'http://partner');
				return (
					url.pathname.split('/').length === 4 &&
					url.search === '' &&
					url.hash === '' &&
					decodeURIComponent(url.pathname.split('/')[2]!) === value
				);
			}),
		);
	});

	it.each(['a/b', '\\', '.', '..', 'a?b', 'a#b', '%2F', 'a b'])('may not be %s', (raw) =>
		expect(read(field, raw).broken).toHaveLength(1),
	);
	it('keeps leading zeros', () => expect(read(field, '007').value).toBe('007'));
});

describe('path', () => {
	it('carries any text but dots back to the same text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
				fc.pre(!/^\.{1,2}$/.test(value));
				const { pathname, search, hash } = new URL(path`/a/${value}/b`, 'http://partner');
				expect([pathname.split('/').length, search, hash]).toEqual([4, '', '']);
				expect(decodeURIComponent(pathname.split('/')[2]!)).toBe(value);
			}),
		);
	});

	it.each(['', '.', '..'])('is not built with %j, by which another address would be read', (value) =>
		expect(() => path`/a/${value}/b`).toThrow(`“${value}” cannot be the ID of anything. Nothing was sent.`),
	);
});

describe('number', () => {
	const fee = number({ displayName: 'Fee', min: 0, max: 100, decimals: 2 });
	const whole = number({ displayName: 'Hours', min: 1 });

	it.each([
		[fee, 12.5, 12.5],
		[fee, '12.50', 12.5],
		[fee, ' 7 ', 7],
		[fee, 0, 0],
		[fee, '+7.', 7],
		[fee, '.25', 0.25],
		[fee, '0.250', 0.25],
		[fee, '1.2500', 1.25],
		[fee, 100, 100],
		[fee, '000012.500000000000000000', 12.5],
		[whole, '9007199254740991', 2 ** 53 - 1],
		[whole, '3', 3],
	])('reads', (field, raw, value) => expect(read(field, raw)).toMatchObject({ value, broken: [] }));

	it.each([
		[fee, -0.01, 'Fee must be 0 or more'],
		[fee, 100.01, 'Fee must be 100 or less'],
		[fee, '1,250', 'Fee must be a number'],
		[fee, '£12', 'Fee must be a number'],
		[fee, Infinity, 'Fee must be a number'],
		[fee, '1 2', 'Fee must be a number'],
		[fee, 'Infinity', 'Fee must be a number'],
		[fee, '12.00000000000000001', 'Fee can have at most 15 digits'],
		[whole, 2 ** 53, 'Hours must be 9007199254740991 or less: a larger number loses its last digits'],
		[
			whole,
			'9007199254740993',
			'Hours must be 9007199254740991 or less: a larger number loses its last digits',
		],
		[
			fee,
			'1.250',
			'Fee must be written as 1250, or given as the number 1.25: a point before three digits may group thousands',
		],
		[fee, '1.250.000', 'Fee must be written as 1250000: a point before three digits may group thousands'],
		[fee, true, 'Fee must be a number'],
		[fee, [5], 'Fee must be a number'],
		[whole, 1.5, 'Hours must be a whole number'],
		[whole, 0, 'Hours must be 1 or more'],
	])('refuses', (field, raw, problem) => expect(read(field, raw).broken).toEqual([problem]));

	it.each(['0x10', '0b11', '0o17', '1e1', '1E-1'])('does not read %s, which JavaScript does', (raw) =>
		expect(read(fee, raw).broken).toEqual(['Fee must be a number in plain digits, like 1250']),
	);

	it('never changes a number', () => {
		const any = number({ displayName: 'Any', decimals: 2 });
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (raw) =>
				Object.is(read(any, raw).value, raw),
			),
		);
	});
});

describe('flag, choice and choices', () => {
	it.each([
		[true, true],
		['true', true],
		[false, false],
		['false', false],
		['', false],
	])('flag reads %j as %j', (raw, value) =>
		expect(read(flag({ displayName: 'F' }), raw)).toMatchObject({ value, broken: [] }),
	);

	it('flag does not guess', () => {
		for (const raw of ['yes', 1, 0, 'TRUE', {}])
			expect(read(flag({ displayName: 'F' }), raw).broken).toEqual(['F must be true or false']);
		expect(read(flag({ displayName: 'F', default: true }), undefined).value).toBe(true);
	});

	it('choice is closed, choices are open', () => {
		const options = [
			{ name: 'A', value: 'a' },
			{ name: 'B', value: 'b' },
		] as const;
		const one = choice<'a' | 'b'>({ displayName: 'F', options, default: 'b' });
		expect(read(one, 'a')).toMatchObject({ value: 'a', broken: [] });
		expect(read(one, undefined)).toMatchObject({ value: 'b', broken: [] });
		expect(read(one, 'c').broken).toEqual(['F must be one of a, b']);
		const many = choices({ displayName: 'F', options: [...options] });
		expect(read(many, ['a', 'new'])).toMatchObject({ value: ['a', 'new'], broken: [] });
		expect(read(many, 'a').value).toEqual(['a']);
		expect(read(many, ['a', 1])).toMatchObject({ value: [], broken: ['F must be a list of texts'] });
	});

	it('closed choices refuse what is none of them, told apart in one spelling', () => {
		const options = [
			{ name: 'Letter A', value: 'a' },
			{ name: 'Letter B', value: 'b' },
		];
		const few = closedChoices({ displayName: 'F', options });
		expect(read(few, ['b', 'a'])).toMatchObject({ value: ['b', 'a'], broken: [] });
		for (const none of ['', null, undefined, []])
			expect(read(few, none)).toMatchObject({ value: [], broken: [] });
		for (const wrong of [['Letter A'], ['a', 'Letter A'], 'Letter A'])
			expect(read(few, wrong)).toMatchObject({
				value: [],
				broken: ['F must be one or more of a, b, not Letter A'],
			});
		expect(read(few, ['A']).broken).toEqual(['F must be one or more of a, b, not A']);
		expect(read(few, ['a', 1]).broken).toEqual(['F must be a list of texts']);
		const spelt = closedChoices({ displayName: 'F', options }, (value) => value.toLowerCase());
		expect(read(spelt, ['A'])).toMatchObject({ value: ['A'], broken: [] });
	});
});

describe('json', () => {
	const field = json({ displayName: 'Body' });
	it('reads an object from text or from an expression', () => {
		expect(read(field, '{"a": [1]}')).toMatchObject({ value: { a: [1] }, broken: [] });
		expect(read(field, { a: 1 })).toMatchObject({ value: { a: 1 }, broken: [] });
	});
	it.each(['[]', '1', 'null', '"x"', []])('refuses %j', (raw) =>
		expect(read(field, raw)).toMatchObject({
			value: undefined,
			broken: ['Body must be a JSON object in braces'],
		}),
	);
	it.each(['{', 'a: 1', "{'a': 1}", ''])('says what is wrong with %j', (raw) =>
		expect(read(field, raw).broken[0]).toMatch(/^Body must be valid JSON \(.+\)$/),
	);
});
