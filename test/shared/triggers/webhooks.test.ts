import type { IWebhookFunctions } from 'n8n-workflow';

import { acknowledge, noRegistration, rawBody, rejectCall } from '../../../nodes/shared/triggers/webhooks';

const MOST = 100;

/** A call as n8n’s server passes it on; the node’s response is recorded. */
function call({ says, body, fails, was }: { says?: number; body?: number; fails?: object; was?: number }) {
	const sent: unknown[] = [];
	const request: Record<string, unknown> = {
		headers: says === undefined ? {} : { 'content-length': String(says) },
	};
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
});

it('there is nothing to register: n8n is told that all is well', async () => {
	const { checkExists, create, delete: remove } = noRegistration;
	expect(await Promise.all([checkExists(), create(), remove()])).toEqual([true, true, true]);
});
