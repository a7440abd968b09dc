import { errorLines, firstText, readCommonError, toPlainText } from '../../../nodes/shared/errors/errorBody';

describe('plain text', () => {
	it.each([
		['a sentence', 'Not found', 'Not found'],
		['several lines', ' Not\r\n\tfound \n', 'Not found'],
		['tags that part words', '<b>Not</b><i>found</i>', 'Not found'],
		['a script that parts words', 'Not<script src="a">let b;\nlet c;</script>found', 'Not found'],
		['styles', 'Not <STYLE>p {\n}</STYLE>found', 'Not found'],
		['the title of a page', '<html><title lang="en">Bad Gateway</title><p>nginx</p>', 'Bad Gateway'],
		['a page without a title', '<html><title></title><p>nginx</p>', 'nginx'],
		['three hundred characters', 'a'.repeat(300), 'a'.repeat(300)],
		['one more', 'a'.repeat(301), `${'a'.repeat(300)}…`],
		['no more than is looked through', `${' '.repeat(8000)}late`, ''],
	])('of %s', (_, raw, text) => expect(toPlainText(raw)).toBe(text));
});

describe('the first text', () => {
	it.each([
		[{ message: 'a', error: 'b' }, 'a'],
		[{ MESSAGE: 'a' }, 'a'],
		[{ message: ' ', error: 'b' }, 'b'],
		[{ message: '', error: 'b' }, 'b'],
		[{ message: 7, error: 'b' }, 'b'],
		[{}, undefined],
	])('of %j is %j', (body, text) => expect(firstText(body, ['message', 'error'])).toBe(text));
});

describe('the words of an error', () => {
	it.each([
		['Not found', { message: 'Not found' }],
		['', { message: undefined }],
		[null, {}],
		[['Not found'], {}],
		[{ message: 'Not found' }, { message: 'Not found' }],
		[{ error: 'Not found' }, { message: 'Not found' }],
		[{ detail: 'Not found' }, { message: 'Not found' }],
		[{ title: 'Not found' }, { message: 'Not found' }],
		[{ title: 'Error', detail: 'Not found' }, { message: 'Not found' }],
		[{ error: { message: 'Not found' } }, { message: 'Not found' }],
		[{ error: { reason: 'x' } }, { message: undefined }],
		[
			{ message: 'No', errors: ['a', 'b'] },
			{ message: 'No', details: ['a', 'b'] },
		],
	])('%j', (body, info) => expect(readCommonError(body)).toEqual(info));
});

describe('the lines of an error', () => {
	const many = (count: number) => Array.from({ length: count }, (_, i) => `field ${i}`);

	it.each<[unknown, string[] | undefined]>([
		['is required', ['is required']],
		[
			['a', { b: 1 }],
			['a', '{"b":1}'],
		],
		[
			{ name: 'is required', email: ['is no address', 'is taken'] },
			['name: is required', 'email: is no address is taken'],
		],
		[undefined, undefined],
		[7, undefined],
	])('%j', (errors, lines) => expect(errorLines(errors)).toEqual(lines));

	it('are fifty, and the number of the others', () => {
		expect(errorLines(many(50))).toEqual(many(50));
		expect(errorLines(many(52))).toEqual([...many(50), 'and 2 more']);
	});

	it('have fifty texts of a field at most, before they are made one', () => {
		const texts = Array.from({ length: 51 }, () => ({ toString: jest.fn(() => '') }));
		errorLines({ name: texts });
		expect(texts.filter(({ toString }) => toString.mock.calls.length > 0)).toHaveLength(50);
	});
});
