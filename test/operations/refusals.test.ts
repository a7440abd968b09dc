import type { IDataObject } from 'n8n-workflow';

import type { FaultSpec } from '../../simulator/http/server';
import { Simulation } from '../../simulator/simulation';
import { partners, type PartnerName } from '../support/pack';
import { jsonOf, pairing, useSimulator } from '../support/useSimulator';
import { NATIVE } from '../partners/smartMove/order';
import { OPERATIONS, type TestedOperation } from './cases';

const bench = useSimulator();

/** An error body in the shape of each partner. */
const bodyOf = (partner: PartnerName, message: string) =>
	simulated[partner].errorResponse({ status: 400, message }).body;
const simulated = new Simulation().partners;

/** The status by which a partner says that a token has expired: the node then tries once more with a new one. */
const renewsOn = (partner: PartnerName) => {
	const { provider, values } = partners[partner];
	return provider.session?.(values)?.expiredOn ?? [];
};

const SENTENCE = 'The cat sat on the form';

interface Refusal {
	fault(partner: PartnerName): FaultSpec;
	/** Part of the message; the partner’s own words where it sends any. */
	says: string | ((operation: TestedOperation) => string);
	advises: string;
	httpCode?: string;
	/** Whether a write may have been carried out although it failed. */
	unsure?: true;
}

const status =
	(code: number): Refusal['fault'] =>
	(partner) => ({
		kind: 'status',
		status: code,
		body: bodyOf(partner, SENTENCE),
		times: renewsOn(partner).includes(code) ? 2 : 1,
	});
const words = (wordless: string) => (operation: TestedOperation) =>
	operation.wordless ? wordless : SENTENCE;

const REFUSALS: Record<string, Refusal> = {
	'400': {
		fault: status(400),
		says: words('not a valid reference'),
		advises: 'Check the values of this item',
		httpCode: '400',
	},
	'401': {
		fault: status(401),
		says: words('does not accept the credential'),
		advises: 'in the credential',
		httpCode: '401',
	},
	'403': { fault: status(403), says: words('HTTP 403'), advises: 'credential', httpCode: '403' },
	'404': { fault: status(404), says: words(''), advises: 'Check the', httpCode: '404' },
	'429': {
		fault: status(429),
		says: words('asks to slow down'),
		advises: 'Run it again later',
		httpCode: '429',
	},
	'500': {
		fault: status(500),
		says: words('cannot answer at the moment (HTTP 500)'),
		advises: 'Try again later',
		httpCode: '500',
		unsure: true,
	},
	'a closed connection': {
		fault: () => ({ kind: 'dropBefore' }),
		says: 'the connection was closed before an answer came',
		advises: 'If it stays so, check the environment',
		unsure: true,
	},
	'a web page': {
		fault: () => ({ kind: 'html', status: 502 }),
		says: 'HTTP 502',
		advises: 'Try again later',
		httpCode: '502',
		unsure: true,
	},
};

/** With "Return the Existing One" a lost create is searched for, and would not count as refused. */
const NO_LOOKING: IDataObject = { ifExists: 'create' };

const runThree = async (operation: TestedOperation, fault: FaultSpec) => {
	const items = operation.items(bench.control, 3);
	const creates = operation.parameters.operation === 'create' ? NO_LOOKING : {};
	// One at a time and without retries, so that the second item is the refused one.
	const own = (operation.parameters.requestOptions ?? {}) as IDataObject;
	const parameters = {
		...operation.parameters,
		...creates,
		requestOptions: { ...own, concurrency: 1, retries: 0 },
	} as typeof operation.parameters;
	bench.control.faults.add({ ...fault, operationId: operation.operationId, skip: 1 });
	return {
		items,
		result: await bench.run(operation.partner, parameters, items, { onError: 'continueErrorOutput' }),
	};
};

/** Operations of one item have tests of their own. */
const several = Object.entries(OPERATIONS).filter(([, { single }]) => !single);

describe.each(several)('%s, refused by', (_name, operation) => {
	const { writes } = operation;
	// For "does it exist?" a 404 means no.
	const refusals = Object.entries(REFUSALS).filter(([by]) => !(operation.wordless && by === '404'));

	it.each(refusals)(
		'%s: says so in the partner’s words, and what to do; the others go on',
		async (_, refusal) => {
			const { items, result } = await runThree(operation, refusal.fault(operation.partner));
			expect(pairing(result.output)).toEqual([0, 2]);
			expect(pairing(result.errorOutput)).toEqual([1]);
			const [failed] = jsonOf(result.errorOutput);
			expect(failed).toMatchObject(items[1]!);
			const says = typeof refusal.says === 'string' ? refusal.says : refusal.says(operation);
			expect(failed!.error).toContain(says);
			expect(failed!.error).toContain('[item 1]');
			const { description, httpCode, mayHaveHappened } = failed!.details as IDataObject;
			expect(description).toContain(refusal.advises);
			expect(httpCode === undefined ? undefined : String(httpCode)).toBe(refusal.httpCode);
			expect(mayHaveHappened).toBe(Boolean(writes && refusal.unsure));
			expect(String(description).includes('look there before you run this item again')).toBe(
				Boolean(writes && refusal.unsure),
			);
		},
	);

	it('an error that stops the run carries the item’s index, the code and the advice', async () => {
		const items = operation.items(bench.control, 1);
		bench.control.faults.add({ ...status(403)(operation.partner), operationId: operation.operationId });
		const { error } = await bench.run(
			operation.partner,
			{ ...operation.parameters, ...(writes ? { ifExists: 'create' } : {}) },
			items,
		);
		expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '403', context: { itemIndex: 0 } });
		expect(error?.message).toContain(operation.wordless ? 'HTTP 403' : SENTENCE);
		expect(error?.description).toBeTruthy();
	});

	// "Create or Update" looks for what it may have created, and finds it.
	const isFound = operation.parameters.operation === 'upsert';
	const empty = operation.emptyIsFine
		? 'takes an answer without a body for the success it is'
		: `does not take an answer without a body for a success${isFound ? ', and looks' : ''}`;
	it(empty, async () => {
		const { result } = await runThree(operation, { kind: 'empty', status: 200 });
		expect(pairing(result.output)).toEqual(operation.emptyIsFine || isFound ? [0, 1, 2] : [0, 2]);
		if (isFound) expect(jsonOf(result.output)[1]).toMatchObject({ alreadyExisted: false });
		if (operation.emptyIsFine || isFound) return;
		const [failed] = jsonOf(result.errorOutput);
		expect(failed!.error).toMatch(/answered with nothing|There is no /);
		expect(failed!.details).toMatchObject({ mayHaveHappened: writes });
	});

	it('does not take a web page for a success', async () => {
		const { result } = await runThree(operation, { kind: 'html', status: 200 });
		const [failed] = jsonOf(result.errorOutput);
		expect(failed!.error).toMatch(/a web page instead of (data|a file)/);
		expect((failed!.details as IDataObject).description).toContain('Check the base URL');
	});
});

describe('secrets', () => {
	const echo = { kind: 'status', status: 400 } as const;

	it.each([
		['movem', { resource: 'credit', operation: 'get' }, { message: 'Bad key movem-sim-key-0001' }],
		[
			'mymove',
			{ resource: 'lead', operation: 'getAll' },
			{ error: 'Bad token mymove-sim-token-0001, base64 bXltb3ZlLXNpbS10b2tlbi0wMDAx' },
		],
		[
			'movingPortal',
			OPERATIONS['movingPortal referral create']!.parameters,
			{ title: 'Bad', detail: 'sim-password-0001', errors: { x: ['sim-password-0001'] } },
		],
		[
			'smartMove',
			{ ...NATIVE, additionalFields: { postbackUri: 'https://hooks.example.test/x' } },
			{ Message: 'Bad key 5a3e0000-1111-2222-3333-444455556666, postback sim-postback-0001' },
		],
		['sprove', { resource: 'property', operation: 'getAll' }, { error: 'Bad key sprove-sim-secret-0001' }],
	] as const)('that %s sends back are redacted from the error', async (partner, parameters, body) => {
		bench.control.faults.add({ ...echo, body, times: -1 });
		// bench.run searches for secrets.
		const stopped = await bench.run(partner, { ...parameters, ifExists: 'create' }, [
			{ fee: 1, reference: 'I-1' },
		]);
		expect(stopped.error?.message).toContain('Bad');
		const { output } = await bench.run(
			partner,
			{ ...parameters, ifExists: 'create' },
			[{ fee: 1, reference: 'I-1' }],
			{ onError: 'continueRegularOutput' },
		);
		expect(JSON.stringify(output)).toContain('***');
	});

	it.each(['a', 'ab', 'abc'])(
		'are known inside a Basic header that comes back, after a user name such as %s',
		async (username) => {
			const header = Buffer.from(`${username}:sim-password-0001`).toString('base64');
			bench.control.faults.add({ ...echo, body: { title: 'Bad', detail: `Basic ${header}` } });
			const { error } = await bench.run(
				'movingPortal',
				{ ...OPERATIONS['movingPortal referral create']!.parameters, ifExists: 'create' },
				[{ fee: 1 }],
				{ credential: { username } },
			);
			expect(error?.message).toMatch(/Basic \w*\*{3}/);
			const rest = /Basic (\w*)\*{3}/.exec(error?.message ?? '')?.[1] ?? header;
			expect(Buffer.from(rest, 'base64').toString()).not.toContain('sim');
		},
	);

	it('are known without the blanks that were pasted along with them', async () => {
		bench.control.faults.add({ ...echo, body: { message: 'Bad key movem-sim-key-0001' } });
		const { error } = await bench.run('movem', { resource: 'credit', operation: 'get' }, [{}], {
			credential: { apiKey: ' movem-sim-key-0001\n' },
		});
		expect(error?.message).toContain('Bad key ***');
	});
});
