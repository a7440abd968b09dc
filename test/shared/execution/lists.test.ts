import { toList, requireEach, toNumber, announcesMore } from '../../../nodes/shared/execution/lists';
import type { RequestSpec } from '../../../nodes/shared/operation';

describe('a number', () => {
	it.each([
		[7, 7],
		[-1.5, -1.5],
		['12', 12],
		['-12', -12],
		['12.25', 12.25],
		[' \t12  ', 12],
		[NaN, undefined],
		[Infinity, undefined],
		['', undefined],
		[' ', undefined],
		['12.', undefined],
		['.5', undefined],
		['1.5.5', undefined],
		['1e3', undefined],
		['0x10', undefined],
		['x12', undefined],
		['12x', undefined],
		['1x5', undefined],
		['--1', undefined],
		['1,5', undefined],
		[true, undefined],
		[null, undefined],
		[['7'], undefined],
		[{}, undefined],
	])('in %j is %j', (value, is) => expect(toNumber(value)).toBe(is));
});

describe('a list', () => {
	it.each([
		[
			[1, null],
			[1, null],
		],
		[[], []],
		[undefined, []],
		[null, []],
		[0, [0]],
		['', ['']],
		[{ a: 1 }, [{ a: 1 }]],
	])('of %j is %j', (value, is) => expect(toList(value)).toStrictEqual(is));

	const request: RequestSpec = { method: 'GET', path: '/things' };
	const unexpectedResponse = (...said: unknown[]) => Object.assign(new Error('unexpected'), { said });
	const hasId = ({ id }: { id?: number }) => id !== undefined;

	it('of what it is to be of is given back as it came', () => {
		const entries = [{ id: 1 }, { id: 2 }];
		expect(requireEach(entries, request, 'things', { unexpectedResponse }, hasId)).toBe(entries);
		expect(requireEach([{}], request, 'things', { unexpectedResponse })).toEqual([{}]);
		expect(requireEach([], request, 'things', { unexpectedResponse }, () => false)).toEqual([]);
	});

	it.each([[[{ id: 1 }, {}]], [[{ id: 1 }, null]], [['id']], [[[1]]]])(
		'with something else in it is no answer: %j',
		(entries) => {
			let thrown: unknown;
			try {
				requireEach(entries as Array<{ id?: number }>, request, 'things', { unexpectedResponse }, (one) =>
					hasId(one),
				);
			} catch (failure) {
				thrown = failure;
			}
			expect(thrown).toMatchObject({ said: [request, { status: 200, body: entries }, 'things'] });
		},
	);

	it('of anything but objects is no answer where nothing more is asked', () => {
		expect(() => requireEach(['a'], request, 'things', { unexpectedResponse })).toThrow('unexpected');
	});
});

describe('what goes with a list of two', () => {
	it.each([
		...[
			'next',
			'nextPage',
			'next_page_url',
			'NextUrl',
			'next-cursor',
			'nextLink',
			'has_more',
			'HAS-NEXT',
		].flatMap((name) => [
			[{ [name]: 'x' }, true],
			[{ [name]: null }, false],
			[{ [name]: false }, false],
			[{ [name]: '' }, false],
		]),
		...['total', 'totalCount', 'total_items'].flatMap((name) => [
			[{ [name]: 3 }, true],
			[{ [name]: '3' }, true],
			[{ [name]: 2 }, false],
			[{ [name]: null }, false],
			[{ [name]: 'many' }, false],
		]),
		...['meta', 'pagination', 'paging', 'links'].flatMap((name) => [
			[{ [name]: { next: 'x' } }, true],
			[{ [name]: { total: 3 } }, true],
			[{ [name]: { next: null, total: 2 } }, false],
			[{ [name]: null }, false],
			[{ [name]: ['next'] }, false],
		]),
		[{}, false],
		[{ other: { next: 'x', total: 3 } }, false],
		[{ nextOfKin: 'x', whatIsNext: 'x' }, false],
		[{ subtotal: 3, totalRent: 3, count: 3 }, false],
		[{ page: 3, total: 2, next: '/2' }, true],
	] as Array<[Record<string, unknown>, boolean]>)('%j says that there is more: %j', (wrapper, is) =>
		expect(announcesMore(wrapper, 2)).toBe(is),
	);
});
