/** Where the redaction of secrets begins and ends; redact.test.ts tries every spelling with texts made up at random. */
import { ReceivedText, redact, redactDeep } from '../../../nodes/shared/errors/redact';
import { Secret } from '../../../nodes/shared/errors/secret';

const secrets = (values: string[]) => values.map((value) => new Secret(value));
const inMessage = (text: string, ...values: string[]) => redact(text, secrets(values));
const inData = (data: unknown, ...values: string[]) =>
	new ReceivedText(JSON.stringify(data), 'data', secrets(values)).parse().value;

describe('a short number, such as a security code', () => {
	it.each([
		['123', 'code 123.', 'code ***.'],
		['123', '(123)', '(***)'],
		['123', 'a123b', 'a***b'],
		['123', '123, 123', '***, ***'],
		['12345', 'is 12345', 'is ***'],
		['123', '1234', '1234'],
		['123', '0123', '0123'],
		['123', '1,123', '1,123'],
		['123', '1.123', '1.123'],
		['123', '123.5', '123.5'],
		['123', '123,456', '123,456'],
		['12345', '123456', '123456'],
		// From six digits on it is no coincidence.
		['123456', '91234567', '9***7'],
		['12', 'is 12', 'is 12'],
		['12a', 'is 12a', 'is 12a'],
	])('%s in "%s"', (secret, text, left) => expect(inMessage(text, secret)).toBe(left));
});

describe('a long number, such as a card’s', () => {
	it.each([
		['40000002', '4000-0002', '***'],
		['40000002', '4000 0002', '***'],
		['40000002', '4000 - 0002', '***'],
		['40000002', '4-0-0-0-0-0-0-2', '***'],
		['40000002', '4000 -- 0002', '4000 -- 0002'],
		['40000002', '4000/0002', '4000/0002'],
		['4000002', '400-0002', '400-0002'],
		['a40000002', 'a4000-0002', 'a4000-0002'],
		['40000002a', '4000-0002a', '4000-0002a'],
	])('%s in "%s"', (secret, text, left) => expect(inMessage(text, secret)).toBe(left));

	it('is taken out of numbers in data', () =>
		expect(inData({ number: 40_000_002, year: 2026 }, '40000002')).toEqual({ number: '***', year: 2026 }));
});

describe('the shortest secret', () => {
	it('has four characters in messages', () => {
		expect(inMessage('a pin1', 'pin1')).toBe('a ***');
		expect(inMessage('a pin', 'pin')).toBe('a pin');
	});

	it('has eight in data', () => {
		expect(inData(['a pin-1234'], 'pin-1234')).toEqual(['a ***']);
		expect(inData(['a pin-123'], 'pin-123')).toEqual(['a pin-123']);
		expect(redactDeep(['a pin-123'], secrets(['pin-123']))).toEqual(['a ***']);
	});

	it.each(['', 'k', 'ki', 'kim'])('in Base64 is found behind "%s"', (before) => {
		for (const secret of ['abcd', 'secret-12345']) {
			const left = inMessage(Buffer.from(`${before}${secret}`).toString('base64'), secret);
			// The first and the last character of it are made of its neighbours as well.
			expect(left).toMatch(/^[^*]{0,4}\*{3}.{0,2}=*$/);
		}
	});
});

describe('a secret with every letter escaped', () => {
	const escape = (text: string) =>
		[...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
	const spelt = (prefix: string, secret: string) =>
		[...secret].map((one) => `${prefix}${one.charCodeAt(0).toString(16)}`).join('');

	it('is found up to a hundred characters', () => {
		expect(inMessage(escape('k'.repeat(100)), 'k'.repeat(100))).toBe('***');
		expect(inMessage(escape('k'.repeat(101)), 'k'.repeat(101))).not.toBe('***');
		// Its other characters are found whatever its length.
		expect(inMessage(`${'k'.repeat(101)}\\u002B1`, `${'k'.repeat(101)}+1`)).toBe('***');
	});

	it.each([
		['in JSON, capitals', escape('KEYS'), 'KEYS'],
		['in JSON, small letters', escape('keys'), 'keys'],
		['in JSON, digits', escape('1a2b'), '1a2b'],
		['in a URL', spelt('%', 'keys'), 'keys'],
		['in a URL in a URL', spelt('%25', 'keys'), 'keys'],
		['in a URL, four times over', spelt('%25252525', 'keys'), 'keys'],
		['in HTML by numbers', [...'keys'].map((one) => `&#${one.charCodeAt(0)};`).join(''), 'keys'],
		[
			'in HTML by numbers in a URL',
			[...'keys'].map((one) => `%26%23${one.charCodeAt(0)}%3B`).join(''),
			'keys',
		],
		['in HTML twice', [...'keys'].map((one) => `&amp;#${one.charCodeAt(0)};`).join(''), 'keys'],
		['in HTML with zeros before', [...'keys'].map((one) => `&#00000${one.charCodeAt(0)};`).join(''), 'keys'],
		['in HTML in JSON', [...'keys'].map((one) => `\\u0026#${one.charCodeAt(0)}\\u003B`).join(''), 'keys'],
		[
			'in HTML by numbers in JSON',
			[...'keys'].map((one) => `\\u0026#${one.charCodeAt(0)};`).join(''),
			'keys',
		],
		[
			'in a URL in JSON',
			[...'keys'].map((one) => `\\u0025${one.charCodeAt(0).toString(16)}`).join(''),
			'keys',
		],
	])('%s', (_, text, secret) => expect(inMessage(`is ${text}.`, secret)).toBe('is ***.'));
});

describe('a character of a secret', () => {
	it.each([
		['a blank', 'my key', ['my key', 'my+key', 'my%20key', 'my&#32;key', 'my\\u0020key']],
		['a slash', 'my/key', ['my/key', 'my\\/key', 'my%2Fkey', 'my%2fkey', 'my&#x2F;key', 'my\\u002fkey']],
		['a quotation mark', 'my"key', ['my"key', 'my\\"key', 'my\\\\\\"key', 'my&quot;key', 'my%22key']],
		['an apostrophe', "my'key", ["my'key", 'my&apos;key', 'my&#39;key', 'my\\u0027key']],
		['a tab', 'my\tkey', ['my\tkey', 'my\\tkey', 'my%09key', 'my\\u0009key']],
		[
			'an ampersand',
			'my&key',
			['my&key', 'my&amp;key', 'my&amp;amp;key', 'my\\u0026amp;key', 'my%26amp%3Bkey'],
		],
		['angle brackets', 'my<>key', ['my<>key', 'my&lt;&gt;key', 'my\\u003c\\u003Ekey', 'my%3C%3Ekey']],
		['a backslash', 'my\\key', ['my\\key', 'my\\\\key', 'my%5Ckey', 'my&#92;key', 'my\\u005ckey']],
		['two backslashes', 'my\\\\key', ['my\\\\key', 'my\\\\\\\\key', 'my%5C%5Ckey']],
		['a letter with a mark', 'my-é-key', ['my-é-key', 'my-%C3%A9-key', 'my-\\u00e9-key', 'my-&#233;-key']],
		[
			'a picture',
			'my\u{1F511}key',
			['my\u{1F511}key', 'my\\ud83d\\udd11key', 'my%F0%9F%94%91key', 'my&#x1F511;key'],
		],
		['marks of patterns', 'a.b*c+d?e^f$g(h)i[j]k{l}m|n-o', ['a.b*c+d?e^f$g(h)i[j]k{l}m|n-o']],
	])('is found as formats escape it: %s', (_, secret, spellings) => {
		for (const spelling of spellings) expect(inMessage(`is ${spelling}.`, secret)).toBe('is ***.');
	});

	it('is not taken for another', () => {
		expect(inMessage('axb*c', 'a.b*c')).toBe('axb*c');
		expect(inMessage('my-key', 'my key')).toBe('my-key');
		expect(inMessage('my key', 'my+key')).toBe('my key');
		expect(inMessage('my-key my_key', 'my+key', 'my/key')).toBe('my-key my_key');
		expect(inMessage('my+key my\\/key', 'my-key', 'my.key')).toBe('my+key my\\/key');
	});

	it('is found at once also in a run of backslashes, which can be read in many ways', () => {
		const run = (length: number) => '\\'.repeat(length);
		expect(inMessage(`my${run(16)}key`, `my${run(2)}key`)).toBe('***');
		const text = `my${run(150)}x`;
		expect(inMessage(text, `my${run(24)}key`)).toBe(text);
	});

	it('in Base64 may be written as URLs have it', () => {
		const secret = '???>>>~~~';
		const [plain, forUrls] = [Buffer.from(secret), Buffer.from(secret)].map((bytes, index) =>
			bytes.toString(index === 0 ? 'base64' : 'base64url'),
		);
		expect(plain).toMatch(/[+/]/);
		expect(inMessage(`is ${plain}.`, secret)).toBe('is ***.');
		expect(inMessage(`is ${forUrls}.`, secret)).toBe('is ***.');
	});

	it('in hexadecimal may be in either case', () => {
		expect(inMessage('is 6B65792D6a6F.', 'key-jo')).toBe('is ***.');
		expect(inData('is 6B65792D6a6F2d31.', 'key-jo-1')).toBe('is ***.');
		expect(inMessage('is 0a6b6579.', '\nkey')).toBe('is ***.');
	});
});

describe('the case of letters', () => {
	it('does not matter in a message, and does in data', () => {
		expect(inMessage('KEY-ABCDEF', 'key-abcdef')).toBe('***');
		expect(inData('KEY-ABCDEF', 'key-abcdef')).toBe('KEY-ABCDEF');
		expect(inData('KEY-ABCDEF key-abcdef', 'key-abcdef')).toBe('KEY-ABCDEF ***');
	});
});

describe('data', () => {
	const KEY = 'key-12345678';
	const date = new Date(0);

	it('loses a secret from every text and name, and keeps its shape', () => {
		const data = { a: [`x ${KEY}`, 1, null, true], [KEY]: { b: KEY }, date, same: { c: 1 } };
		const cleaned = redactDeep(data, secrets([KEY])) as typeof data;
		expect(cleaned).toEqual({ a: ['x ***', 1, null, true], '***': { b: '***' }, date, same: { c: 1 } });
		expect(cleaned.date).toBe(date);
		expect(cleaned.same).toBe(data.same);
		expect(Object.keys(cleaned)).toEqual(['a', '***', 'date', 'same']);
	});

	it.each([[undefined], [null], [true], [1], ['x'], [date]])('that is %p stays so', (data) =>
		expect(redactDeep(data, secrets([KEY]))).toBe(data),
	);

	it('loses a secret wherever it is, and in a name alone', () => {
		expect(inData(`${KEY} and ${KEY}`, KEY)).toBe('*** and ***');
		expect(inData({ [KEY]: 1 }, KEY)).toEqual({ '***': 1 });
		expect(inData(`the ${KEY}`, 'other-12345678', KEY)).toBe('the ***');
	});

	it('that writes itself as JSON is left to do so', () => {
		const moment = { zone: KEY, toJSON: () => '2026-05-01' };
		expect(redactDeep(moment, secrets([KEY]))).toBe(moment);
	});

	it('loses the longer of two secrets first', () => {
		expect(redactDeep(['key-12345678-9'], secrets([KEY, `${KEY}-9`]))).toEqual(['***']);
		expect(inData('key-12345678-9', KEY, `${KEY}-9`)).toBe('***');
		expect(inMessage('key-12345678-9', KEY, `${KEY}-9`)).toBe('***');
	});

	it('may have secrets that show only when it is parsed', () => {
		const escape = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
		for (const sent of ['data', 'words'] as const) {
			for (const letter of new Set(KEY)) {
				const text = JSON.stringify([KEY]).replaceAll(letter, escape(letter));
				expect(new ReceivedText(text, sent, secrets([KEY])).parse().value).toEqual(['***']);
			}
		}
	});

	it('without secrets is the same object', () => {
		const data = { a: ['x'] };
		expect(redactDeep(data, [])).toBe(data);
		expect(new ReceivedText('["\\u0026"]', 'data', []).parse().value).toEqual(['&']);
	});
});
