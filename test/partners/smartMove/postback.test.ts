import fc from '../../support/fastCheck';
import type { IDataObject } from 'n8n-workflow';

import { readPostback } from '../../../nodes/SmartMove/postback/parse';
import { isAuthorized } from '../../../nodes/SmartMove/postback/authorize';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const given = (postbackUser: unknown, postbackPassword: unknown) =>
	({ postbackUser, postbackPassword }) as Parameters<typeof isAuthorized>[1];

/** Every spelling of the header that the contract lists (§9 no. 1). */
const SPELLINGS: Record<string, (user: string, password: string) => string> = {
	'each half by itself': (user, password) => `${base64(user)}:${base64(password)}`,
	'Basic and each half by itself': (user, password) => `Basic ${base64(user)}:${base64(password)}`,
	'Basic as it is meant': (user, password) => `Basic ${base64(`${user}:${password}`)}`,
	'the whole without Basic': (user, password) => base64(`${user}:${password}`),
};
const spelt = Object.values(SPELLINGS);

/** A user or password without blanks around it, as an order sends it. */
const word = fc
	.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ minLength: 1, maxLength: 60 }))
	.map((text) => text.trim())
	.filter((text) => text !== '');

describe('the header of a postback', () => {
	it.each(Object.entries(SPELLINGS))('may be %s', (_, spell) => {
		fc.assert(
			fc.property(word, word, (user, password) => {
				const header = spell(user, password);
				expect(isAuthorized(header, given(user, password))).toBe(true);
				expect(isAuthorized(`  ${header} \t`, given(` ${user} `, `${password}\n`))).toBe(true);
				expect(isAuthorized(header.replace(/^Basic /, 'bASIC   '), given(user, password))).toBe(true);
			}),
		);
	});

	it('is refused when it is of another user or password', () => {
		fc.assert(
			fc.property(
				word,
				word,
				word,
				word,
				fc.constantFrom(...spelt),
				(user, password, other, another, spell) => {
					// "a:" and "b" are the same as "a" and ":b" where both are joined by a colon.
					fc.pre(`${user}:${password}` !== `${other}:${another}`);
					expect(isAuthorized(spell(other, another), given(user, password))).toBe(false);
				},
			),
		);
	});

	it('is refused in any other spelling', () => {
		fc.assert(
			fc.property(word, word, (user, password) => {
				const right = spelt.map((spell) => spell(user, password));
				const wrong = [
					`${user}:${password}`,
					`Basic ${user}:${password}`,
					`Bearer ${base64(`${user}:${password}`)}`,
					`Basic Basic ${base64(`${user}:${password}`)}`,
					`${base64(password)}:${base64(user)}`,
					`${base64(user)}:`,
					`:${base64(password)}`,
					`${base64(user)} ${base64(password)}`,
					base64(user),
					base64(password),
					`${base64(user)}:${base64(password)}x`,
					`x${base64(`${user}:${password}`)}`,
				].filter((header) => !right.includes(header));
				for (const header of wrong) expect(isAuthorized(header, given(user, password))).toBe(false);
			}),
		);
	});

	it('is refused when it is anything else, nothing included', () => {
		const credential = given('sim.postback', 'sim-postback-0001');
		for (const header of [undefined, '', ' ', 'Basic', 'Basic ', ':', base64(':')]) {
			expect(isAuthorized(header, credential)).toBe(false);
		}
		fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => !isAuthorized(header, credential)));
	});

	it('is refused with one character changed', () => {
		const credential = given('sim.postback', 'sim-postback-0001');
		for (const header of spelt.map((spell) => spell('sim.postback', 'sim-postback-0001'))) {
			const from = header.startsWith('Basic ') ? 6 : 0;
			for (let at = from; at < header.length; at++) {
				const changed = `${header.slice(0, at)}${header[at] === 'A' ? 'B' : 'A'}${header.slice(at + 1)}`;
				expect(isAuthorized(changed, credential)).toBe(false);
				expect(isAuthorized(header.slice(0, at), credential)).toBe(false);
			}
		}
	});

	it.each([
		[undefined, undefined],
		['', ''],
		['lee', ''],
		['lee', '  '],
		[' ', 'secret'],
		[null, 'secret'],
	])('is not asked for where orders send none along: %j, %j', (user, password) => {
		for (const header of [undefined, 'Basic anything'])
			expect(isAuthorized(header, given(user, password))).toBe(true);
	});
});

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';
const MULTIPART_TYPE = 'multipart/form-data; boundary="made-up-7e8f"';
const read = (body: string, type = JSON_TYPE) => readPostback(Buffer.from(body), type);

const EVENT = {
	applicationId: 70_001,
	customerReferenceId: 'cust-42',
	notificationText: 'Åse & Pat: "yes" = 100 % ✓\r\n\r\nsecond line',
	reportStatus: 'InProgress',
	referenceId: 'order-9',
	referenceText: 'spring',
};
const asTexts = Object.fromEntries(Object.entries(EVENT).map(([key, value]) => [key, String(value)]));
const multipart = (fields: Record<string, string>, newLine = '\r\n') =>
	Object.entries(fields)
		.map(([name, value]) =>
			['--made-up-7e8f', `Content-Disposition: form-data; name="${name}"`, '', value, ''].join(newLine),
		)
		.join('') + `--made-up-7e8f--${newLine}`;

describe('the body of a postback', () => {
	const read1 = { ...EVENT, stage: 'inProgress' };

	it.each([
		['JSON', JSON.stringify(EVENT), JSON_TYPE],
		['JSON after a byte order mark', `\uFEFF${JSON.stringify(EVENT)}`, JSON_TYPE],
		['JSON without a type', JSON.stringify(EVENT), ''],
		['JSON in spite of another type', JSON.stringify(EVENT), FORM_TYPE],
		['JSON in spite of a multipart type', JSON.stringify(EVENT), MULTIPART_TYPE],
		['a form', new URLSearchParams(asTexts).toString(), FORM_TYPE],
		['a form in spite of another type', new URLSearchParams(asTexts).toString(), JSON_TYPE],
		['multipart', multipart(asTexts), MULTIPART_TYPE],
	])('may be %s', (_, body, type) => expect(read(body, type)).toEqual(read1));

	it('may be multipart with bare line feeds, and with a file, which is passed over', () => {
		expect(read(multipart({ applicationId: '7' }, '\n'), MULTIPART_TYPE)).toEqual({
			applicationId: 7,
			stage: null,
		});
		const file =
			'--made-up-7e8f\r\nContent-Disposition: form-data; name="report"; filename="r.pdf"\r\n\r\n%PDF\r\n';
		expect(read(file + multipart({ applicationId: '7' }), MULTIPART_TYPE)).toEqual({
			applicationId: 7,
			stage: null,
		});
	});

	it('may be multipart as .NET writes it, whose names stand without quotation marks', () => {
		const part = (disposition: string, value: unknown) =>
			[
				'--b',
				'Content-Type: text/plain; charset=utf-8',
				`Content-Disposition: form-data; ${disposition}`,
				'',
				`${String(value)}\r\n`,
			].join('\r\n');
		const fields = Object.entries(EVENT).map(([name, value]) => part(`name=${name}`, value));
		const file = part("name=report; filename=r.pdf; filename*=utf-8''r.pdf", '%PDF');
		expect(read(`${file}${fields.join('')}--b--\r\n`, 'multipart/form-data; boundary="b"')).toEqual(read1);
	});

	it.each([
		['{"applicationId": 000000, "reportStatus": "Ready"}', '000000'],
		['{"applicationId":0070001 }', '0070001'],
		['{"reportStatus": "Ready", "applicationId" : 07\n}', '07'],
		['{"applicationId": "0070001"}', '0070001'],
		['{"applicationId": "70001"}', 70_001],
		['{"applicationId": 0}', 0],
		['{"applicationId": 9007199254740993, "x": 1}', '9007199254740993'],
		['{"applicationId":"9007199254740993"}', '9007199254740993'],
		['{"applicationId": 9007199254740991}', 9_007_199_254_740_991],
		['{"notificationText":"\\"id\\": 9007199254740993,","applicationId":7}', 7],
	])('%s is about application %j', (body, applicationId) =>
		expect(read(body)?.applicationId).toBe(applicationId),
	);

	it.each(Object.keys(EVENT))('may lack everything but "%s"', (key) => {
		const value = EVENT[key as keyof typeof EVENT];
		expect(read(JSON.stringify({ [key]: value }))).toMatchObject({ [key]: value });
	});

	it('may have null for all of its fields but one', () => {
		const nulls = Object.fromEntries(Object.keys(EVENT).map((key) => [key, null]));
		const said = { ...nulls, notificationText: 'News' };
		expect(read(JSON.stringify(said))).toEqual({ ...said, stage: null });
		expect(read(JSON.stringify(nulls))).toBeUndefined();
	});

	it('keeps what is not documented, but for what would change what an object inherits', () => {
		const event = read(
			'{"applicationId":1,"extra":{"a":[1],"__proto__":{"x":1}},"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}',
		);
		expect(event).toEqual({
			applicationId: 1,
			extra: { a: [1] },
			constructor: { prototype: { x: 1 } },
			stage: null,
		});
		expect(JSON.stringify(event)).not.toContain('__proto__');
		expect(({} as IDataObject).x).toBeUndefined();
	});

	it.each([20, 21, 5_000, 100_000])('may not be nested %i deep', (depth) => {
		const nested = `{"applicationId":1,"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
		expect(read(nested)).toBeUndefined();
		expect(read(`{"applicationId":1,"x":${'['.repeat(19)}${']'.repeat(19)}}`)).toBeDefined();
	});

	it.each([
		['Pending', 'invited'],
		['InProgress', 'inProgress'],
		['Ready', 'actionNeeded'],
		['RequestDeclined', 'closed'],
		['Error', 'actionNeeded'],
		['Expired', 'closed'],
		['ready', 'actionNeeded'],
		['request_declined', 'closed'],
		['IN-PROGRESS', 'inProgress'],
		['Something new', null],
		['__proto__', null],
		[7, null],
		[null, null],
		[{ toString: 1, valueOf: 1 }, null],
	])('with the status %j has the stage %j', (reportStatus, stage) =>
		expect(read(JSON.stringify({ applicationId: 1, reportStatus }))).toEqual({
			applicationId: 1,
			reportStatus,
			stage,
		}),
	);

	it.each([
		['', JSON_TYPE],
		['{}', JSON_TYPE],
		['[]', JSON_TYPE],
		['[{"applicationId":1}]', JSON_TYPE],
		['null', JSON_TYPE],
		['"applicationId"', JSON_TYPE],
		['{"applicationId":7', JSON_TYPE],
		[JSON.stringify(EVENT).slice(0, 60), JSON_TYPE],
		['{"something":"else"}', JSON_TYPE],
		['{"applicationId":1e999}', JSON_TYPE],
		['{"applicationId":[1],"reportStatus":{"a":"Ready"},"notificationText":true}', JSON_TYPE],
		['{"__proto__":{"applicationId":1}}', JSON_TYPE],
		['applicationId=&reportStatus=+', FORM_TYPE],
		['<html><body>applicationId</body></html>', 'text/html'],
		['a=b&c=d', FORM_TYPE],
		['no parts', MULTIPART_TYPE],
		[multipart({ something: 'else' }), MULTIPART_TYPE],
		[multipart(asTexts), 'multipart/form-data'],
	])('is none when it is %j (%s)', (body, type) => expect(read(body, type)).toBeUndefined());

	const types = fc.constantFrom(
		JSON_TYPE,
		FORM_TYPE,
		MULTIPART_TYPE,
		'multipart/x; boundary=(',
		'',
		'text/plain',
	);
	const isEvent = (event: ReturnType<typeof readPostback>) =>
		event === undefined || ('stage' in event && Object.keys(EVENT).some((key) => key in event));

	it('may be any bytes without making the trigger throw', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), types, (bytes, type) =>
				isEvent(readPostback(Buffer.from(bytes), type)),
			),
		);
	});

	it('may have anything in its fields without making the trigger throw', () => {
		const record = fc.record(
			Object.fromEntries([...Object.keys(EVENT), 'data', 'toString'].map((key) => [key, fc.jsonValue()])),
			{ requiredKeys: [] },
		);
		fc.assert(fc.property(record, types, (body, type) => isEvent(read(JSON.stringify(body), type))));
	});

	it('may be cut off or garbled anywhere without making the trigger throw', () => {
		const bodies = fc.constantFrom(
			JSON.stringify(EVENT),
			new URLSearchParams(asTexts).toString(),
			multipart(asTexts),
		);
		fc.assert(
			fc.property(bodies, fc.nat(400), fc.string({ maxLength: 3 }), types, (body, at, junk, type) =>
				isEvent(read(body.slice(0, at) + junk + body.slice(at + 1), type)),
			),
		);
	});

	it('is read as it was written, whichever way it was written', () => {
		const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('made-up-7e8f'));
		const fields = fc.record({ referenceId: text, notificationText: text });
		fc.assert(
			fc.property(fields, (sent) => {
				const said = { reportStatus: 'Ready', ...sent };
				const expected = { ...said, stage: 'actionNeeded' };
				expect(read(JSON.stringify(said))).toEqual(expected);
				expect(read(new URLSearchParams(said).toString(), FORM_TYPE)).toEqual(expected);
			}),
		);
	});

	it('is read quickly also where it is made to be slow', () => {
		const start = performance.now();
		const long = 250_000;
		for (const piece of [
			'"a":0',
			'"',
			'"aaaa',
			' ',
			'\r\n',
			'{"applicationId":',
			'0',
			'--made-up-7e8f',
			'%',
			'=&',
		]) {
			const body = piece.repeat(long / piece.length);
			for (const type of [JSON_TYPE, FORM_TYPE, MULTIPART_TYPE])
				readPostback(Buffer.from(`{"a":${body}`), type);
		}
		// A quadratic algorithm would take minutes.
		expect(performance.now() - start).toBeLessThan(30_000);
	});
});
