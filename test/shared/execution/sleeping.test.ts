import type { IDataObject, IExecuteFunctions, INodeType, IRunExecutionData, OnError } from 'n8n-workflow';

import { keysOf } from '../../../testbed/secrets';
import { credentialFor, partners } from '../../support/pack';
import { expectNoSecrets } from '../../support/secrets';
import { NATIVE } from '../../partners/smartMove/order';
import { callSleeping, stored } from '../../partners/smartMove/asleep';
import { jsonOf, pairing, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();
const orders = () => bench.arrived('createApplicationNative');
const { postbackUser, postbackPassword } = credentialFor('smartMove', '');
const base64 = (text: unknown) => Buffer.from(String(text)).toString('base64');
const authorization = `${base64(postbackUser)}:${base64(postbackPassword)}`;

const ASLEEP = {
	...NATIVE,
	operation: 'createAndWait',
	howToWait: 'sleep',
	waitAtMost: 1,
	waitUnit: 'hours',
};

/** A sleeping execution. */
interface Sleeper {
	applicationId: number;
	/** The query of the address that SmartMove was given. */
	query: Record<string, string>;
	/** A fresh copy of the execution each time. */
	asleep: () => IRunExecutionData;
	/** Resumes it because its time is up. */
	timeIsUp: () => ReturnType<typeof bench.run>;
	/** Resumes it after it was woken. */
	goesOn: (woken: IRunExecutionData | undefined) => ReturnType<typeof bench.run>;
}

/** Places an order and puts the execution to sleep. */
async function sleeper(
	whenTimeIsUp: 'continue' | 'stop',
	settings: { onError?: OnError; alwaysOutputData?: boolean } = {},
): Promise<Sleeper> {
	const parameters = { ...ASLEEP, whenTimeIsUp } as never;
	const items = [{ row: 7 }];
	const { error, run, output } = await bench.run('smartMove', parameters, items, settings);
	expect(error).toBeUndefined();
	const { RequestParameters } = JSON.parse(orders().at(-1)!.body) as { RequestParameters: IDataObject };
	const address = new URL(String(RequestParameters.postbackUri));
	const goesOn = async (woken?: IRunExecutionData) => {
		if (!woken) throw new Error('It was not woken');
		return await bench.run('smartMove', parameters, items, { ...settings, asleep: stored(woken) });
	};
	const asleep = () => stored(run.data);
	return {
		applicationId: Number(jsonOf(output)[0]?.applicationId),
		query: Object.fromEntries(address.searchParams),
		asleep,
		timeIsUp: async () => await goesOn(asleep()),
		goesOn,
	};
}

const ready = ({ applicationId }: Sleeper) => ({ applicationId, reportStatus: 'RequestDeclined' });
const call = async (one: Sleeper, asleep: IRunExecutionData, query: Record<string, unknown>) =>
	await callSleeping(bench.url, asleep, { body: ready(one), query, headers: { authorization } });

describe('a sleeping execution', () => {
	it('is woken by nobody without the secret that SmartMove was given', async () => {
		const one = await sleeper('stop');
		const { wake, ...others } = one.query;
		const forged = wake!.replace(/^./, (first) => (first === 'a' ? 'b' : 'a'));
		for (const query of [{}, others, { ...others, wake: '' }, { wake: forged }, { wake: [wake, wake] }]) {
			expect(await call(one, one.asleep(), query)).toEqual({ status: 401, woken: undefined });
		}
		const { woken } = await call(one, one.asleep(), one.query);
		expect(woken).toBeDefined();
	});

	it('has another secret each time, and keeps none that could be read and sent', async () => {
		const [one, other] = [await sleeper('continue'), await sleeper('continue')];
		expect(one.query.wake).toMatch(/^[0-9a-f]{48}$/);
		expect(one.query.wake).not.toBe(other.query.wake);
		expectNoSecrets([one.asleep()], [one.query.wake!, ...keysOf(bench)]);
		expect((await call(one, one.asleep(), other.query)).status).toBe(401);
	});

	it('needs user and password of the postbacks as well', async () => {
		const one = await sleeper('continue');
		const { status } = await callSleeping(bench.url, one.asleep(), { body: ready(one), query: one.query });
		expect(status).toBe(401);
	});

	it.each(['continue', 'stop'] as const)('goes on with what it was woken with (%s)', async (whenTimeIsUp) => {
		const one = await sleeper(whenTimeIsUp);
		const { woken } = await call(one, one.asleep(), one.query);
		const { error, status, run, output } = await one.goesOn(woken);
		expect([error, status]).toEqual([undefined, 'success']);
		expect(jsonOf(output)).toEqual([
			expect.objectContaining({
				reportStatus: 'RequestDeclined',
				timedOut: false,
				customerReference: 'cust-42',
			}),
		]);
		expect(run.data.executionData?.nodeExecutionStack).toEqual([]);
		expect(run.data.resultData.runData['RentPrep SmartMove']).toHaveLength(1);
		expect(orders()).toHaveLength(1);
	});

	/** The execution as version 0.1.0 stored it. */
	function ofVersion010(asleep: IRunExecutionData, hasToken: boolean): IRunExecutionData {
		const entry: { metadata?: object } = asleep.executionData!.nodeExecutionStack[0]!;
		entry.metadata = { resumeError: { name: 'NodeOperationError', message: 'Too late' } };
		if (!hasToken) delete (asleep as { resumeToken?: string }).resumeToken;
		return asleep;
	}

	it('of version 0.1.0 is woken where n8n has a token of its own, and only there', async () => {
		const one = await sleeper('continue');
		if (one.query.signature) {
			const { woken } = await call(one, ofVersion010(one.asleep(), true), {});
			expect((await one.goesOn(woken)).status).toBe('success');
		}
		const withoutToken = await call(one, ofVersion010(one.asleep(), false), {});
		expect(withoutToken).toEqual({ status: 401, woken: undefined });
	});
});

describe('where an execution cannot sleep as it should, nothing is ordered', () => {
	const prototype = Object.getPrototypeOf(partners.smartMove.node()) as Required<Pick<INodeType, 'execute'>>;
	const { execute } = prototype;
	afterEach(() => jest.restoreAllMocks());

	/** Places an order on an n8n whose node context is changed by `instead`. */
	async function order(instead: (n8n: IExecuteFunctions) => object, parameters = {}, options = {}) {
		jest.spyOn(prototype, 'execute').mockImplementation(async function (this: IExecuteFunctions) {
			const context = Object.create(this) as IExecuteFunctions;
			for (const [name, value] of Object.entries(instead(this)))
				Object.defineProperty(context, name, { value });
			return await execute.call(context);
		});
		return await bench.run('smartMove', { ...ASLEEP, ...parameters } as never, [{}], options);
	}

	const asTool = { nodeTypeName: 'n8n-nodes-moving-partners.smartMoveTool' };
	it.each([
		['that says so', { isToolExecution: () => true }, {}],
		['that does not say so', { isToolExecution: () => false }, asTool],
		['before 2.3, which cannot say so', { isToolExecution: undefined }, asTool],
	])('for an agent, on an n8n %s', async (_, instead, options) => {
		const { error } = await order(() => instead, {}, options);
		expect(error?.message).toBe('An AI agent’s tool cannot sleep');
		expect(error?.description).toContain('Choose “Check Regularly”');
		expect(bench.arrived()).toEqual([]);
	});

	it('but for anybody else it is, also on n8n before 2.3', async () => {
		expect((await order(() => ({ isToolExecution: undefined }))).error).toBeUndefined();
		expect(orders()).toHaveLength(1);
	});

	it('where n8n lets no node fail later, and it is to', async () => {
		const { error } = await order(withoutStack, { whenTimeIsUp: 'stop' });
		expect(error?.message).toMatch(/^This version of n8n does not let a node stop with a message/);
		expect(error?.description).toMatch(/“Continue”.*“Check Regularly”.*Nothing was sent/);
		expect(bench.arrived()).toEqual([]);
	});

	/** A context without the stack of what n8n still has to run. */
	function withoutStack(n8n: IExecuteFunctions) {
		const { runExecutionData } = n8n as unknown as { runExecutionData: IRunExecutionData };
		const executionData = { ...runExecutionData.executionData, nodeExecutionStack: undefined };
		return { runExecutionData: { ...runExecutionData, executionData } };
	}
});

describe('when the time is up', () => {
	it('it goes on with what is known', async () => {
		const { output, status } = await (await sleeper('continue')).timeIsUp();
		expect(status).toBe('success');
		expect(jsonOf(output)).toMatchObject([{ reportStatus: 'Pending', timedOut: true }]);
		expect(orders()).toHaveLength(1);
	});

	const late = /^The report of application \d+ was not there in time; its last status is Pending$/;

	it.each([{}, { alwaysOutputData: true }])('it stops with a message (%j)', async (settings) => {
		const { run, status, error } = await (await sleeper('stop', settings)).timeIsUp();
		expect(status).toBe('error');
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringMatching(late),
			description: expect.stringContaining('do not place it again'),
		});
		const passedOn = run.data.resultData.runData['RentPrep SmartMove']!.map(({ data }) => data?.main ?? []);
		expect(passedOn.flat(2)).toEqual([]);
		expect(orders()).toHaveLength(1);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'it goes on with the message beside its own data (%s)',
		async (onError) => {
			const result = await (await sleeper('stop', { onError })).timeIsUp();
			const [by, notBy] =
				onError === 'continueErrorOutput'
					? [result.errorOutput, result.output]
					: [result.output, result.errorOutput];
			expect(jsonOf(by)).toEqual([
				{
					row: 7,
					error: expect.stringMatching(late),
					details: { description: expect.stringContaining('The order stands'), mayHaveHappened: true },
				},
			]);
			expect(pairing(by)).toEqual([0]);
			expect(notBy).toEqual([]);
			expect(orders()).toHaveLength(1);
		},
	);

	it('it fails again when the failed execution is tried again, and orders nothing', async () => {
		const one = await sleeper('stop');
		const { run } = await one.timeIsUp();
		const again = stored(run.data);
		delete again.resultData.error;
		again.resultData.runData['RentPrep SmartMove']!.pop();
		const { error } = await one.goesOn(again);
		expect(error?.message).toMatch(late);
		expect(orders()).toHaveLength(1);
	});
});
