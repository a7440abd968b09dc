import Ajv2020 from 'ajv/dist/2020';
import { readDocument } from '../../../../simulator/contract/document';
import { startSimulator, type Simulator } from '../../../../simulator/http/server';
import { call } from '../../support/client';
import { type Receiver, startReceiver } from '../../support/receiver';
import { order, PAT, SAM, screening } from '../../support/screening';

const NOW = '2025-03-01T09:30:00.000Z';
const USER = 'posty';
const PASSWORD = 'pä:ss word';
const base64 = (text: string) => Buffer.from(text).toString('base64');

let simulator: Simulator;
let receiver: Receiver;
beforeAll(async () => {
	simulator = await startSimulator({ now: NOW });
});
afterAll(() => simulator.close());
beforeEach(async () => {
	simulator.control.reset();
	receiver = await startReceiver();
});
afterEach(() => receiver.close());

const { hosted, place, cancel, add, remove } = screening(() => simulator);
const actions = () => simulator.control.smartMove;
const journal = () => actions().postbacks();

/** An order that asks for postbacks. */
const told = (parameters: object = {}) =>
	order({
		RequestParameters: {
			postbackUri: receiver.url,
			postback_username: USER,
			postback_password: PASSWORD,
			referenceId: 'order-9',
			referenceText: 'spring',
			...parameters,
		},
	});
const texts = () =>
	receiver.received.map(({ body }) => (body as { notificationText: string }).notificationText);
const accepted = async (parameters: object = {}) => {
	const applicationId = await place(told(parameters));
	actions().accept({ applicationId, email: PAT });
	await actions().settled();
	return applicationId;
};

describe('a postback', () => {
	it('is sent as documented for every change, in order, and remembered', async () => {
		const applicationId = await place(told());
		actions().makeReady({ applicationId });
		await actions().settled();
		expect(texts()).toEqual([
			`${PAT} has accepted the request`,
			`${SAM} has accepted the request`,
			`${PAT} has answered the identity questions`,
			`${SAM} has answered the identity questions`,
			`${PAT} has completed the application; the reports are in progress`,
			`${SAM} has completed the application; the reports are in progress`,
			`${PAT} has reports that are ready for viewing`,
			`${SAM} has reports that are ready for viewing`,
		]);
		const [first] = receiver.received;
		expect(first).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
		expect(first?.headers.authorization).toBe(`${base64(USER)}:${base64(PASSWORD)}`);
		expect(first?.body).toEqual({
			applicationId,
			customerReferenceId: 'cust-42',
			notificationText: `${PAT} has accepted the request`,
			reportStatus: 'InProgress',
			referenceId: 'order-9',
		});
		expect(receiver.received.at(-1)?.body).toMatchObject({ reportStatus: 'Ready' });
		expect(journal()).toHaveLength(8);
		expect(journal()[0]).toEqual({
			id: 1,
			at: NOW,
			applicationId,
			to: receiver.url,
			headers: { 'content-type': 'application/json', authorization: '***:***' },
			body: first?.text,
			attempt: 1,
			status: 200,
		});
		expect(actions().postbacks({ applicationId: 1 })).toEqual([]);
	});

	it('holds to the contract', async () => {
		actions().setPostbacks({ referenceText: true });
		await accepted();
		await accepted({ referenceText: '', referenceId: undefined });
		const ajv = new Ajv2020({ strict: false, allErrors: true });
		ajv.addSchema(readDocument('smartmove.yaml'), 'contract', undefined, false);
		const validate = ajv.compile({ $ref: 'contract#/components/schemas/Postback' });
		for (const { body } of receiver.received) {
			validate(body);
			expect(validate.errors).toBeNull();
		}
	});

	it.each([
		[{ referenceId: '' }, { referenceId: null }],
		[{ referenceId: undefined }, { referenceId: null }],
		[{ referenceText: '' }, { referenceText: null }],
		[{}, { referenceId: 'order-9', referenceText: 'spring' }],
	])('of an order with %j says %j', async (parameters, expected) => {
		actions().setPostbacks({ referenceText: true });
		await accepted(parameters);
		expect(receiver.received[0]?.body).toMatchObject(expected);
	});

	it.each([
		['no user name', { postback_username: undefined }],
		['an empty password', { postback_password: '' }],
		['neither', { postback_username: '', postback_password: undefined }],
	])('has no header for an order with %s', async (_name, parameters) => {
		await accepted(parameters);
		expect(receiver.received[0]?.headers).not.toHaveProperty('authorization');
		expect(journal()[0]?.headers).toEqual({ 'content-type': 'application/json' });
	});

	it('is sent for what happens to hosted orders too', async () => {
		const body = { Customer: { referenceId: 'cust-42' }, RequestParameters: told().RequestParameters };
		const { applicationId } = actions().finishHosted({ url: (await hosted(body)).body as string });
		expect(journal()).toEqual([]);
		actions().decline({ applicationId });
		await actions().settled();
		expect(receiver.received[0]?.body).toMatchObject({
			notificationText: 'tenant.1@example.test has declined the request',
			reportStatus: 'RequestDeclined',
		});
	});

	it('tells of ends by the clock and by hand', async () => {
		const [late, broken] = [await place(told()), await place(told())];
		actions().fail({ applicationId: broken });
		simulator.control.clock.advance({ days: 60 });
		await actions().settled();
		expect(receiver.received.map(({ body }) => body)).toMatchObject([
			{ applicationId: broken, reportStatus: 'Error' },
			{ applicationId: late, reportStatus: 'Expired', notificationText: 'The application has expired' },
		]);
		expect(journal().at(-1)?.at).toBe('2025-04-30T09:30:00.000Z');
	});

	it('does not repeat to the caller what the caller did, unless the report is further by it', async () => {
		const applicationId = await place(told());
		await add(applicationId, 'kim.renter@example.test');
		await remove(applicationId, 'kim.renter@example.test');
		for (const step of ['accept', 'completeIdentity', 'requestReports', 'makeAvailable'] as const)
			actions()[step]({ applicationId, email: PAT });
		await remove(applicationId, SAM);
		await cancel(await place(told()));
		await actions().settled();
		expect(texts()).toHaveLength(5);
		expect(receiver.received.at(-1)?.body).toMatchObject({
			notificationText: `${SAM} was removed`,
			reportStatus: 'Ready',
		});
	});

	it('is sent only where one is wanted', async () => {
		const applicationId = await place(told({ postbackUri: undefined }));
		actions().accept({ applicationId });
		await actions().settled();
		expect(journal()).toEqual([]);
	});

	it.each([
		['http://hooks.example.test/x', 'hooks.example.test is not this machine'],
		['http://192.168.0.1:5678/webhook', '192.168.0.1 is not this machine'],
		['http://127.0.0.1.example.test/x', '127.0.0.1.example.test is not this machine'],
		['http://[2001:db8::1]/', '[2001:db8::1] is not this machine'],
		['ftp://127.0.0.1/x', 'ftp: is not http'],
	])('is never sent to %s', async (postbackUri, words) => {
		await accepted({ postbackUri });
		expect(journal()).toMatchObject(
			[{ to: postbackUri, status: null, problem: `REFUSED: ${words}` }].map(({ problem, ...entry }) => ({
				...entry,
				problem: expect.stringContaining(problem),
			})),
		);
	});

	it('may be sent to this machine by its name, without the credentials of an address', async () => {
		const named = receiver.url.replace('127.0.0.1', 'a:b@localhost');
		await accepted({ postbackUri: named, postback_username: '' });
		expect(journal()).toMatchObject([{ status: 200 }]);
		expect(receiver.received[0]?.headers).not.toHaveProperty('authorization');
	});
});

describe('the header', () => {
	const whole = base64(`${USER}:${PASSWORD}`);
	const encodedPair = `${base64(USER)}:${base64(PASSWORD)}`;
	it.each([
		['encodedPair', encodedPair, '***:***'],
		['basicEncodedPair', `Basic ${encodedPair}`, 'Basic ***:***'],
		['basic', `Basic ${whole}`, 'Basic ***'],
		['basicWithoutScheme', whole, '***'],
		['forged', `${base64('somebody')}:${base64('else')}`, '***:***'],
		['none', undefined, undefined],
	] as const)('may be spelled %s', async (header, expected, kept) => {
		actions().setPostbacks({ header });
		await accepted();
		expect(receiver.received[0]?.headers.authorization).toBe(expected);
		expect(journal()[0]?.headers.authorization).toBe(kept);
		expect(JSON.stringify(simulator.control.state())).not.toContain(PASSWORD);
	});

	it('is forged even for an order without credentials', async () => {
		actions().setPostbacks({ header: 'forged' });
		await accepted({ postback_username: '' });
		expect(receiver.received[0]?.headers.authorization).toBe(`${base64('somebody')}:${base64('else')}`);
	});
});

describe('the body', () => {
	const sent = async (body: 'leadingZeros' | 'sparse' | 'form' | 'multipart' | 'malformed') => {
		actions().setPostbacks({ body });
		await accepted({ referenceId: '' });
		const [only] = receiver.received;
		return { type: only?.headers['content-type'], text: only?.text ?? '', body: only?.body };
	};

	it('may have an id with leading zeros, which is not JSON', async () => {
		const { type, text, body } = await sent('leadingZeros');
		expect(type).toBe('application/json');
		expect(text).toContain('{"applicationId":000070001,');
		expect(body).toBeUndefined();
	});

	it('may lack most of its fields', async () => {
		expect((await sent('sparse')).body).toEqual({ applicationId: 70001, reportStatus: 'InProgress' });
	});

	it('may be a form', async () => {
		const { type, text } = await sent('form');
		expect(type).toBe('application/x-www-form-urlencoded');
		expect(Object.fromEntries(new URLSearchParams(text))).toEqual({
			applicationId: '70001',
			customerReferenceId: 'cust-42',
			notificationText: `${PAT} has accepted the request`,
			reportStatus: 'InProgress',
			referenceId: '',
		});
	});

	it('may be in parts', async () => {
		const { type = '', text } = await sent('multipart');
		const form = await new Response(text, { headers: { 'content-type': type } }).formData();
		expect(form.get('applicationId')).toBe('70001');
		expect(form.get('notificationText')).toBe(`${PAT} has accepted the request`);
		expect(form.get('referenceId')).toBe('');
	});

	it('may be cut off', async () => {
		const { type, text, body } = await sent('malformed');
		expect(type).toBe('application/json');
		expect(text).toMatch(/^\{"applicationId":70001/);
		expect(body).toBeUndefined();
	});
});

describe('the sending', () => {
	it('may happen twice', async () => {
		actions().setPostbacks({ copies: 2 });
		await accepted();
		expect(receiver.received).toHaveLength(2);
		expect(receiver.received[0]?.text).toBe(receiver.received[1]?.text);
	});

	it('may never happen', async () => {
		actions().setPostbacks({ deliver: false });
		await accepted();
		expect(receiver.received).toEqual([]);
		expect(journal()).toEqual([]);
	});

	it('may be late by the clock, telling how things were when they happened', async () => {
		actions().setPostbacks({ delayMs: 60_000 });
		const applicationId = await accepted();
		actions().decline({ applicationId, email: SAM });
		simulator.control.clock.advance({ seconds: 59 });
		await actions().settled();
		expect(receiver.received).toEqual([]);
		simulator.control.clock.advance({ seconds: 1 });
		await actions().settled();
		expect(texts()).toEqual([`${PAT} has accepted the request`, `${SAM} has declined the request`]);
		expect(journal()[0]?.at).toBe('2025-03-01T09:31:00.000Z');
	});

	it('may be late by a clock that runs, and be waited for', async () => {
		simulator.control.clock.run();
		actions().setPostbacks({ delayMs: 30 });
		await accepted();
		expect(receiver.received).toHaveLength(1);
	});

	it('may be out of order, by twos, an odd one coming a second later', async () => {
		actions().setPostbacks({ outOfOrder: true });
		const applicationId = await accepted();
		actions().accept({ applicationId, email: SAM });
		simulator.control.clock.advance({ milliseconds: 500 });
		actions().completeIdentity({ applicationId, email: PAT });
		simulator.control.clock.advance({ milliseconds: 999 });
		await actions().settled();
		expect(texts()).toEqual([`${SAM} has accepted the request`, `${PAT} has accepted the request`]);
		simulator.control.clock.advance({ milliseconds: 1 });
		await actions().settled();
		expect(texts()).toHaveLength(3);
		simulator.control.clock.advance({ hours: 1 });
		await actions().settled();
		expect(texts()).toHaveLength(3);
	});

	it('is not repeated by itself when the receiver refuses', async () => {
		receiver.statuses.push(500);
		await accepted();
		simulator.control.clock.advance({ days: 1 });
		await actions().settled();
		expect(journal()).toMatchObject([{ attempt: 1, status: 500 }]);
	});

	it('is repeated as often as told, and no longer than needed', async () => {
		actions().setPostbacks({ retries: 3, retryAfterMs: 10_000 });
		receiver.statuses.push(503, 301);
		await accepted();
		for (let round = 0; round < 5; round += 1) {
			simulator.control.clock.advance({ seconds: 10 });
			await actions().settled();
		}
		expect(journal().map(({ attempt, status, at }) => [attempt, status, at.slice(17, 19)])).toEqual([
			[1, 503, '00'],
			[2, 301, '10'],
			[3, 200, '20'],
		]);
		expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1);

		receiver.statuses.push(500, 500, 500, 500, 500);
		actions().setPostbacks({ retryAfterMs: 0, retries: 2 });
		const id = await accepted();
		expect(
			actions()
				.postbacks({ applicationId: id })
				.map(({ attempt }) => attempt),
		).toEqual([1, 2, 3]);
	});

	it('gives up on a receiver that does not answer, and on one that is not there', async () => {
		actions().setPostbacks({ timeoutMs: 30 });
		receiver.statuses.push(0);
		await accepted();
		await accepted({ postbackUri: 'http://127.0.0.1:1/' });
		expect(journal()).toMatchObject([
			{ status: null, problem: 'no answer within 30 ms' },
			{ status: null, problem: expect.stringContaining('ECONNREFUSED') },
		]);
	});

	it('does not let one application wait for another', async () => {
		actions().setPostbacks({ timeoutMs: 60_000 });
		receiver.statuses.push(0);
		const stuck = await place(told());
		actions().accept({ applicationId: stuck, email: PAT });
		while (receiver.received.length < 1) await new Promise((resolve) => setTimeout(resolve, 2));
		const free = await place(told());
		actions().accept({ applicationId: free, email: PAT });
		while (receiver.received.length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
		expect(receiver.received[1]?.body).toMatchObject({ applicationId: free });
	});

	it('stops with the simulation, whatever is under way', async () => {
		actions().setPostbacks({ timeoutMs: 60_000, delayMs: 0 });
		receiver.statuses.push(0);
		const applicationId = await place(told());
		actions().accept({ applicationId, email: PAT });
		actions().setPostbacks({ delayMs: 1000 });
		actions().accept({ applicationId, email: SAM });
		actions().autoplay({ everyMs: 1000 });
		const before = actions();
		const over = before.settled();
		while (receiver.received.length < 1) await new Promise((resolve) => setTimeout(resolve, 2));
		simulator.control.reset();
		expect(await over).toEqual({ postbacks: 1 });
		simulator.control.clock.advance({ days: 100 });
		before.accept({ applicationId: before.addApplications({ count: 1 })[0] ?? 0 });
		await before.settled();
		expect(receiver.received).toHaveLength(1);
		expect(journal()).toEqual([]);
	});
});

describe('over HTTP', () => {
	const control = (path: string, body?: unknown) =>
		call('POST', `${simulator.url}/_control/smartmove/${path}`, { body });

	it('over HTTP the control actions do the same', async () => {
		const applicationId = await place(told());
		expect((await control('setPostbacks', { header: 'basicWithoutScheme' })).body).toMatchObject({
			header: 'basicWithoutScheme',
			copies: 1,
		});
		expect((await control('accept', { applicationId, email: PAT })).body).toMatchObject({ applicationId });
		expect((await control('settled')).body).toEqual({ postbacks: 1 });
		expect((await control('postbacks')).body).toEqual(JSON.parse(JSON.stringify(journal())));
		expect((await control('autoplay', { everyMs: 10 })).body).toEqual({ everyMs: 10, by: 'clock' });
	});

	it.each([
		['setPostbacks', { header: 'best' }, 'header'],
		['setSwitches', { firstPage: 2 }, 'firstPage'],
		['accept', { applicationId: 5 }, 'SmartMove has no application 5'],
		['settled', { now: true }, 'now'],
	])('a slip is answered in words: %s', async (path, body, words) => {
		const reply = await control(path, body);
		expect(reply.status).toBe(400);
		expect(reply.text).toContain(words);
	});
});
