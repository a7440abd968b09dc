import { isTooDeep, MAX_DEPTH, parse } from '../../nodes/shared/json';

describe('a body', () => {
	it('is JSON, or the text that it is', () => {
		expect(parse('{"a":[1]}')).toEqual({ value: { a: [1] }, isJson: true });
		expect(parse('null')).toEqual({ value: null, isJson: true });
		expect(parse('{"a":')).toEqual({ value: '{"a":', isJson: false });
		expect(parse('')).toEqual({ value: '', isJson: false });
	});

	const nested = (depth: number, open: string, close: string, innermost = '1') =>
		parse(open.repeat(depth) + innermost + close.repeat(depth)).value;

	it.each([
		['lists', '[', ']'],
		['objects', '{"a":', '}'],
		['the second member of objects', '{"b":1,"a":', '}'],
		['the second entry of lists', '[0,', ']'],
	])('nested in %s is too deep from a hundred levels on', (_, open, close) => {
		expect(MAX_DEPTH).toBe(100);
		expect(isTooDeep(nested(100, open, close))).toBe(false);
		expect(isTooDeep(nested(100, open, close, 'null'))).toBe(false);
		expect(isTooDeep(nested(101, open, close))).toBe(true);
	});

	it.each([[1], ['x'], [null], [undefined], [{}], [[]]])('that is %p is not deep', (value) =>
		expect(isTooDeep(value)).toBe(false),
	);
});
