/** What is checked and what is created or updated, without n8n: test/operations/checkOnly.test.ts runs nodes. */
import type { IDataObject } from 'n8n-workflow';

import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import { keepDetails } from '../../../nodes/shared/errors/faultDetails';
import { check, WithheldWrite } from '../../../nodes/shared/execution/checkOnly';
import { createUnlessExists, type IfItExists } from '../../../nodes/shared/execution/createIfMissing';
import { changedMembers, createOrUpdate } from '../../../nodes/shared/execution/createOrUpdate';
import type { Operation } from '../../../nodes/shared/operation';
import { acme, acmeNode } from '../../support/acme';

/** What items of one run share, as far as a create needs it. */
function newRun() {
	const kept = new Map<string, Promise<unknown>>();
	return {
		runExclusive: async (_: string, work: () => Promise<unknown>) => await work(),
		memoize: async (name: string, work: () => Promise<unknown>) => {
			if (!kept.has(name)) kept.set(name, work());
			return await kept.get(name);
		},
		operationError: (message: string, advice: string) =>
			new ErrorFactory(acmeNode, acme, () => []).operation(message, advice),
	} as never;
}

const withheld = async () => await Promise.reject<never>(new WithheldWrite());
const old = { id: 'old', name: 'Ada' };

interface Staging {
	found?: IDataObject;
	create?: () => Promise<IDataObject>;
	update?: (existing: IDataObject) => Promise<IDataObject | undefined>;
}
const upsert = async ({ found, create = async () => ({ id: 'new' }), update }: Staging, run = newRun()) =>
	await createOrUpdate(run, {
		identity: 'x',
		find: async () => found,
		create,
		update: update ?? (async () => undefined),
		first: ['updated'],
	});

/** An operation that checks what it does to one item. */
const operation = (run: Operation['run'], more: Partial<Operation> = {}) =>
	({ run, checkOnly: { shown: ({ name }) => ({ name }) }, ...more }) as Operation;
const checked = async (run: Operation['run'], more: Partial<Operation> = {}) =>
	await check(operation(run, more), { name: 'Ada', card: '4111' }, newRun());

describe('Create or Update', () => {
	it('says which of the three it was', async () => {
		expect(await upsert({})).toEqual({ id: 'new', alreadyExisted: false, updated: false });
		const update = async () => ({ id: 'old', name: 'Bo' });
		const changed = await upsert({ found: old, update });
		expect(changed).toEqual({ id: 'old', name: 'Bo', alreadyExisted: true, updated: true });
		expect(Object.keys(changed)[0]).toBe('updated');
		expect(await upsert({ found: old })).toEqual({ ...old, alreadyExisted: true, updated: false });
	});

	it('takes what a lost answer had made for new', async () => {
		const failure = new Error('Lost');
		keepDetails(failure, { mayHaveHappened: true });
		const found: Array<IDataObject | undefined> = [undefined, old];
		const output = await createOrUpdate(newRun(), {
			identity: 'x',
			find: async () => found.shift(),
			create: async () => await Promise.reject(failure),
			update: async () => await Promise.reject(new Error('Not to be updated')),
			first: [],
		});
		expect(output).toEqual({ ...old, alreadyExisted: false, updated: false });
	});

	it('fails with what an update fails with', async () => {
		const update = async () => await Promise.reject<never>(new Error('Refused'));
		await expect(upsert({ found: old, update })).rejects.toThrow('Refused');
		const create = async () => await Promise.reject<never>(new Error('Refused, too'));
		await expect(upsert({ create })).rejects.toThrow('Refused, too');
	});

	it.each<[IDataObject, IDataObject, IDataObject]>([
		[{ name: 'Ada', rent: 9000 }, { name: 'Ada', rent: 9000, id: 1 }, {}],
		[{ name: 'Ada', rent: 9000 }, { name: 'ada', rent: '9000.00' }, { name: 'Ada' }],
		[{ rent: 9000 }, { rent: 'a lot' }, { rent: 9000 }],
		[{ rent: 9000, deposit: undefined }, {}, { rent: 9000 }],
		[{ name: '5' }, { name: 5 }, { name: '5' }],
	])('of %j, where there is %j, sends %j', (wanted, existing, changes) =>
		expect(changedMembers(wanted, existing)).toEqual(changes),
	);
});

describe('a check', () => {
	it('shows what an item is known by, and nothing else of it, where a write is withheld', async () => {
		expect(await checked(withheld)).toEqual({ name: 'Ada', wouldCreate: true });
	});

	it('passes on what exists', async () => {
		const found = async () => ({ ...old, alreadyExisted: true });
		expect(await checked(found)).toEqual({ ...old, alreadyExisted: true, wouldCreate: false });
		const unchanged = async () => ({ ...old, alreadyExisted: true, updated: false });
		expect(await checked(unchanged)).toEqual({
			...old,
			alreadyExisted: true,
			wouldCreate: false,
			wouldUpdate: false,
		});
	});

	it('fails where the run would', async () => {
		const failing = async () => await Promise.reject<never>(new Error('Not enough credits'));
		await expect(checked(failing)).rejects.toThrow('Not enough credits');
	});

	it('says what it would cost, and what there is', async () => {
		const shown = () => ({});
		const cost = { cost: 'credit', checkOnly: { shown, available: async () => 13 } };
		expect(await checked(withheld, cost)).toEqual({
			wouldCreate: true,
			creditsNeeded: 1,
			creditsAvailable: 13,
		});
		expect(await checked(async () => old, cost)).toMatchObject({ creditsNeeded: 0, creditsAvailable: 13 });
		const unknown = { shown, available: async () => undefined };
		for (const checkOnly of [unknown, { shown }])
			expect(await checked(withheld, { cost: 'credit', checkOnly })).toMatchObject({
				creditsAvailable: null,
			});
	});

	const once = async (ifExists: IfItExists, run: never, names?: string[]) =>
		await createUnlessExists(run, {
			ifExists,
			identity: 'x',
			names,
			find: async () => undefined,
			create: withheld,
			first: [],
			existsMessage: () => '',
		}).catch((failure: unknown) => (failure instanceof WithheldWrite ? failure.outcome : failure));

	it('takes the first of equal items for the one that would be created', async () => {
		const run = newRun();
		expect(await once('return', run)).toEqual({ alreadyExisted: false });
		expect(await once('return', run)).toEqual({
			alreadyExisted: false,
			wouldCreate: false,
			repeatsEarlierItem: true,
		});
	});

	it('takes for equal what has one name in common with one that would be created', async () => {
		const run = newRun();
		expect(await once('return', run, ['a', 'b'])).toEqual({ alreadyExisted: false });
		expect(await once('return', run, ['c', 'b'])).toMatchObject({ repeatsEarlierItem: true });
		expect(await once('return', run, ['c'])).toEqual({ alreadyExisted: false });
	});

	it('fails for the others under "Stop With a Message"', async () => {
		const run = newRun();
		expect(await once('stop', run)).toEqual({ alreadyExisted: false });
		expect(await once('stop', run)).toMatchObject({
			message: expect.stringContaining('An earlier item of this run would create the same one'),
			description: expect.stringContaining('Nothing was sent'),
		});
	});

	it('knows of nothing under "Create Anyway"', async () => {
		const run = newRun();
		expect([await once('create', run), await once('create', run)]).toEqual([{}, {}]);
	});

	it('of Create or Update says which it would be', async () => {
		const outcomeOf = async (staging: Staging) =>
			await upsert(staging).catch(({ outcome }: WithheldWrite) => outcome);
		expect(await outcomeOf({ create: withheld })).toEqual({ alreadyExisted: false, wouldUpdate: false });
		expect(await outcomeOf({ found: old, update: withheld })).toEqual({
			alreadyExisted: true,
			id: 'old',
			wouldCreate: false,
			wouldUpdate: true,
		});
		expect(await outcomeOf({ found: { name: 'Ada' }, update: withheld })).toMatchObject({ id: null });
	});
});
