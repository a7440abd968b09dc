import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { bodyOf, jsonOf, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

const ADA = { name: 'Ada Quill', email: 'ada.quill@example.test', property: '9 Larch Row' };
const upsert = async (items: IDataObject[], more: IDataObject = {}, options = {}) =>
	await bench.run(
		'movem',
		{
			resource: 'application',
			operation: 'upsert',
			name: '={{ $json.name }}',
			email: '={{ $json.email }}',
			property: '={{ $json.property }}',
			...more,
		} as INodeParameters,
		items,
		options,
	);
const movem = () => bench.control.state().partners.movem;
const messages = ({ hints }: { hints?: Array<{ message: string }> }) =>
	(hints ?? []).map(({ message }) => message);

it('creates what is not there, for one credit', async () => {
	const result = succeeded(await upsert([ADA]));
	expect(jsonOf(result.output)).toMatchObject([
		{ ...ADA, stage: 'invited', alreadyExisted: false, updated: false },
	]);
	expect(result.output[0]?.json).not.toHaveProperty('token');
	expect(movem().credits).toBe(99);
	expect(messages(result)).toEqual(['Movem, Custom: 1 created (1 credit).']);
});

it('changes what is there, and sends only what is other than it was', async () => {
	const [{ id } = {}] = jsonOf((await upsert([ADA])).output);
	bench.control.clearJournal();
	const result = succeeded(await upsert([{ ...ADA, name: 'Ada Quill-Finch' }]));
	expect(jsonOf(result.output)).toMatchObject([
		{ ...ADA, id, name: 'Ada Quill-Finch', alreadyExisted: true, updated: true },
	]);
	expect(bodyOf(bench.arrived('updateApplication')[0])).toEqual({ name: 'Ada Quill-Finch' });
	expect(bench.arrived('createApplication')).toEqual([]);
	expect(movem()).toMatchObject({ credits: 99, applications: [{ id, name: 'Ada Quill-Finch' }] });
	expect(messages(result)).toEqual(['Movem, Custom: 1 updated (no credit).']);
});

it('takes email and property for the same in any case of letters, and corrects the property', async () => {
	await upsert([ADA]);
	const { output } = succeeded(
		await upsert([{ ...ADA, email: 'ADA.QUILL@example.test', property: '9 LARCH ROW' }]),
	);
	expect(jsonOf(output)).toMatchObject([{ email: ADA.email, property: '9 LARCH ROW', updated: true }]);
	expect(movem().applications).toHaveLength(1);
});

it('sends nothing where nothing is other than it was', async () => {
	await upsert([ADA]);
	bench.control.clearJournal();
	const result = succeeded(await upsert([ADA]));
	expect(jsonOf(result.output)).toMatchObject([{ ...ADA, alreadyExisted: true, updated: false }]);
	expect(bench.lines()).toEqual(['GET /movem/application/']);
	expect(messages(result)).toEqual(['Movem, Custom: 1 existed already (no credit).']);
});

it('creates anew where the application has ended', async () => {
	const [{ id } = {}] = jsonOf((await upsert([ADA])).output);
	await bench.run('movem', {
		resource: 'application',
		operation: 'delete',
		applicationId: { __rl: true, mode: 'id', value: String(id) },
	});
	expect(jsonOf((await upsert([ADA])).output)).toMatchObject([{ ...ADA, alreadyExisted: false }]);
});

it('takes the last of equal items of a run, in their order', async () => {
	bench.control.setLatency(10);
	const names = ['Ada', 'Ada Quill', 'Ada Q', 'Ada Quill-Finch'];
	const { output } = succeeded(await upsert(names.map((name) => ({ ...ADA, name }))));
	expect(jsonOf(output).map(({ name }) => name)).toEqual(names);
	expect(jsonOf(output).map(({ updated }) => updated)).toEqual([false, true, true, true]);
	expect(movem()).toMatchObject({ credits: 99, applications: [{ name: 'Ada Quill-Finch' }] });
});

describe('another email for the same person', () => {
	const other = { ...ADA, email: 'ada@example.test' };

	it('is refused with the reason, before anything is sent', async () => {
		const [{ id } = {}] = jsonOf((await upsert([ADA])).output);
		bench.control.clearJournal();
		const { error } = await upsert([other]);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: `Ada Quill has an application for 9 Larch Row under another email, ada.quill@example.test, and Movem changes no email: ${String(id)}`,
			description: expect.stringMatching(/Nothing was sent.*Delete that application first/),
		});
		expect(bench.lines()).toEqual(['GET /movem/application/']);
		expect(movem().credits).toBe(99);
	});

	it('is refused within one run, too, however fast the items go', async () => {
		bench.control.setLatency(10);
		const first = { ...ADA, name: 'First' };
		const { output } = await upsert([first, ADA, other], {}, { onError: 'continueRegularOutput' });
		expect(jsonOf(output).map(({ error }) => error !== undefined)).toEqual([false, false, true]);
	});

	it('is a new tenant where name or property are others', async () => {
		await upsert([ADA]);
		const { error } = await upsert([
			{ ...other, name: 'Bo Quill' },
			{ ...other, property: '10 Larch Row' },
		]);
		expect(error).toBeUndefined();
		expect(movem().applications).toHaveLength(3);
	});
});

it('keeps credits back for what is to be created, and lets updates through', async () => {
	await upsert([ADA]);
	bench.control.movem.setCredits({ credits: 1 });
	const items = [
		{ ...ADA, name: 'Ada Quill-Finch' },
		{ ...ADA, name: 'Bo', email: 'bo@example.test' },
	];
	const { output } = await upsert(
		items,
		{ options: { keepCredits: 1 } },
		{ onError: 'continueRegularOutput' },
	);
	expect(jsonOf(output)).toMatchObject([
		{ updated: true },
		{ error: expect.stringContaining('1 credits, and 2 are needed: 1 for') },
	]);
	expect(movem().credits).toBe(1);
});

describe('credits kept back', () => {
	const other = { ...ADA, email: 'ada@example.test' };
	const bo = { ...ADA, name: 'Bo', email: 'bo@example.test' };
	const guarded = async (items: IDataObject[]) => {
		const { output } = await upsert(
			items,
			{ options: { keepCredits: 0 }, requestOptions: { concurrency: 1 } },
			{ onError: 'continueRegularOutput' },
		);
		return jsonOf(output).map(({ error, alreadyExisted }) => error ?? alreadyExisted);
	};
	const refused = expect.stringContaining('under another email, ada.quill@example.test');

	it('are none for an item that is refused for the email of an application', async () => {
		await upsert([ADA]);
		bench.control.movem.setCredits({ credits: 1 });
		expect(await guarded([other, bo])).toEqual([refused, false]);
		expect(movem().credits).toBe(0);
	});

	it('are none either for one that is refused for what an earlier item creates or renames', async () => {
		bench.control.movem.setCredits({ credits: 2 });
		expect(await guarded([ADA, other, bo])).toEqual([false, refused, false]);
		expect(movem().credits).toBe(0);

		bench.control.reset();
		await upsert([{ ...ADA, name: 'First' }]);
		bench.control.movem.setCredits({ credits: 1 });
		expect(await guarded([bo, ADA, other])).toEqual([false, true, refused]);
		expect(movem().credits).toBe(0);
	});

	it('are counted although Movem lists an application that has no name', async () => {
		const body = [{ id: 'a', status: 'REQUESTED', email: 'nobody@example.test', property: ADA.property }];
		bench.control.faults.add({ operationId: 'listApplications', kind: 'status', status: 200, body });
		bench.control.movem.setCredits({ credits: 1 });
		expect(await guarded([bo])).toEqual([false]);
	});
});

it('takes a create whose answer was lost for the one just made', async () => {
	bench.control.faults.add({ kind: 'dropAfter', operationId: 'createApplication' });
	const { output } = succeeded(await upsert([ADA]));
	expect(jsonOf(output)).toMatchObject([{ ...ADA, alreadyExisted: false, updated: false }]);
	expect(movem().credits).toBe(99);
});

it('says of an update whose answer was lost that it may have been carried out', async () => {
	await upsert([ADA]);
	bench.control.faults.add({ kind: 'dropAfter', operationId: 'updateApplication' });
	const { error } = await upsert([{ ...ADA, name: 'Ada Quill-Finch' }]);
	expect(error?.description).toContain('It may have been carried out all the same');
	expect(bench.arrived('updateApplication')).toHaveLength(1);
});
