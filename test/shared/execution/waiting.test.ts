import { ExecuteContext } from 'n8n-core';
import type { IDataObject } from 'n8n-workflow';

import { deadlineOf } from '../../../nodes/shared/execution/waiting';
import { NATIVE } from '../../partners/smartMove/order';
import { jsonOf, succeeded, useSimulator } from '../../support/useSimulator';
import { runPartner } from '../../support/pack';

// Polls follow each other at once, without the pauses of a real wait.
const mockPauses: number[] = [];
let mockPause = 5;
jest.mock('../../../nodes/shared/http/retry', () => ({
	...jest.requireActual<object>('../../../nodes/shared/http/retry'),
	backOff: () => 1,
	pollInterval: (asked: number) => {
		mockPauses.push(asked);
		return mockPause;
	},
}));
beforeEach(() => {
	mockPauses.splice(0);
	mockPause = 5;
});

const bench = useSimulator();
const MINUTE = { waitAtMost: 1, waitUnit: 'minutes' };
const asked = () => bench.arrived('getReportStatus').length;
const orders = () => bench.arrived('createApplicationNative').length;
const says = (body: unknown, times = 1, status = 200) =>
	bench.control.faults.add({ kind: 'status', status, body, times, operationId: 'getReportStatus' });

/** Places an order and waits for it by polling. */
const order = async (parameters: IDataObject = {}, options = {}) =>
	await bench.run(
		'smartMove',
		{ ...NATIVE, operation: 'createAndWait', howToWait: 'ask', ...MINUTE, ...parameters } as never,
		[{}],
		options,
	);

/** Ends the waiting time after the order and this many polls. */
function timeIsUpAfter(questions: number): void {
	const now = Date.now();
	jest.spyOn(Date, 'now').mockImplementation(() => (asked() >= questions ? now + 61_000 : now));
}
afterEach(() => jest.restoreAllMocks());

describe('Order Now and Wait for Report that checks regularly', () => {
	it('asks until the report is ready and returns the link', async () => {
		says('Pending', 2);
		says('InProgress', 2);
		says('Ready', 1);
		bench.control.smartMove.setSwitches({ earlyReportUrl: true });
		const { output } = succeeded(await order({ additionalFields: { referenceId: 'order-9' } }));
		expect(jsonOf(output)).toEqual([
			{
				applicationId: expect.any(Number),
				customerReference: 'cust-42',
				orderReference: 'order-9',
				reportStatus: 'Ready',
				stage: 'actionNeeded',
				reportUrl: expect.stringMatching(/^https?:/),
				timedOut: false,
			},
		]);
		expect(mockPauses).toEqual([1, 2, 3, 4]);
		expect([orders(), asked()]).toEqual([1, 5]);
		// No address for postbacks is sent.
		expect(bench.arrived('createApplicationNative')[0]?.body).not.toMatch(/postback/i);
	});

	it.each(['RequestDeclined', 'Error', 'Expired', 'expired'])('ends with %s', async (status) => {
		says(status);
		const { output } = succeeded(await order());
		expect(jsonOf(output)).toMatchObject([{ reportStatus: status, reportUrl: null, timedOut: false }]);
	});

	it('does not lose a result for the want of its link', async () => {
		says('Ready');
		const { output } = succeeded(await order());
		expect(jsonOf(output)).toMatchObject([
			{ reportStatus: 'Ready', reportUrl: null, additionFailed: expect.stringContaining('SmartMove') },
		]);
	});

	it('asks again while the partner cannot answer, and never orders again', async () => {
		says({}, 9, 503);
		says('Expired');
		const { output } = succeeded(await order());
		expect(jsonOf(output)).toMatchObject([{ reportStatus: 'Expired' }]);
		expect([orders(), asked()]).toEqual([1, 10]);
	});

	it.each<[string, Parameters<typeof bench.control.faults.add>[0]]>([
		['refuses so many requests', { kind: 'tooManyRequests', times: 8 }],
		['has an error of its own', { kind: 'status', status: 500, body: {}, times: 8 }],
		['is behind a page that says it is there', { kind: 'html', status: 200, times: 2 }],
		['cannot be reached', { kind: 'dropBefore', times: 8 }],
		['took too long to read the request', { kind: 'status', status: 408, body: {}, times: 8 }],
		['calls it too early', { kind: 'status', status: 425, body: {}, times: 8 }],
	])('asks again while the partner %s', async (_, fault) => {
		bench.control.faults.add({ ...fault, operationId: 'getReportStatus' });
		says('Expired');
		const { output } = succeeded(await order());
		expect(jsonOf(output)).toMatchObject([{ reportStatus: 'Expired' }]);
		expect(mockPauses).not.toEqual([]);
	});

	it.each([300, 404, 499, 501])('does not ask again after %d', async (status) => {
		says({}, -1, status);
		expect((await order()).error?.message).toContain('does not say how far it is');
		expect(asked()).toBe(1);
	});

	it('stops where asking again cannot help, and says that the order stands', async () => {
		says({ Message: 'No such reference' }, -1, 400);
		const goesOn = await order({}, { onError: 'continueRegularOutput' });
		expect(jsonOf(goesOn.output)[0]).toMatchObject({ details: { mayHaveHappened: true } });
		bench.control.reset();
		says({ Message: 'No such reference' }, -1, 400);
		const { error } = await order();
		expect(error?.message).toMatch(/^SmartMove has taken the order as application \d+, but does not say/);
		expect(error?.description).toContain('No such reference');
		expect(error?.description).toContain('do not place it again');
		expect([orders(), asked()]).toEqual([1, 1]);
	});

	it('goes on with what is known when the time is up', async () => {
		timeIsUpAfter(3);
		const { output } = succeeded(await order());
		expect(jsonOf(output)).toMatchObject([{ reportStatus: 'Pending', stage: 'invited', timedOut: true }]);
		expect(asked()).toBe(3);
	});

	it('goes on with what was known before the partner could not answer any more', async () => {
		says('InProgress');
		says({}, -1, 503);
		timeIsUpAfter(6);
		const { output } = succeeded(await order());
		expect(jsonOf(output)).toMatchObject([{ reportStatus: 'InProgress', timedOut: true }]);
	});

	it('goes on also where SmartMove never said how far it is', async () => {
		says({}, -1, 503);
		timeIsUpAfter(6);
		const { output } = succeeded(await order());
		expect(jsonOf(output)).toMatchObject([{ reportStatus: null, stage: null, timedOut: true }]);
		expect([orders(), mockPauses.length > 0]).toEqual([1, true]);
	});

	it('stops where SmartMove never said how far it is, and that was chosen', async () => {
		says({}, -1, 503);
		timeIsUpAfter(6);
		const { error } = await order({ whenTimeIsUp: 'stop' });
		expect(error?.message).toContain('but does not say how far it is');
	});

	it('stops when the time is up, where that was chosen', async () => {
		timeIsUpAfter(2);
		const { error } = await order({ whenTimeIsUp: 'stop' });
		expect(error?.message).toMatch(
			/^The report of application \d+ was not there in time; its last status is Pending/,
		);
		expect(error?.description).toContain('The order stands');
	});

	it('is ended by the Stop button', async () => {
		const stop = new AbortController();
		const running = order({}, { signal: stop.signal });
		while (asked() < 3) await new Promise((resolve) => setTimeout(resolve, 5));
		stop.abort();
		expect((await running).status).toBe('canceled');
		const before = asked();
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(asked()).toBe(before);
	});
});

describe('the Stop button', () => {
	it('reaches a pause of ten minutes', async () => {
		mockPause = 600_000;
		const stop = new AbortController();
		const running = order({}, { signal: stop.signal });
		while (mockPauses.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
		const pressed = performance.now();
		stop.abort();
		expect((await running).status).toBe('canceled');
		// The order waits a minute at most, and would sleep for that long.
		expect(performance.now() - pressed).toBeLessThan(20_000);
		expect(asked()).toBe(1);
	}, 90_000);
});

describe('Order Now and Wait for Report that sleeps', () => {
	const sleep = { howToWait: 'sleep' };

	it('tells SmartMove where to wake it, with user and password, and sleeps', async () => {
		const result = await order({ ...sleep, waitAtMost: 2, waitUnit: 'hours' });
		expect(result.error).toBeUndefined();
		const sent = JSON.parse(bench.arrived('createApplicationNative')[0]!.body) as {
			RequestParameters: IDataObject;
		};
		expect(sent.RequestParameters).toEqual({
			postbackUri: expect.stringMatching(
				/^http:\/\/127\.0\.0\.1:5678\/webhook-waiting\/test-execution\?(signature=[0-9a-f]+&)?wake=[0-9a-f]{48}$/,
			),
			postback_username: expect.any(String),
			postback_password: expect.any(String),
		});
		const { waitTill, executionData } = result.run.data;
		expect(Math.abs(waitTill!.getTime() - Date.now() - 2 * 3_600_000)).toBeLessThan(60_000);
		// The item that n8n passes on when no postback wakes the execution.
		expect(executionData?.nodeExecutionStack[0]?.data.main?.[0]).toEqual([
			{
				json: expect.objectContaining({ reportStatus: 'Pending', timedOut: true }),
				pairedItem: { item: 0 },
			},
		]);
	});

	it('does not sleep where there is nothing to wait for', async () => {
		says('RequestDeclined');
		const result = await order(sleep);
		expect(result.run.data.waitTill).toBeUndefined();
		expect(jsonOf(result.output)).toMatchObject([{ reportStatus: 'RequestDeclined', timedOut: false }]);
	});

	it('sleeps also where SmartMove does not say how far it is', async () => {
		says({ Message: 'Later' }, -1, 400);
		const result = await order(sleep);
		expect(result.run.data.waitTill).toBeDefined();
		expect(jsonOf(result.output)).toMatchObject([{ reportStatus: null, stage: null }]);
	});

	it('orders nothing as the tool of an AI agent, which n8n cannot put to sleep', async () => {
		jest.spyOn(ExecuteContext.prototype, 'isToolExecution').mockReturnValue(true);
		const { error } = await order(sleep);
		expect(error?.message).toBe('An AI agent’s tool cannot sleep');
		expect(error?.description).toContain('Check Regularly');
		expect(bench.arrived()).toEqual([]);
	});

	it('orders nothing where the partner elsewhere could never reach this n8n', async () => {
		const { error } = await runPartner(
			'smartMove',
			'https://partner.example.test',
			{ ...NATIVE, operation: 'createAndWait' } as never,
			[{}],
		);
		expect(error?.message).toContain('gives its own address as http://127.0.0.1:5678');
		expect(error?.description).toMatch(/N8N_WEBHOOK_URL.*Check Regularly.*Nothing was sent/);
	});
});

describe('how far the addresses of n8n and partner are apart', () => {
	const elsewhere = async (baseUrl: string) =>
		(
			await runPartner('smartMove', baseUrl, {
				...NATIVE,
				operation: 'createAndWait',
			} as never)
		).error?.message;

	it.each(['http://localhost:9', 'http://127.10.20.30:9', 'http://[::1]:9'])(
		'%s is on the same machine, so that it can reach this n8n',
		async (baseUrl) => expect(await elsewhere(baseUrl)).toContain('SmartMove cannot be reached'),
	);

	it.each(['https://localhost.example.test', 'https://127.0.0.1.example.test', 'https://not-localhost'])(
		'%s is not',
		async (baseUrl) => expect(await elsewhere(baseUrl)).toContain('gives its own address'),
	);
});

describe('when the time is up', () => {
	it.each([
		[90, 'minutes', 90 * 60_000],
		[90, 'hours', 90 * 3_600_000],
		[365, 'days', 365 * 86_400_000],
		[366, 'days', 365 * 86_400_000],
		[525_600, 'days', 365 * 86_400_000],
	] as const)('%d %s', (waitAtMost, waitUnit, milliseconds) => {
		jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
		expect(deadlineOf({ waitAtMost, waitUnit })).toBe(1_000_000 + milliseconds);
	});
});

describe('Wait Until Completed of Movem', () => {
	const reads = () => bench.arrived('getApplication').length;
	const wait = async (id: string, parameters: IDataObject = {}) =>
		await bench.run(
			'movem',
			{ resource: 'application', operation: 'waitUntilCompleted', ...MINUTE, ...parameters } as never,
			[{}].map(() => ({ id })),
		);
	const byId = { applicationId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };
	const one = (status: 'REQUESTED' | 'COMPLETED' | 'REVOKED' | 'EXPIRED' | 'ARCHIVED') =>
		bench.control.movem.addApplications({ count: 1, status })[0]!;

	it('asks until the tenant has finished', async () => {
		const id = one('REQUESTED');
		const running = wait(id, byId);
		while (reads() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
		bench.control.movem.open({ id });
		while (reads() < 4) await new Promise((resolve) => setTimeout(resolve, 5));
		bench.control.movem.complete({ id });
		const { output } = succeeded(await running);
		expect(jsonOf(output)).toMatchObject([{ id, status: 'COMPLETED', stage: 'inProgress', timedOut: false }]);
		expect(jsonOf(output)[0]).not.toHaveProperty('token');
	});

	it.each(['REVOKED', 'EXPIRED', 'ARCHIVED'] as const)('ends with %s', async (status) => {
		const { output } = succeeded(await wait(one(status), { ...byId, simplify: false }));
		expect(jsonOf(output)).toMatchObject([{ status, timedOut: false, token: expect.any(String) }]);
		expect(reads()).toBe(1);
	});

	it.each([
		['continue', undefined, [{ status: 'REQUESTED', timedOut: true }]],
		['stop', 'The application was not completed in time; its status is REQUESTED', []],
	])('%s when the time is up', async (whenTimeIsUp, message, items) => {
		const id = one('REQUESTED');
		const now = Date.now();
		jest.spyOn(Date, 'now').mockImplementation(() => (reads() >= 3 ? now + 61_000 : now));
		const { error, output } = await wait(id, { ...byId, whenTimeIsUp });
		expect(error?.message).toBe(message);
		expect(jsonOf(output)).toMatchObject(items);
	});

	it('says what failed where there was no answer at all', async () => {
		bench.control.faults.add({ kind: 'status', status: 503, body: {}, times: -1 });
		const now = Date.now();
		jest.spyOn(Date, 'now').mockImplementation(() => (reads() >= 5 ? now + 61_000 : now));
		expect((await wait(one('REQUESTED'), byId)).error?.message).toContain('cannot answer at the moment');
	});
});
