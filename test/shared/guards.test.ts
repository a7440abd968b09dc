import {
	isId,
	isRecord,
	isSameText,
	member,
	messageOf,
	normalText,
	sameSecret,
} from '../../nodes/shared/guards';

describe('a member', () => {
	it.each([
		[{ reference: 1, Reference: 2 }, 1],
		[{ Reference: 2 }, 2],
		[{ Reference: 2, reference: 1 }, 1],
		[{ REFERENCE: 3 }, 3],
		[{ TmpReference: 4 }, 4],
		[{ tmpReference: 5, reference: 6 }, 5],
		[{ reference: null }, null],
		[{ other: 1 }, undefined],
		[[], undefined],
	])('of %j is %j', (object, value) => expect(member(object, 'tmpReference', 'reference')).toBe(value));

	it('is nothing that an object inherits', () => {
		expect(member({}, 'constructor')).toBeUndefined();
		expect(member({}, 'toString')).toBeUndefined();
	});
});

it.each([
	['a', true],
	[7, true],
	[0, true],
	['', false],
	[' ', false],
	[1.5, false],
	[2 ** 53, false],
	[NaN, false],
	[null, false],
	[undefined, false],
	[{}, false],
	[true, false],
])('%j is an ID: %j', (value, is) => expect(isId(value)).toBe(is));

describe('a record', () => {
	it.each<[unknown, boolean]>([
		[{}, true],
		[{ a: 1 }, true],
		[null, false],
		[undefined, false],
		[[], false],
		['text', false],
		[7, false],
		[() => {}, false],
	])('is %j: %s', (value, is) => expect(isRecord(value)).toBe(is));
});

describe('two texts', () => {
	it.each<[string, unknown, unknown]>([
		['in other letter case', '9 Larch Row', '9 LARCH ROW'],
		['with blanks at the ends', '9 Larch Row', ' 9 Larch Row\n'],
		['with more blanks between words', '9 Larch Row', '9  Larch \t Row'],
		['with other blanks', '9 Larch Row', '9\u00A0Larch\u2003Row'],
		['with characters that nobody sees', '9 Larch Row', '9 La\u200Brch Row\uFEFF'],
		['with an accent composed otherwise', '\u00C5pen 1', 'A\u030Apen 1'],
		['with one that only the small letter has composed', '\u1E98', 'W\u030A'],
	])('%s are the same', (_, one, other) => expect(isSameText(one, other)).toBe(true));

	it.each<[string, unknown, unknown]>([
		['with other letters', '9 Larch Row', '9 Larch Roe'],
		['with an accent or none', '\u00C5pen 1', 'Apen 1'],
		['with a blank or none', '9 Larch Row', '9 LarchRow'],
		['in another order', 'Flat 3, 9 Larch Row', '9 Larch Row, Flat 3'],
		['of which one is none', '7', 7],
		['that are none', undefined, undefined],
	])('%s are not', (_, one, other) => expect(isSameText(one, other)).toBe(false));
});

it('is normal in small letters, with single blanks and composed accents', () =>
	expect(normalText(' A\u030Apen \u00A0 1 ')).toBe('\u00E5pen 1'));

describe('what was thrown', () => {
	it('is said by its message, or as it is', () => {
		expect(messageOf(new TypeError('x is not'))).toBe('x is not');
		expect(messageOf('cancelled')).toBe('cancelled');
		expect(messageOf(undefined)).toBe('undefined');
	});
});

describe('two secrets', () => {
	it.each([
		['', '', true],
		['sim-postback-0001', 'sim-postback-0001', true],
		['sim-postback-0001', 'sim-postback-0002', false],
		['sim-postback-0001', 'sim-postback-000', false],
		['sim-postback-0001', '', false],
		['same', 'Same', false],
		['same', 'same ', false],
	])('%s and %s are the same: %s', (a, b, same) => expect(sameSecret(a, b)).toBe(same));
});
