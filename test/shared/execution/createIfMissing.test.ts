import type { IDataObject } from 'n8n-workflow';

import type { FaultSpec } from '../../../simulator/http/server';
import { smallReferral } from '../../partners/movingPortal/smallReferral';
import { jsonOf, succeeded, useSimulator } from '../../support/useSimulator';

jest.mock('../../../nodes/shared/http/retry', () => ({
	...jest.requireActual<object>('../../../nodes/shared/http/retry'),
	backOff: () => 1,
}));

const bench = useSimulator();
const tenant = (n: number) => ({ email: `tenant.${n}@example.test` });
const create = async (items: IDataObject[], parameters: IDataObject = {}, options = {}) =>
	await bench.run(
		'movem',
		{
			resource: 'application',
			operation: 'create',
			name: 'Ada Quill',
			email: '={{ $json.email }}',
			property: '9 Larch Row',
			...parameters,
		} as never,
		items,
		options,
	);
const refer = async (items: IDataObject[], parameters: IDataObject = {}, options = {}) =>
	await bench.run(
		'movingPortal',
		{ ...smallReferral, totalFeeInclVAT: 600, ...parameters } as never,
		items,
		options,
	);
const movem = () =>
	bench.control.state().partners.movem as unknown as { credits: number; maxInFlight: number };
const fault = (spec: FaultSpec) => bench.control.faults.add(spec);

const unanswered: Array<[string, FaultSpec]> = [
	['the connection broke after it was made', { kind: 'dropAfter', operationId: 'createApplication' }],
	['its answer was cut off', { kind: 'malformed', operationId: 'createApplication' }],
	['its answer was empty', { kind: 'empty', operationId: 'createApplication' }],
	[
		'its answer was replaced by a failure of the gateway',
		{ kind: 'empty', status: 502, operationId: 'createApplication' },
	],
];

describe('a create without an answer', () => {
	it.each(unanswered)('is found by what it made when %s, for one credit', async (_, spec) => {
		fault(spec);
		const { output } = succeeded(await create([tenant(1)]));
		expect(output[0]?.json).toMatchObject({ ...tenant(1), status: 'REQUESTED', alreadyExisted: false });
		expect(bench.arrived('createApplication')).toHaveLength(1);
		expect(movem().credits).toBe(99);
	});

	it.each(unanswered)(
		'is found under "Stop With a Message" too when %s: it is the one just made',
		async (_, spec) => {
			fault(spec);
			expect(succeeded(await create([tenant(1)], { ifExists: 'stop' })).output[0]?.json).toMatchObject({
				alreadyExisted: false,
			});
		},
	);

	it.each(unanswered)(
		'is neither searched for nor repeated under "Create Anyway" when %s',
		async (_, spec) => {
			fault(spec);
			const { error } = await create([tenant(1)], { ifExists: 'create' });
			expect(error?.description).toContain('It may have been carried out all the same');
			expect(bench.arrived().map(({ operationId }) => operationId)).toEqual(['createApplication']);
		},
	);

	it('says so when it is not found', async () => {
		fault({ kind: 'dropBefore', operationId: 'createApplication' });
		const { output } = await create([tenant(1)], {}, { onError: 'continueRegularOutput' });
		expect(jsonOf(output)).toEqual([
			{
				...tenant(1),
				error: 'Movem was asked, and the connection was closed before an answer came',
				details: {
					description: expect.stringContaining('It may have been carried out all the same'),
					mayHaveHappened: true,
				},
			},
		]);
	});

	it('keeps its own message when looking for it fails as well', async () => {
		fault({ kind: 'dropAfter', operationId: 'createApplication' });
		fault({ kind: 'status', status: 403, body: {}, operationId: 'listApplications', skip: 1, times: -1 });
		expect((await create([tenant(1)])).error?.message).toContain(
			'the connection was closed before an answer came',
		);
	});

	it('is found at The Moving Portal by its reference', async () => {
		fault({ kind: 'dropAfter', operationId: 'createReferral' });
		const { output } = succeeded(await refer([{ reference: 'I-1' }]));
		expect(output[0]?.json).toMatchObject({ uniqueIntegrationReference: 'I-1', alreadyExisted: false });
		expect(bench.arrived('createReferral')).toHaveLength(1);
	});

	it('is not searched for when the partner said no', async () => {
		fault({ kind: 'status', status: 400, body: { message: 'No' }, operationId: 'createApplication' });
		await create([tenant(1)]);
		expect(bench.arrived('listApplications')).toHaveLength(1);
	});
});

describe('the same thing twice in one run', () => {
	it('is made once, and the others wait for it', async () => {
		bench.control.setLatency(20);
		// The first item of a run goes alone, so only the others can race.
		const { output } = succeeded(await create([tenant(0), ...Array.from({ length: 9 }, () => tenant(1))]));
		expect(bench.arrived('createApplication')).toHaveLength(2);
		expect(new Set(jsonOf(output).map(({ id }) => id)).size).toBe(2);
		expect(jsonOf(output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([
			false,
			false,
			...Array<boolean>(8).fill(true),
		]);
	});

	it('is made by the next one when the first could not', async () => {
		fault({ kind: 'status', status: 400, body: { message: 'No' }, operationId: 'createApplication' });
		const { output } = await create(
			[tenant(1), tenant(1), tenant(1)],
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(jsonOf(output).map(({ error, alreadyExisted }) => (error ? 'failed' : alreadyExisted))).toEqual([
			'failed',
			false,
			true,
		]);
		expect(movem().credits).toBe(99);
	});

	it('does not keep different ones from going side by side', async () => {
		bench.control.setLatency(200);
		succeeded(await create(Array.from({ length: 21 }, (_, n) => tenant(n))));
		expect(movem().maxInFlight).toBe(10);
	});

	it('is made once although the answer was lost and it could not be searched for at once', async () => {
		fault({ kind: 'dropAfter', operationId: 'createApplication' });
		fault({ kind: 'status', status: 403, body: {}, operationId: 'listApplications', skip: 1 });
		const { output } = await create(
			[tenant(1), tenant(1), tenant(1)],
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(jsonOf(output)).toMatchObject([
			{ details: { mayHaveHappened: true } },
			{ ...tenant(1), alreadyExisted: true },
			{ ...tenant(1), alreadyExisted: true },
		]);
		expect(movem().credits).toBe(99);
	});

	it('is made once at sprove, too, although the answer was lost', async () => {
		fault({ kind: 'dropAfter', operationId: 'createProperty' });
		const loft = { resource: 'property', operation: 'create', name: 'Loft 7', address: 'Strandgaten 1' };
		const { output } = succeeded(
			await bench.run('sprove', { ...loft, rent: 9000, rentCurrency: 'NOK' }, [{}, {}, {}]),
		);
		expect(jsonOf(output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([false, true, true]);
		expect(bench.control.state().partners.sprove.properties).toHaveLength(1);
	});

	it('is not made by the next one while nobody knows what became of the first', async () => {
		fault({ kind: 'latency', ms: 1600, operationId: 'createApplication' });
		const { output } = await create(
			[tenant(1), tenant(1)],
			{ requestOptions: { timeout: 1 } },
			{ onError: 'continueRegularOutput' },
		);
		expect(jsonOf(output)).toMatchObject([
			{ error: expect.stringContaining('no answer came in time'), details: { mayHaveHappened: true } },
			{ error: expect.stringContaining('An earlier item of this run may have created the same one') },
		]);
		expect(bench.arrived('createApplication')).toHaveLength(1);
	});

	it('at The Moving Portal is referred once', async () => {
		bench.control.setLatency(10);
		const { output } = succeeded(
			await refer([{ reference: 'I-0' }, ...Array.from({ length: 6 }, () => ({ reference: 'I-1' }))]),
		);
		expect(bench.arrived('createReferral')).toHaveLength(2);
		expect(output).toHaveLength(7);
	});
});

describe('n8n’s Retry On Fail, which runs every item again', () => {
	const again = { retryOnFail: { maxTries: 3, waitBetweenTries: 1 } };

	it.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'makes nothing twice although answers were lost (%s)',
		async (onError) => {
			fault({ kind: 'dropAfter', operationId: 'createApplication', skip: 2 });
			// The search fails, so the item fails, too, and n8n runs the node again.
			fault({ kind: 'status', status: 403, body: {}, operationId: 'listApplications', skip: 1 });
			fault({ kind: 'status', status: 403, body: {}, operationId: 'createApplication' });
			await create(
				[tenant(1), tenant(2), tenant(3)],
				{ requestOptions: { concurrency: 1 } },
				{ ...again, onError },
			);
			const { output } = succeeded(await create([tenant(1), tenant(2), tenant(3)]));
			expect(jsonOf(output)).toMatchObject([tenant(1), tenant(2), tenant(3)]);
			expect(movem().credits).toBe(97);
			expect(bench.control.state().partners.movem).toMatchObject({ applications: { length: 3 } });
		},
	);
});
