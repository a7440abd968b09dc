import fc from 'fast-check';

import * as redact from '../../nodes/shared/redact';
import { commonWords, errorLines, plain } from '../../nodes/shared/words';

const secrets = (values: string[]) => values.map((value) => new redact.Secret(value));
const blot = (text: string, values: string[]) => redact.blot(text, secrets(values));


const visible = fc
	.string({ minLength: 6, maxLength: 60 })
	.map((text) => text.trim())
	.filter((text) => text.length >= 6 && !text.includes('•'));
const around = fc.string({ maxLength: 40 });

describe('blot', () => {
	const spellings: Array<[string, (secret: string) => string]> = [
		['as it is', (secret) => secret],
		['in JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
		['in JSON as PHP writes it', (secret) => JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/')],
		['URL-encoded', encodeURIComponent],
		[
			'URL-encoded in small letters',
			(secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
		],
		['in a form', (secret) => new URLSearchParams({ a: secret }).toString().slice(2)],
		['in Base64', (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, '')],
	];

	it.each(spellings)('takes a secret out that stands %s, whatever is around it', (_, spell) => {
		fc.assert(
			fc.property(visible, around, around, (secret, before, after) => {
				const spelt = spell(secret);
				// What is there by chance, such as "aaaaaa" in "aaaaaaaaa", says nothing about the spelling.
				fc.pre(!`${before}•••${after}`.includes(spelt));
				expect(blot(before + spelt + after, [secret])).not.toContain(spelt);
			}),
		);
	});

	it.each(['', 'u', 'us', 'use', 'a.user'])(
		'takes a password out of a Basic header with the user name "%s"',
		(user) => {
			fc.assert(
				fc.property(visible, (secret) => {
					const header = Buffer.from(`${user}:${secret}`).toString('base64');
					const left = Buffer.from(
						blot(`Basic ${header}`, [secret])
							.replace(/^Basic /, '')
							.split('•••')[0] ?? '',
						'base64',
					).toString();
					// The two letters at its ends share their bits with what is beside them.
					expect(left.length).toBeLessThanOrEqual(user.length + 2);
				}),
			);
		},
	);

	it('takes the longer of two out whole when one is a piece of the other', () => {
		expect(blot('key abcdef-ghijkl.', ['abcdef', 'abcdef-ghijkl'])).toBe('key •••.');
	});

	it('leaves a text without secrets as it is, and secrets that are hardly any', () => {
		fc.assert(fc.property(fc.string(), (text) => blot(text, ['', 'a', 'ab', 'abc']) === text));
	});
});

describe('blotData', () => {
	const clean = (data: unknown, values: string[]) =>
		redact.blotData(data, JSON.stringify(data), secrets(values));

	it('takes secrets out of every text and number, however deep, and leaves the rest as it is', () => {
		const data = { a: 'key-12345', b: [{ c: 'is key-12345!', d: 4000000000000002, e: null, f: true, g: 1 }] };
		expect(clean(data, ['key-12345', '4000000000000002'])).toEqual({
			a: '•••',
			b: [{ c: 'is •••!', d: '•••', e: null, f: true, g: 1 }],
		});
	});

	it('does not spoil data for a secret that stands there by chance', () => {
		const data = { email: 'survey1@example.test' };
		expect(clean(data, ['survey1', ''])).toBe(data);
	});

	it('gives back the very same where there is nothing to hide', () => {
		fc.assert(fc.property(fc.jsonValue(), (data) => clean(data, ['key-1234567890']) === data));
	});
});

describe('a partner’s words', () => {
	it.each([
		[
			'<html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>',
			'502 Bad Gateway',
		],
		['<p>No <b>credits</b>\n left</p><script>alert("x")</script>', 'No credits left'],
		['  two\n\n lines ', 'two lines'],
	])('of %j are "%s"', (raw, text) => expect(plain(raw)).toBe(text));

	it('are cut to a length that can be read', () => expect(plain('x'.repeat(5000))).toHaveLength(301));

	it('are found quickly in a page made to be slow', () => {
		const start = performance.now();
		plain('<script'.repeat(200_000));
		plain('<title'.repeat(200_000));
		plain('<'.repeat(1_000_000));
		// A slow way takes minutes.
		expect(performance.now() - start).toBeLessThan(30_000);
	});

	it.each([
		[{ message: 'No' }, 'No'],
		[{ error: 'No' }, 'No'],
		[{ error: { message: 'No' } }, 'No'],
		[{ title: 'No', errors: {} }, 'No'],
		['No', 'No'],
		['', undefined],
		[{}, undefined],
		[[], undefined],
		[null, undefined],
		[42, undefined],
		[{ message: 42 }, undefined],
	])('in %j are %j', (body, message) => expect(commonWords(body).message).toBe(message));

	it('are read from anything without a throw', () => {
		fc.assert(fc.property(fc.anything(), (body) => void commonWords(body)));
	});

	it('about fields come as one line each', () => {
		expect(errorLines({ email: ['is taken', 'is long'], name: 'is blank' })).toEqual([
			'email: is taken is long',
			'name: is blank',
		]);
		expect(errorLines(['a', { b: 1 }])).toEqual(['a', '{"b":1}']);
		expect(errorLines('a')).toEqual(['a']);
		expect(errorLines(undefined)).toBeUndefined();
	});
});
