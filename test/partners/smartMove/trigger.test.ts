import type { IDataObject, INodeParameters, IWebhookFunctions } from 'n8n-workflow';
import fc from '../../support/fastCheck';

import { type TriggerSettings } from '../../../nodes/SmartMove/postback/panel';
import { useSimulator } from '../../support/useSimulator';
import { calls } from './calls';
import { callTrigger } from './webhook';
import { isRepeated, isWanted } from '../../../nodes/SmartMove/postback/filter';

jest.mock('../../../nodes/shared/http/retry', () => ({
	...jest.requireActual<object>('../../../nodes/shared/http/retry'),
	backOff: () => 1,
}));

const bench = useSimulator();
const { given } = calls(bench);

const base64 = (text: string) => Buffer.from(text).toString('base64');
const RIGHT = { authorization: `${base64('sim.postback')}:${base64('sim-postback-0001')}` };
const EVENT = {
	applicationId: 70_001,
	customerReferenceId: 'cust-42',
	reportStatus: 'Ready',
	referenceId: 'order-9',
};

let calling = 0;
/** Sends a postback to a new trigger. */
const post = async (event: unknown = EVENT, more: Partial<Parameters<typeof callTrigger>[1]> = {}) =>
	await callTrigger(bench.url, {
		body: typeof event === 'string' || Buffer.isBuffer(event) ? event : JSON.stringify(event),
		headers: { 'content-type': 'application/json', ...RIGHT },
		workflowId: `trigger-${calling++}`,
		...more,
	});

describe('a call of the trigger', () => {
	it('with the right header starts a workflow', async () => {
		expect(await post()).toMatchObject({ status: undefined, events: [{ ...EVENT, stage: 'actionNeeded' }] });
	});

	it.each<Record<string, string>>([
		{},
		{ authorization: 'Basic c29tZWJvZHk6ZWxzZQ==' },
		{ authorization: '' },
	])('with the header %j is refused before it is read', async (headers) => {
		const { authorization: _, ...others } = { 'content-type': 'application/json', ...RIGHT };
		expect(await post(EVENT, { headers: { ...others, ...headers } })).toEqual({
			status: 401,
			events: undefined,
			read: 0,
		});
	});

	it('needs no header where the credential has no user or password', async () => {
		for (const credential of [{ postbackUser: '' }, { postbackPassword: ' ' }]) {
			expect((await post(EVENT, { headers: {}, credential })).events).toHaveLength(1);
		}
	});

	it('with blanks in the credential is compared with what orders send', async () => {
		const credential = { postbackUser: ' sim.postback', postbackPassword: 'sim-postback-0001\n' };
		expect((await post(EVENT, { credential })).events).toHaveLength(1);
	});

	it.each(['{"applicationId":7', 'hello', '{}', ''])(
		'that cannot be read (%j) is refused and starts nothing',
		async (body) => expect(await post(body)).toMatchObject({ status: 400, events: undefined }),
	);

	it('of ten megabytes is refused without being read, also where it does not say how long it is', async () => {
		const body = Buffer.alloc(10 * 1024 * 1024, ' ');
		expect(await post(body)).toEqual({ status: 413, events: undefined, read: 0 });
		expect(await post(body, { headers: { ...RIGHT, 'content-length': '' } })).toMatchObject({
			status: 413,
			events: undefined,
		});
	});
});

// n8n’s body reader throws when a body is cut off, is compressed otherwise than it says, or is too large unpacked.
it.each([
	[400, new Error('incorrect header check')],
	[400, Object.assign(new Error('request aborted'), { type: 'request.aborted' })],
	[413, Object.assign(new Error('request entity too large'), { type: 'entity.too.large' })],
])(
	'a call whose body cannot be read is answered with %i instead of an exception',
	async (status, unreadable) =>
		expect(await post(EVENT, { unreadable })).toEqual({ status, events: undefined, read: 0 }),
);

describe('the filters', () => {
	const settings = (change: Partial<TriggerSettings>): TriggerSettings => ({
		statuses: ['any'],
		addition: 'nothing',
		dropRepeats: 0,
		...change,
	});

	it.each([
		[{}, true],
		[{ statuses: [] }, true],
		[{ statuses: ['Ready'] }, true],
		[{ statuses: ['Pending', 'Ready'] }, true],
		[{ statuses: ['Pending', 'any'] }, true],
		[{ statuses: ['Pending'] }, false],
		[{ customerReference: 'cust-42' }, true],
		[{ customerReference: 'cust-4' }, false],
		[{ orderReference: 'order-9' }, true],
		[{ orderReference: 'null' }, false],
		[{ statuses: ['Ready'], customerReference: 'cust-42', orderReference: 'order-9' }, true],
		[{ statuses: ['Ready'], customerReference: 'cust-42', orderReference: 'order-8' }, false],
	])('%j let the postback through: %j', (change, wanted) =>
		expect(isWanted(EVENT, settings(change))).toBe(wanted),
	);

	it('compare references as texts, and statuses in any spelling', () => {
		const wanted = settings({ statuses: ['InProgress'], customerReference: '42', orderReference: '9' });
		for (const reportStatus of ['in progress', 'IN_PROGRESS', 'In-Progress']) {
			expect(isWanted({ reportStatus, customerReferenceId: 42, referenceId: 9 }, wanted)).toBe(true);
		}
	});

	it.each([[undefined], [null], [{}], [{ toString: 1 }], [[]]] as unknown[][])(
		'take %j for no reference and no status',
		(nothing) => {
			const event = {
				reportStatus: nothing,
				customerReferenceId: nothing,
				referenceId: nothing,
			} as IDataObject;
			for (const text of ['undefined', 'null', '[object Object]', '']) {
				expect(isWanted(event, settings({ customerReference: text || 'x' }))).toBe(false);
				expect(isWanted(event, settings({ statuses: [text || 'x'] }))).toBe(false);
			}
			expect(isWanted(event, settings({}))).toBe(true);
		},
	);

	it.each([
		[{ triggerOn: ['Pending'] }, 0],
		[{ triggerOn: ['Ready'] }, 1],
		[{ triggerOn: [] }, 1],
		[{ triggerOn: ['Report Pending'] }, 1],
		[{ triggerOn: ['Pending', 'Report Pending'] }, 1],
		[{ filters: { orderReference: 'order-8' } }, 0],
		[{ filters: { orderReference: ' order-9 ', customerReference: '' } }, 1],
	] as Array<[INodeParameters, number]>)(
		'of the panel are kept to, and the caller is answered: %j',
		async (parameters, count) => {
			const { status, events = [] } = await post(EVENT, { parameters });
			expect([status, events.length]).toEqual([undefined, count]);
		},
	);

	it.each<INodeParameters>([
		{ triggerOn: "={{ $('Settings').first().json.statuses }}" },
		{ filters: { customerReference: '={{ $env.LANDLORD }}' } },
		{ settings: { dropRepeats: '={{ $env.MINUTES }}' } },
	])('leave nothing out where n8n throws for an expression: %j', async (parameters) => {
		expect(await post(EVENT, { parameters })).toMatchObject({ status: undefined, events: [EVENT] });
	});
});

describe('a postback that comes again', () => {
	const minutes = (n: number) => ({ settings: { dropRepeats: n } });
	const count = async (workflowId: string, event: unknown, parameters: INodeParameters) =>
		(await post(event, { workflowId, parameters })).events?.length ?? 0;

	it('starts the workflow once within the window, and again after it', async () => {
		const now = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
		try {
			expect(await count('a', EVENT, minutes(10))).toBe(1);
			expect(await count('a', EVENT, minutes(10))).toBe(0);
			expect(await count('a', { ...EVENT, reportStatus: 'Error' }, minutes(10))).toBe(1);
			expect(await count('b', EVENT, minutes(10))).toBe(1);
			now.mockReturnValue(1_000_000 + 10 * 60_000 - 1);
			expect(await count('a', EVENT, minutes(10))).toBe(0);
			now.mockReturnValue(1_000_000 + 10 * 60_000);
			expect(await count('a', EVENT, minutes(10))).toBe(1);
		} finally {
			now.mockRestore();
		}
	});

	it('starts it every time where repeats are not dropped', async () => {
		for (const parameters of [{}, minutes(0)]) {
			expect(await count('c', EVENT, parameters)).toBe(1);
			expect(await count('c', EVENT, parameters)).toBe(1);
		}
	});

	it.each([1441, 1.5, -5, 'ten', true])(
		'starts it every time where the window cannot be %j',
		async (window) => {
			const parameters = { settings: { dropRepeats: `={{ ${JSON.stringify(window)} }}` } };
			for (let i = 0; i < 2; i++) expect(await count('f', EVENT, parameters)).toBe(1);
		},
	);

	it('is no repeat where it is a test call or comes after one', async () => {
		const call = { workflowId: 'e', parameters: minutes(10) };
		for (const mode of ['manual', 'manual', 'webhook', 'manual'] as const)
			expect((await post(EVENT, { ...call, mode })).events).toHaveLength(1);
		expect((await post(EVENT, call)).events).toBeUndefined();
	});

	it('and was not wanted or could not be read is not remembered', async () => {
		const pending = { ...minutes(10), triggerOn: ['Pending'] };
		expect(await count('d', EVENT, pending)).toBe(0);
		expect(await count('d', EVENT, minutes(10))).toBe(1);
	});

	it('is told from every other, whatever the order they come in', () => {
		const node = (id: string) =>
			({
				getWorkflow: () => ({ id: 'w' }),
				getNode: () => ({ id }),
				getMode: () => 'webhook',
			}) as unknown as IWebhookFunctions;
		let run = 0;
		fc.assert(
			fc.property(fc.array(fc.string({ maxLength: 2 }), { maxLength: 40 }), (bodies) => {
				const n8n = node(`node-${run++}`);
				const settings = { statuses: [], addition: 'nothing', dropRepeats: 3_600_000 } as const;
				const fresh = bodies.filter(
					(body) => !isRepeated(n8n, Buffer.from(body), { ...settings, statuses: [] }),
				);
				expect(fresh).toEqual([...new Set(bodies)]);
			}),
		);
	});
});

describe('what is added to an event', () => {
	const adding = async (addition: string, event: IDataObject, credential?: IDataObject) => {
		const { events } = await post(event, { parameters: { settings: { addition } }, credential });
		return events![0]!;
	};
	const ready = () => {
		const [applicationId] = given();
		bench.control.smartMove.makeReady({ applicationId: applicationId! });
		return { ...EVENT, applicationId: applicationId! };
	};

	it('is the application, without incomes', async () => {
		const event = ready();
		const added = await adding('application', event);
		expect(added).toMatchObject({
			...event,
			application: { applicationId: event.applicationId, status: 'Completed' },
		});
		expect(JSON.stringify(added)).not.toMatch(/income/i);
		expect(bench.lines()).toEqual(['POST /smartmove/api/smartmove/application/details']);
	});

	it('is the link to the report, once it is ready', async () => {
		const event = ready();
		expect(await adding('reportUrl', event)).toMatchObject({
			...event,
			reportUrl: expect.stringMatching(/^http/),
		});
		bench.control.clearJournal();
		expect(await adding('reportUrl', { ...event, reportStatus: 'InProgress' })).not.toHaveProperty(
			'reportUrl',
		);
		expect(bench.lines()).toEqual([]);
	});

	it('is nothing unless it is asked for', async () => {
		expect(await adding('nothing', EVENT)).toEqual({ ...EVENT, stage: 'actionNeeded' });
		expect(bench.lines()).toEqual([]);
	});

	const KEY = '5a3e0000-1111-2222-3333-444455556666';
	const failures: Array<[string, () => void, IDataObject | undefined, string]> = [
		[
			'SmartMove knows no such application',
			() => {},
			undefined,
			'There is no application 70001 for this customer',
		],
		[
			'SmartMove repeats the key',
			() => bench.control.faults.add({ kind: 'status', status: 400, body: { Message: `Bad key ${KEY}` } }),
			undefined,
			'Bad key ***',
		],
		[
			'the connection breaks',
			() => bench.control.faults.add({ kind: 'dropBefore', times: -1 }),
			undefined,
			'was asked, and the connection was closed',
		],
		[
			'the answer is a web page',
			() => bench.control.faults.add({ kind: 'html', status: 200 }),
			undefined,
			'a web page',
		],
		[
			'the answer is nothing',
			() => bench.control.faults.add({ kind: 'empty', status: 200 }),
			undefined,
			'answered with nothing',
		],
		[
			'the answer is something else',
			() => bench.control.faults.add({ kind: 'status', status: 200, body: { Status: 'Active' } }),
			undefined,
			'answered with something else than',
		],
		['the key is wrong', () => {}, { apiKey: 'no-such-key-0001' }, 'does not accept the credential'],
		['the credential leads nowhere', () => {}, { baseUrl: 'nowhere' }, 'Base URL'],
	];

	it.each(failures)(
		'is said to have failed when %s, and the event is not lost',
		async (_, arrange, credential, message) => {
			for (const addition of ['application', 'reportUrl']) {
				bench.control.faults.clear();
				arrange();
				const event = await adding(addition, EVENT, credential);
				expect(event).toEqual({
					...EVENT,
					stage: 'actionNeeded',
					additionFailed: expect.stringContaining(message),
				});
				for (const secret of [KEY, 'no-such-key-0001', 'sim-postback-0001'])
					expect(JSON.stringify(event)).not.toContain(secret);
			}
		},
	);

	it.each([
		{ reportStatus: 'Ready' },
		{ ...EVENT, applicationId: null },
		{ ...EVENT, applicationId: 'seventy' },
		{ ...EVENT, customerReferenceId: null },
		{ ...EVENT, customerReferenceId: {} },
	])('is not asked for where the postback does not say of what: %j', async (event) => {
		const added = await adding('application', event);
		expect(added).toMatchObject({
			...event,
			additionFailed: expect.stringContaining('does not say which application'),
		});
		expect(bench.lines()).toEqual([]);
	});

	it('is found under a number with leading zeros, too', async () => {
		const { applicationId } = ready();
		const { events } = await post(`{"applicationId":000${applicationId},"customerReferenceId":"cust-42"}`, {
			parameters: { settings: { addition: 'application' } },
		});
		expect(events).toMatchObject([{ applicationId: `000${applicationId}`, application: { applicationId } }]);
	});
});
