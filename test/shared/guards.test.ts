import { isId, member } from '../../nodes/shared/guards';

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
