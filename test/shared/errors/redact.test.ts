import fc from '../../support/fastCheck';

import * as redact from '../../../nodes/shared/errors/redact';
import { Secret } from '../../../nodes/shared/errors/secret';
import { readCommonError, errorLines, toPlainText } from '../../../nodes/shared/errors/errorBody';

const secrets = (values: string[]) => values.map((value) => new Secret(value));
const redactText = (text: string, values: string[]) => redact.redact(text, secrets(values));

const visible = fc
	.string({ minLength: 6, maxLength: 60 })
	.map((text) => text.trim())
	.filter((text) => text.length >= 6 && !text.includes('•'));
const around = fc.string({ maxLength: 40 });

/** Escapes every character but letters and digits, as .NET writes `+ ' & < >` and characters beyond ASCII. */
const escaped = (text: string, which = /[^A-Za-z0-9]/g) =>
	text.replace(which, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const inHtml = (text: string) =>
	text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');
const inUrl = (text: string) =>
	encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

describe('redact', () => {
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
		['in the Base64 of URLs', (secret) => Buffer.from(secret).toString('base64url')],
		['in hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
		['in JSON as .NET writes it', (secret) => escaped(secret)],
		[
			'in JSON as .NET writes it, in capitals',
			(secret) => escaped(secret).toUpperCase().replace(/\\U/g, '\\u'),
		],
		['in JSON with every letter escaped', (secret) => escaped(secret, /[^]/g)],
		['in JSON within JSON', (secret) => JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1)],
		['in JSON of .NET within JSON', (secret) => JSON.stringify(escaped(secret)).slice(1, -1)],
		['URL-encoded by RFC 3986', inUrl],
		['URL-encoded twice', (secret) => encodeURIComponent(inUrl(secret))],
		['in HTML', inHtml],
		['in HTML by numbers', (secret) => secret.replace(/[^]/gu, (one) => `&#${one.codePointAt(0)};`)],
		[
			'in HTML by hexadecimal numbers',
			(secret) => secret.replace(/[^]/gu, (one) => `&#x${one.codePointAt(0)?.toString(16)};`),
		],
		['in HTML twice', (secret) => inHtml(inHtml(secret))],
		['in HTML in JSON of .NET', (secret) => escaped(inHtml(secret))],
		['in a URL in HTML', (secret) => inHtml(inUrl(secret))],
		['in HTML in a URL', (secret) => inUrl(inHtml(secret))],
		['as a host name has it', (secret) => secret.toLowerCase()],
	];

	it.each(spellings)('takes a secret out that stands %s, whatever is around it', (_, spell) => {
		fc.assert(
			fc.property(visible, around, around, (secret, before, after) => {
				const spelt = spell(secret);
				// A secret that is there by chance, such as "aaaaaa" in "aaaaaaaaa", proves nothing about the spelling.
				fc.pre(!`${before}***${after}`.includes(spelt));
				expect(redactText(before + spelt + after, [secret])).not.toContain(spelt);
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
						redactText(`Basic ${header}`, [secret])
							.replace(/^Basic /, '')
							.split('***')[0] ?? '',
						'base64',
					).toString();
					// In Base64 the first and last characters share bits with their neighbours.
					expect(left.length).toBeLessThanOrEqual(user.length + 2);
				}),
			);
		},
	);

	it('takes the longer of two out whole when one is a piece of the other', () => {
		expect(redactText('key abcdef-ghijkl.', ['abcdef', 'abcdef-ghijkl'])).toBe('key ***.');
	});

	it.each(
		['Ünlock+Straße 9', 'p\u{1F511}ss/word', 'back\\slash\\\\es', `x`.repeat(60) + '+/=&<>'].flatMap(
			(secret) => spellings.map(([how, spell]) => [secret, how, spell] as const),
		),
	)('takes %j out that stands %s', (secret, _, spell) =>
		expect(redactText(`key ${spell(secret)}.`, [secret])).toMatch(/^key \W*.?\.$/),
	);

	it('takes a long secret out, e.g. a token of two thousand letters', () => {
		const token = `${'Ab0_-'.repeat(400)}+/=`;
		for (const spelt of [token, escaped(token), inUrl(token), inHtml(token)])
			expect(redactText(`Bearer ${spelt} is over`, [token])).toBe('Bearer *** is over');
	});

	it('leaves a text without secrets as it is, and secrets that are hardly any', () => {
		fc.assert(fc.property(fc.string(), (text) => redactText(text, ['', 'a', 'ab', 'abc']) === text));
	});
});

describe('ReceivedText', () => {
	const clean = (data: unknown, values: string[]) =>
		new redact.ReceivedText(JSON.stringify(data), 'data', secrets(values)).parse().value;

	it('takes secrets out of every text and number, however deep, and leaves the rest as it is', () => {
		const data = { a: 'key-12345', b: [{ c: 'is key-12345!', d: 4000000000000002, e: null, f: true, g: 1 }] };
		expect(clean(data, ['key-12345', '4000000000000002'])).toEqual({
			a: '***',
			b: [{ c: 'is ***!', d: '***', e: null, f: true, g: 1 }],
		});
	});

	it.each([
		['as .NET does', (text: string) => text.replaceAll('+', '\\u002B').replaceAll('&', '\\u0026')],
		['every letter', (text: string) => text.replace(/key/g, '\\u006b\\u0065\\u0079')],
		['not at all', (text: string) => text],
	])('takes out what was escaped in what was read (%s), also inside JSON, HTML and a URL', (_, spell) => {
		const key = 'key+with&marks';
		const data = { a: key, b: JSON.stringify({ key }), c: inHtml(key), d: [`/?key=${inUrl(key)}`], [key]: 1 };
		const text = spell(JSON.stringify(data));
		expect(JSON.parse(text)).toEqual(data);
		expect(new redact.ReceivedText(text, 'data', secrets([key])).parse().value).toEqual({
			a: '***',
			b: '{"key":"***"}',
			c: '***',
			d: ['/?key=***'],
			'***': 1,
		});
	});

	it('computes the spellings of a secret once, however many texts there are', () => {
		const work = jest.spyOn(JSON, 'stringify');
		const passes = (length: number) => {
			const list = Array.from({ length }, (_, n) => `lead ${n} of the key-12345`);
			const [secret] = secrets(['key-12345']);
			work.mockClear();
			// One line is escaped, so that each is searched.
			const text = JSON.stringify([...list, '\n']).replace('"lead', '"\\u006cead');
			expect(new redact.ReceivedText(text, 'data', [secret!]).parse().value).toContain('lead 0 of the ***');
			expect(redact.redactDeep(list, [secret!])).toContain('lead 1 of the ***');
			return work.mock.calls.length;
		};
		const few = passes(10);
		expect(few).toBeGreaterThan(0);
		expect(passes(10_000)).toBe(few);
		work.mockRestore();
	});

	it('copies only what it changes', () => {
		const data = { a: [{ b: 'x' }], c: { d: 'the key-12345' } };
		const changed = redact.redactDeep(data, secrets(['key-12345'])) as typeof data;
		expect(changed).toEqual({ a: [{ b: 'x' }], c: { d: 'the ***' } });
		expect(changed.a).toBe(data.a);
	});

	it('leaves the same letters in another case, which are something else', () => {
		const data = { city: 'SPRINGFIELD' };
		expect(clean(data, ['Springfield'])).toEqual(data);
	});

	it('leaves data in which a secret stands by chance as it is', () => {
		const data = { email: 'survey1@example.test' };
		expect(clean(data, ['survey1', ''])).toEqual(data);
	});

	/** What comes of searching the parsed data: an escaped letter beside it makes a search of the text impossible. */
	const slowly = (text: string, sent: redact.Sent, values: string[]) => {
		const { value } = new redact.ReceivedText(`[${text},"\\u0041"]`, sent, secrets(values)).parse();
		return (value as unknown[])[0];
	};

	it('finds in a text what it would find in its data, and leaves the rest', () => {
		const secret = fc.oneof(
			visible,
			fc.constantFrom(
				'key-12345',
				'a"b","c-12345',
				'true,false',
				'12345678',
				'1e10-abc',
				'pin1',
				'123',
				'é-12345678',
			),
		);
		const sent = fc.constantFrom<redact.Sent>('data', 'words');
		const spelt = fc.constantFrom(
			(text: string) => text,
			(text: string) => inUrl(text),
			(text: string) => Buffer.from(text).toString('base64'),
			(text: string) => JSON.stringify({ text }),
			(text: string) => `x${text}x`,
		);
		fc.assert(
			fc.property(fc.jsonValue(), secret, sent, spelt, (data, value, kind, spell) => {
				const text = JSON.stringify([
					data,
					{ [spell(value)]: spell(value) },
					Number(value) || 0,
					true,
					false,
				]);
				expect(new redact.ReceivedText(text, kind, secrets([value])).parse().value).toEqual(
					slowly(text, kind, [value]),
				);
			}),
		);
	});

	it.each([
		['cut out of a number', '{"id":40000002}', ['40000002'], { id: '***' }],
		['a number in another spelling', '{"id":4.0000002e7}', ['40000002'], { id: '***' }],
		['cut out of a number that it is a part of', '{"id":1340000002}', ['40000002'], { id: '13***' }],
		['that would reach into the next value', '["to","key-12345"]', ['to","key-12345'], ['to', 'key-12345']],
		[
			'that would be a word of JSON in another case',
			'{"a":true,"b":"True"}',
			['TRUE'],
			{ a: true, b: '***' },
		],
		['that would reach into the next number', '[12345678,1]', ['345678,1'], [12345678, 1]],
		['behind an escape that could be its start', '["\\nkey-12345"]', ['nkey-12345'], ['\nkey-12345']],
	])('takes a secret for what it is: %s', (_, text, values, value) =>
		expect(new redact.ReceivedText(text, 'words', secrets(values)).parse().value).toEqual(value),
	);

	it('of data takes out no secret that is short', () =>
		expect(new redact.ReceivedText('["pin-123"]', 'data', secrets(['pin-123'])).parse().value).toEqual([
			'pin-123',
		]));

	it('says whether a text is JSON, and nested too deep', () => {
		const parsed = (text: string) => new redact.ReceivedText(text, 'words', secrets(['key-12345'])).parse();
		expect(parsed('"key-12345"')).toEqual({ value: '***', isJson: true, isTooDeep: false });
		expect(parsed('no key-12345')).toEqual({ value: 'no ***', isJson: false, isTooDeep: false });
		for (const inside of ['', '"key-12345"', '"\\u0041"']) {
			const deep = `${'['.repeat(200_000)}${inside}${']'.repeat(200_000)}`;
			expect(parsed(deep)).toMatchObject({ isJson: true, isTooDeep: true });
		}
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
	])('of %j are "%s"', (raw, text) => expect(toPlainText(raw)).toBe(text));

	it('are cut to a length that can be read', () => expect(toPlainText('x'.repeat(5000))).toHaveLength(301));

	it('are found quickly in a page made to be slow', () => {
		const start = performance.now();
		toPlainText('<script'.repeat(200_000));
		toPlainText('<title'.repeat(200_000));
		toPlainText('<'.repeat(1_000_000));
		// A quadratic algorithm would take minutes.
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
	])('in %j are %j', (body, message) => expect(readCommonError(body).message).toBe(message));

	it('are read from anything without a throw', () => {
		fc.assert(fc.property(fc.anything(), (body) => void readCommonError(body)));
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

	it.each([
		['a list', Array.from({ length: 100_000 }, (_, n) => `field ${n} is wrong`)],
		['a map', Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`field ${n}`, ['is wrong']]))],
	])('about more fields than anybody reads (%s) are cut, and counted', (_, errors) => {
		const lines = errorLines(errors) ?? [];
		expect(lines).toHaveLength(51);
		expect(lines.slice(-2)).toEqual([expect.stringMatching(/^field 49:? is wrong$/), 'and 99950 more']);
	});

	it('about one field are no longer than a line', () => {
		const said = Array.from({ length: 100_000 }, () => 'is wrong');
		expect(errorLines({ name: said })).toEqual([expect.stringMatching(/^name: is wrong .{280,300}…$/)]);
	});
});
