import type { IDataObject, IRun } from 'n8n-workflow';

import { isSameApplication } from '../../../nodes/SmartMove/application/applicationId';
import { CredentialStore } from '../../support/credentialStore';
import { credentialFor } from '../../support/pack';
import { bodyOf, jsonOf, useSimulator } from '../../support/useSimulator';
import { NATIVE } from './order';
import { sleeping, type Sleeping } from './sleeping';

jest.mock('../../../nodes/shared/http/retry', () => ({
	...jest.requireActual<object>('../../../nodes/shared/http/retry'),
	backOff: () => 1,
}));

const bench = useSimulator();

const base64 = (text: string) => Buffer.from(text).toString('base64');
const RIGHT = {
	'content-type': 'application/json',
	authorization: `${base64('sim.postback')}:${base64('sim-postback-0001')}`,
};

/** Places an order and puts the execution to sleep. n8n then has the credentials of the store. */
async function asleep(
	parameters: IDataObject = {},
	typeVersion = 2,
	store?: CredentialStore,
): Promise<Sleeping> {
	const order = {
		...NATIVE,
		resource: 'application',
		operation: 'createAndWait',
		howToWait: 'sleep',
		waitAtMost: 2,
		waitUnit: 'days',
		additionalFields: { referenceId: 'order-9' },
		...parameters,
	};
	const { run, error } = await bench.run('smartMove', order as never, [{}], { typeVersion });
	expect([error, run.data.waitTill]).toEqual([undefined, expect.any(Date)]);
	const { RequestParameters } = bodyOf(bench.arrived('createApplicationNative').at(-1));
	return sleeping(bench.url, run, new URL(String((RequestParameters as IDataObject).postbackUri)), store);
}
const report = async (execution: Sleeping, event: object | string, headers: Record<string, string> = RIGHT) =>
	await execution.call({ body: typeof event === 'string' ? event : JSON.stringify(event), headers });
/** A status postback about the first order of a test. */
const status = (reportStatus: unknown, applicationId: unknown = 70_001) => ({
	applicationId,
	customerReferenceId: 'cust-42',
	reportStatus,
});
/** The final output of the node. */
function outcome({ data }: IRun) {
	const { runData, error } = data.resultData;
	const items = Object.values(runData).at(-1)?.at(-1)?.data?.main?.[0] ?? [];
	return { items: jsonOf(items), pairs: items.map(({ pairedItem }) => pairedItem), error: error?.message };
}
const SLEPT_ON = { status: undefined, events: undefined };
const ORDER = { applicationId: 70_001, customerReference: 'cust-42', orderReference: 'order-9' };

it.each([
	[70_001, '00070001', true],
	['9007199254740993', '9007199254740992', false],
	['9007199254740993', '9007199254740993', true],
	['0', 0, true],
	['', 0, false],
])('knows %p and %p for the same application: %p', (one, other, same) =>
	expect(isSameApplication(one, other)).toBe(same),
);

describe('an execution that sleeps until SmartMove reports', () => {
	it('wakes with the link when the report is ready, and goes on with it', async () => {
		const execution = await asleep();
		bench.control.smartMove.makeReady({ applicationId: 70_001 });
		const woken = {
			...ORDER,
			reportStatus: 'Ready',
			stage: 'actionNeeded',
			reportUrl: expect.stringMatching(/^https?:/),
			timedOut: false,
		};
		expect(await report(execution, status('Ready'))).toMatchObject({ status: undefined, events: [woken] });
		expect(execution.items).toEqual([{ json: woken, pairedItem: { item: 0 } }]);
		expect(outcome(await execution.goOn())).toEqual({
			items: [woken],
			pairs: [{ item: 0 }],
			error: undefined,
		});
		expect(bench.arrived('createApplicationNative')).toHaveLength(1);
	});

	it.each([
		['RequestDeclined', 'closed'],
		['Error', 'actionNeeded'],
		['Expired', 'closed'],
		[' expired ', 'closed'],
	])('wakes when there will be none: %j', async (reportStatus, stage) => {
		const execution = await asleep();
		bench.control.clearJournal();
		const ended = {
			...ORDER,
			reportStatus: reportStatus.trim(),
			stage,
			reportUrl: null,
			timedOut: false,
		};
		expect((await report(execution, status(reportStatus))).events).toEqual([ended]);
		// There is no report, so no link is fetched.
		expect(bench.arrived()).toEqual([]);
	});

	it('wakes with the result also where the link cannot be fetched', async () => {
		const execution = await asleep();
		const { events } = await report(execution, status('Ready'));
		expect(events).toEqual([
			expect.objectContaining({
				reportStatus: 'Ready',
				reportUrl: null,
				additionFailed: expect.stringContaining('The report is not ready yet'),
			}),
		]);
	});

	it('wakes with the result also where its credential leads nowhere by then', async () => {
		const nowhere = credentialFor('smartMove', bench.url, { baseUrl: 'nowhere' });
		const execution = await asleep({}, 2, new CredentialStore({ smartMoveApi: nowhere }));
		expect((await report(execution, status('Ready'))).events).toMatchObject([
			{ ...ORDER, reportStatus: 'Ready', additionFailed: expect.stringContaining('Base URL') },
		]);
	});

	it.each(['Pending', 'Ready'])('sleeps on through %s where its credential was deleted', async (reached) => {
		const execution = await asleep({ whenTimeIsUp: 'stop' }, 2, new CredentialStore());
		expect(await report(execution, status(reached))).toMatchObject({ ...SLEPT_ON, status: 503 });
		expect(execution.failure).toBeDefined();
	});

	it.each([
		['what comes in between', status('Pending')],
		['what comes in between', status('InProgress')],
		['a status that nobody knows', status('Readyish')],
		['no status', status(undefined)],
		['a status that is no text', status({ is: 'Ready' })],
		['another application', status('Ready', 70_002)],
		['another application as text', status('Ready', '70002')],
	])('sleeps on through %s', async (_, event) => {
		const execution = await asleep({ whenTimeIsUp: 'stop' });
		expect(await report(execution, event)).toMatchObject(SLEPT_ON);
		// The error stored for the time limit is still there.
		expect(execution.failure).toBeDefined();
	});

	it.each([
		['as a text', status('Expired', '70001')],
		['as a text with leading zeros', status('Expired', '00070001')],
		['not at all, at its own address', { reportStatus: 'Expired' }],
		['null, at its own address', status('Expired', null)],
		['by an empty text, at its own address', status('Expired', '')],
		['0, at its own address', status('Expired', 0)],
		['000000, at its own address', status('Expired', '000000')],
	])('knows its application, named %s', async (_, event) => {
		expect((await report(await asleep(), event)).events).toMatchObject([
			{ ...ORDER, reportStatus: 'Expired' },
		]);
	});

	/** SmartMove's own example, which is no JSON. */
	const leadingZeros = '{"applicationId":00070001,"reportStatus":"Expired"}';

	it('wakes by a number with leading zeros in version 1 of the node', async () => {
		const { events } = await report(await asleep({}, 1), leadingZeros);
		expect(events).toMatchObject([{ ...ORDER, reportStatus: 'Expired' }]);
	});

	it.each([1, 2])('wakes by a multipart form, in version %i of the node', async (version) => {
		const form = Object.entries({ applicationId: '70001', reportStatus: 'Expired' }).map(
			([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
		);
		const type = { ...RIGHT, 'content-type': 'multipart/form-data; boundary=b' };
		const reply = await report(await asleep({}, version), `${form.join('')}--b--\r\n`, type);
		expect(reply).toMatchObject({ status: undefined, events: [{ ...ORDER, reportStatus: 'Expired' }] });
	});

	it.each([1, 2])('rejects a call without user and password, in version %i of the node', async (version) => {
		const execution = await asleep({}, version);
		const { authorization: _, ...stranger } = RIGHT;
		const reply = await report(execution, status('Ready'), stranger);
		expect(reply).toMatchObject({ ...SLEPT_ON, status: 401 });
		// n8n itself has read it for version 2.
		if (version === 1) expect(reply.read).toBe(0);
	});

	it.each([
		['the node where n8n can parse it', '{"applicationId":{}}', 2, 400],
		['n8n where it cannot', leadingZeros, 2, 422],
		['the node of version 1', '{"applicationId":7', 1, 400],
	])('is not woken by what is no postback, which is refused by %s', async (_, body, version, refused) => {
		expect(await report(await asleep({}, version), body)).toMatchObject({ ...SLEPT_ON, status: refused });
	});
});

describe('an execution that sleeps and is to stop when its time is up', () => {
	const stop = { whenTimeIsUp: 'stop' };
	const late = 'The report of application 70001 was not there in time; its last status is Pending';

	it('stops with the error that was stored for it', async () => {
		const execution = await asleep(stop);
		expect(execution.failure).toMatchObject({
			message: late,
			description: expect.stringContaining('The order stands'),
		});
		expect(outcome(await execution.goOn())).toMatchObject({ items: [], error: late });
	});

	it('goes on when it is woken before: the reason is taken back', async () => {
		const execution = await asleep(stop);
		expect((await report(execution, status('Expired'))).events).toHaveLength(1);
		expect(execution.failure).toBeUndefined();
		expect(outcome(await execution.goOn())).toMatchObject({
			items: [{ reportStatus: 'Expired', timedOut: false }],
			error: undefined,
		});
	});

	it('goes on with what is known where it is not to stop', async () => {
		const execution = await asleep();
		expect(execution.failure).toBeUndefined();
		expect(outcome(await execution.goOn())).toMatchObject({
			items: [{ ...ORDER, reportStatus: 'Pending', timedOut: true }],
			pairs: [{ item: 0 }],
			error: undefined,
		});
	});
});
