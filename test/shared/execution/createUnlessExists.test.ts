import type { IDataObject } from 'n8n-workflow';

import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import { keepDetails, type FaultDetails } from '../../../nodes/shared/errors/faultDetails';
import { createUnlessExists, type IfItExists } from '../../../nodes/shared/execution/createIfMissing';
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
		addHint: () => {},
	} as never;
}

interface Staging {
	run?: never;
	/** What each search finds, in order; an error is thrown. */
	found?: Array<IDataObject | Error | undefined>;
	create?: () => Promise<IDataObject>;
	duplicateStatus?: number;
	names?: string[];
	isOurs?: (found: IDataObject) => boolean;
}

async function createOne(
	ifExists: IfItExists,
	{ run = newRun(), found = [], create = async () => ({ id: 'new' }), ...more }: Staging = {},
) {
	const made = jest.fn(create);
	const searches: boolean[] = [];
	const outcome: unknown = await createUnlessExists(run, {
		ifExists,
		identity: 'x',
		find: async (refresh) => {
			searches.push(refresh);
			const result = found[searches.length - 1];
			return result instanceof Error ? await Promise.reject(result) : result;
		},
		create: made,
		first: ['alreadyExisted'],
		existsMessage: ({ id }) => `There is ${String(id)} already`,
		...more,
	}).catch((failure: unknown) => failure);
	return { outcome, made: made.mock.calls.length, searches };
}

/** A create that fails as these details say. */
function failing(details: FaultDetails) {
	const failure = new Error('The create failed');
	keepDetails(failure, details);
	return { failure, create: async () => await Promise.reject<IDataObject>(failure) };
}

const old = { id: 'old' };

describe('a create that succeeds, or is not needed', () => {
	it.each([
		['create', undefined, { outcome: { id: 'new' }, made: 1, searches: [] }],
		['create', old, { outcome: { id: 'new' }, made: 1, searches: [] }],
		['return', undefined, { outcome: { id: 'new', alreadyExisted: false }, made: 1, searches: [false] }],
		['return', old, { outcome: { id: 'old', alreadyExisted: true }, made: 0, searches: [false] }],
		['stop', undefined, { outcome: { id: 'new', alreadyExisted: false }, made: 1, searches: [false] }],
	] as const)('%s, with %j there', async (ifExists, existing, expected) =>
		expect(await createOne(ifExists, { found: [existing] })).toEqual(expected),
	);

	it('begins its output with what is looked for first', async () => {
		const { outcome } = await createOne('return', { found: [old] });
		expect(Object.keys(outcome as object)).toEqual(['alreadyExisted', 'id']);
	});

	it('says under "Stop" what is there, that nothing was created, and by which field to go on', async () => {
		const { outcome, made } = await createOne('stop', { found: [old] });
		expect(outcome).toMatchObject({
			message: 'There is old already',
			description: expect.stringMatching(/^Nothing was created\. .*"If It Already Exists"/),
		});
		expect(made).toBe(0);
	});
});

describe('a create that the partner refuses as a duplicate', () => {
	const refused = (httpCode?: number) => failing({ httpCode, mayHaveHappened: false });

	it('is searched for once more, and returned as one that existed', async () => {
		const { create } = refused(409);
		expect(await createOne('return', { found: [undefined, old], create, duplicateStatus: 409 })).toEqual({
			outcome: { id: 'old', alreadyExisted: true },
			made: 1,
			searches: [false, true],
		});
	});

	it.each([
		['under "Stop", although it is found', 'stop', old],
		['when it is not found', 'return', undefined],
		['when the search fails', 'return', new Error('The search failed')],
	] as const)('fails as the partner said %s', async (_, ifExists, existing) => {
		const { failure, create } = refused(409);
		const { outcome } = await createOne(ifExists, {
			found: [undefined, existing],
			create,
			duplicateStatus: 409,
		});
		expect(outcome).toBe(failure);
	});

	it.each([
		['another status', 400, 409],
		['no status', undefined, 409],
		['no status, at a partner that takes duplicates', undefined, undefined],
	])('is no duplicate with %s, and is not searched for', async (_, httpCode, duplicateStatus) => {
		const { failure, create } = refused(httpCode);
		const result = await createOne('return', { found: [undefined, old], create, duplicateStatus });
		expect(result).toEqual({ outcome: failure, made: 1, searches: [false] });
	});
});

describe('a create that may have happened', () => {
	const doubtful = (httpCode?: number) => failing({ httpCode, mayHaveHappened: true });

	it.each(['return', 'stop'] as const)(
		'is the one that is then found, just made, under "%s"',
		async (ifExists) => {
			const { create } = doubtful(502);
			expect(await createOne(ifExists, { found: [undefined, old], create, duplicateStatus: 409 })).toEqual({
				outcome: { id: 'old', alreadyExisted: false },
				made: 1,
				searches: [false, true],
			});
		},
	);

	it.each(['return', 'stop'] as const)(
		'fails under "%s" when what is found is another one',
		async (ifExists) => {
			const { failure, create } = doubtful();
			const isOurs = ({ id }: IDataObject) => id === 'new';
			expect(await createOne(ifExists, { found: [undefined, old], create, isOurs })).toMatchObject({
				outcome: failure,
			});
		},
	);

	it('fails when it is not found', async () => {
		const { failure, create } = doubtful();
		expect(await createOne('return', { create })).toMatchObject({ outcome: failure });
	});

	it.each([
		['found', old],
		['not found', undefined],
	])(
		'makes the next search of the same run ask the partner anew, also when it was %s',
		async (_, existing) => {
			const run = newRun();
			await createOne('return', { run, found: [undefined, existing], ...doubtful() });
			expect(await createOne('return', { run, found: [old] })).toEqual({
				outcome: { id: 'old', alreadyExisted: true },
				made: 0,
				searches: [true],
			});
		},
	);

	it('is not made again in the same run while it is not found: the user is to look at the partner', async () => {
		const run = newRun();
		await createOne('return', { run, ...doubtful() });
		const { outcome, made } = await createOne('return', { run });
		expect(outcome).toMatchObject({
			message: expect.stringContaining('may have created the same one'),
			description: expect.stringMatching(/^Nothing was created for this item\. Look at the partner/),
		});
		expect(made).toBe(0);
	});

	it('is the same one as any that has one of its names', async () => {
		const run = newRun();
		await createOne('return', { run, names: ['a', 'b'], ...doubtful() });
		expect((await createOne('return', { run, names: ['c', 'b'] })).made).toBe(0);
		expect((await createOne('return', { run, names: ['c'] })).made).toBe(1);
	});

	it('is made by the next item when the partner refused the first', async () => {
		const run = newRun();
		await createOne('return', { run, ...failing({ httpCode: 400, mayHaveHappened: false }) });
		expect(await createOne('return', { run })).toEqual({
			outcome: { id: 'new', alreadyExisted: false },
			made: 1,
			searches: [false],
		});
	});
});
