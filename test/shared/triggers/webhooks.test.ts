import type { IWebhookFunctions } from 'n8n-workflow';

import { acknowledge, noRegistration, rawBody, rejectCall } from '../../../nodes/shared/triggers/webhooks';

const MOST = 100;

interface Given {
	says?: number;
	body?: number;
	fails?: object;
	was?: number;
	/** What n8n has parsed. */
	parsed?: unknown;
}

/** A call as n8n’s server passes it on; the node’s response is recorded. */
function call({ says, body, fails, was, parsed }: Given) {
	const sent: unknown[] = [];
	const request: Record<string, unknown> = {
		headers: says === undefined ? {} : { 'content-length': String(says) },
	};
	if (parsed !== undefined) request.body = parsed;
	if (was !== undefined) request.rawBody = Buffer.alloc(was);
	if (body !== undefined)
		request.readRawBody = async () => {
			if (fails) return await Promise.reject(fails);
			request.rawBody = Buffer.alloc(body);
		};
	const response = {
		status: (status: number) => (sent.push(status), response),
		send: (answer: unknown) => (sent.push(answer), response),
		end: () => void sent.push('end'),
	};
	const n8n = { getRequestObject: () => request, getResponseObject: () => response };
	return { n8n: n8n as unknown as IWebhookFunctions, sent };
}

it('a rejected call gets the reason, and no other answer from n8n', () => {
	const { n8n, sent } = call({});
	expect(rejectCall(n8n, 413, 'This is too long')).toEqual({ noWebhookResponse: true });
	expect(sent).toEqual([413, { message: 'This is too long' }, 'end']);
});

it('a call that is accepted starts no workflow, and n8n answers it', () => {
	expect(acknowledge()).toEqual({});
});

describe('the body of a call', () => {
	it.each([
		['as long as it may be', { says: MOST, body: MOST }, MOST],
		['that does not say how long it is', { body: MOST }, MOST],
		['that is not there', { says: 0 }, 0],
		['that has been read already', { says: 7, was: 7 }, 7],
		['that breaks off', { says: 10, body: 10, fails: new Error('request aborted') }, 0],
		['that breaks off without a reason', { body: 10, fails: { type: 'other' } }, 0],
		['longer than it may be, as it says itself', { says: MOST + 1, body: 10 }, undefined],
		['longer than it says', { says: 10, body: MOST + 1 }, undefined],
		['longer than n8n itself reads', { body: 10, fails: { type: 'entity.too.large' } }, undefined],
	])('%s', async (_, given, length) => {
		const body = await rawBody(call(given).n8n, MOST);
		expect(body?.length).toBe(length);
	});

	const gone = { fails: { type: 'stream.not.readable' }, body: 0 };
	it.each([
		['is its fields', { parsed: { data: { a: '1', b: ['2', '3'] }, files: {} } }, '{"a":"1","b":["2","3"]}'],
		['is empty where n8n could not read it', { parsed: { data: undefined, files: undefined } }, ''],
		['is held to the same limit', { parsed: { data: { a: 'x'.repeat(MOST) }, files: {} } }, undefined],
	])('that is a multipart form, which n8n has parsed, %s', async (_, given, expected) => {
		const body = await rawBody(call({ ...given, ...gone }).n8n, MOST);
		expect(body?.toString()).toBe(expected);
	});

	it('that n8n has parsed and left its bytes of is those bytes', async () => {
		const body = await rawBody(call({ was: 7, parsed: { data: { a: '1' } } }).n8n, MOST);
		expect(body?.length).toBe(7);
	});
});

it('there is nothing to register: n8n is told that all is well', async () => {
	const { checkExists, create, delete: remove } = noRegistration;
	expect(await Promise.all([checkExists(), create(), remove()])).toEqual([true, true, true]);
});
