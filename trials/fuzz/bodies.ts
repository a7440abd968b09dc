import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { base64, call, json, postback, spellings, type FuzzClass, type FuzzTarget } from './calls';
import { chunked, rawRequest } from '../../testbed/rawHttp';

type Header = [string, string];

const MEGABYTE = 1024 * 1024;
/** Text that has postback fields neither as JSON nor as a form. */
const junk = fc.string({ unit: 'binary', maxLength: 400 }).filter((text) => !/[&=]/.test(text));

const types = fc.constantFrom(
	'application/json',
	'application/json; charset=utf-16',
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x',
	'multipart/form-data',
	'multipart/form-data; boundary="',
	'text/xml',
	'application/octet-stream',
	'',
	'a/b; c=d; boundary=(((',
	'image/png',
);

/** Values that are neither a usable text nor a number. */
const nothing = fc.oneof(
	fc.constantFrom(null, true, '', ' ', [], {}),
	fc.array(fc.jsonValue(), { maxLength: 3 }),
	fc.record({ a: fc.jsonValue() }),
);

/** JSON that is cut off, unbalanced or malformed, or not an object. */
const brokenJson = fc.string({ maxLength: 30 }).chain((text) => {
	const whole = JSON.stringify(postback(text.replace(/[&=]/g, '')));
	return fc.oneof(
		fc.nat(whole.length - 1).map((length) => whole.slice(0, length)),
		fc.constantFrom(
			whole.replaceAll('"', "'"),
			`${whole}}`,
			`[${whole}`,
			whole.replace('{', '{,'),
			whole.replaceAll(':', ' '),
			`\u0000${whole}`,
			`/* */ ${whole}`,
			`${whole}${whole}`,
			whole.replace(/"/, ''),
			`)]}'\n${whole}`,
			`[${whole}]`,
			JSON.stringify(whole),
		),
	);
});

/** Deeply nested brackets, with and without a postback around them. */
const nested = fc
	.tuple(
		fc.integer({ min: 30, max: 120_000 }),
		fc.constantFrom<[string, string]>(['[', ']'], ['{"a":', '}']),
		fc.boolean(),
	)
	.map(([depth, [open, close], asPostback]) => {
		const times = Math.min(depth, Math.floor(240_000 / (open.length + close.length)));
		const deep = `${open.repeat(times)}0${close.repeat(times)}`;
		return asPostback ? JSON.stringify(postback('deep')).replace('null', deep) : deep;
	});

const hugeNumber = fc
	.tuple(
		fc.constantFrom('applicationId', 'referenceId', 'customerReferenceId'),
		fc.integer({ min: 309, max: 5_000 }),
	)
	.map(([key, digits]) => `{"${key}": 1e${digits}}`);

/** Bodies that would add properties to every object if they were merged carelessly. */
const pollution = fc
	.tuple(
		fc.constantFrom('__proto__', 'constructor', 'prototype'),
		fc.constantFrom('applicationId', 'polluted'),
	)
	.chain(([outer, key]) => {
		const inner = { [key]: 1, polluted: 'yes', toString: 1, status: 200 };
		return fc.constantFrom(
			`{"${outer}": ${JSON.stringify(inner)}}`,
			`{"constructor": {"prototype": ${JSON.stringify(inner)}}}`,
			`{"a": {"${outer}": ${JSON.stringify(inner)}}}`,
			`${outer}[polluted]=yes&${outer}.polluted=yes&constructor[prototype][polluted]=yes`,
			`--x\r\nContent-Disposition: form-data; name="${outer}"\r\n\r\nyes\r\n--x--\r\n`,
		);
	});

const brokenForm = fc.constantFrom(
	'applicationId',
	'applicationId=',
	'applicationId[]=70001&reportStatus[]=Ready',
	'application_id=70001',
	'%E0%A4%A=1&%=2&&&===',
	'a=1;applicationId=70001',
	'='.repeat(100_000),
	'a&'.repeat(100_000),
	'%00'.repeat(50_000),
);

const part = (head: string, value: string) => `--x\r\n${head}\r\n\r\n${value}\r\n`;
const name = (field: string) => `Content-Disposition: form-data; name="${field}"`;
const brokenMultipart = fc.constantFrom(
	'--x',
	'--x--',
	part(`${name('applicationId')}; filename="a.txt"`, '70001'),
	part('Content-Disposition: form-data', '70001'),
	part(name('other'), '70001'),
	part(name('applicationId'), ''),
	`--y\r\n${name('applicationId')}\r\n\r\n70001\r\n--y--`,
	`--x\r\n${name('applicationId')}\r\n70001`,
	'--x\r\n\r\n'.repeat(20_000),
	`--x\r\n${'name="'.repeat(30_000)}`,
);

/** Bodies whose compression is broken or differs from their header. */
const badlyPacked = fc.string({ maxLength: 30 }).chain((text) => {
	const body = json(postback(text));
	const gzip = gzipSync(body);
	return fc.constantFrom<[string, Buffer]>(
		['gzip', body],
		['gzip', deflateSync(body)],
		['gzip', gzip.subarray(0, gzip.length - 9)],
		['gzip', Buffer.alloc(0)],
		['deflate', body],
		['deflate', gzip],
		['br', brotliCompressSync(body)],
		['identity', gzip],
		['gzip, gzip', gzip],
		['x-unknown', gzip],
	);
});

const bomb = fc
	.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom<'gzip' | 'deflate'>('gzip', 'deflate'))
	.map(([megabytes, encoding]): [string, Buffer] => {
		const body = Buffer.alloc(megabytes * MEGABYTE, ' ');
		return [encoding, encoding === 'gzip' ? gzipSync(body) : deflateSync(body)];
	});

/** Calls with the right password that must start nothing because of their body. */
export function bodyClasses(target: FuzzTarget): FuzzClass[] {
	const { path } = target;
	const right = spellings(target).map((value): Header => ['Authorization', value]);
	const authorized = fc.constantFrom(...right);
	const typed = (body: fc.Arbitrary<string | Buffer>, type: fc.Arbitrary<string>) =>
		fc
			.tuple(authorized, body, type)
			.map(([who, text, what]) => call(path, [who, ['Content-Type', what]], Buffer.from(text)));
	const packed = (bodies: fc.Arbitrary<[string, Buffer]>) =>
		fc
			.tuple(authorized, bodies)
			.map(([who, [encoding, body]]) =>
				call(path, [who, ['Content-Type', 'application/json'], ['Content-Encoding', encoding]], body),
			);
	const jsonType = fc.constant('application/json');
	const wrong = (
		body: fc.Arbitrary<string | Buffer>,
		weight: number,
		title: string,
		type = types,
	): FuzzClass => ({
		name: title,
		answers: [400],
		weight,
		call: typed(body, type),
	});
	const fields = ['applicationId', 'notificationText', 'reportStatus', 'referenceId', 'referenceText'];
	return [
		wrong(
			fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
			6,
			'random bytes',
		),
		wrong(junk, 3, 'random text'),
		wrong(brokenJson, 10, 'broken JSON', jsonType),
		wrong(
			fc.jsonValue().map((value) => JSON.stringify(value)),
			5,
			'JSON of another kind',
			jsonType,
		),
		wrong(
			fc
				.record(Object.fromEntries(fields.map((key) => [key, nothing])), { requiredKeys: [] })
				.map((value) => JSON.stringify(value)),
			5,
			'fields that say nothing',
			jsonType,
		),
		wrong(nested, 3, 'nested without end', jsonType),
		wrong(hugeNumber, 2, 'huge numbers', jsonType),
		wrong(pollution, 4, 'prototype pollution'),
		wrong(brokenForm, 4, 'broken form', fc.constant('application/x-www-form-urlencoded')),
		wrong(brokenMultipart, 4, 'broken multipart', fc.constant('multipart/form-data; boundary=x')),
		{ name: 'badly packed', answers: [400], weight: 5, call: packed(badlyPacked) },
		{ name: 'unpacks without end', answers: [413], weight: 1, call: packed(bomb) },
		{
			name: 'megabytes',
			answers: [413],
			weight: 1,
			call: typed(
				fc
					.integer({ min: 262_145, max: 3 * MEGABYTE })
					.map((length) => Buffer.alloc(length, '{"applicationId":1')),
				jsonType,
			),
		},
		{
			name: 'megabytes in chunks',
			answers: [413],
			weight: 1,
			call: fc.tuple(authorized, fc.integer({ min: 262_145, max: 3 * MEGABYTE })).map(([who, length]) => ({
				pieces: [
					rawRequest({ target: path, headers: [who, ['Transfer-Encoding', 'chunked']] }),
					chunked(Buffer.alloc(length, base64('x')), 16_384),
				],
			})),
		},
		{
			name: 'replay of a good one',
			answers: [200],
			weight: 8,
			// `goodCall` sends this postback first in every run.
			call: authorized.map((who) =>
				call(path, [who, ['Content-Type', 'application/json']], json(postback('good 0'))),
			),
		},
		{
			name: 'of another customer',
			answers: [200],
			weight: 4,
			call: fc
				.tuple(authorized, fc.string({ maxLength: 20 }))
				.map(([who, customer]) =>
					call(
						path,
						[who, ['Content-Type', 'application/json']],
						json({ ...postback('other'), customerReferenceId: `x${customer}` }),
					),
				),
		},
	];
}
