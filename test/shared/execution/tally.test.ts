/** What a run tells of its items, without n8n: told.test.ts runs nodes. */
import type { IDataObject } from 'n8n-workflow';

import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import { Tally } from '../../../nodes/shared/execution/tally';
import type { Operation } from '../../../nodes/shared/operation';
import { acme, acmeNode } from '../../support/acme';

const errors = new ErrorFactory(acmeNode, acme, () => []);
const refused = () => errors.operation('Refused', 'Ask.', {});
const doubtful = () => errors.operation('Broken off', 'Look.', { mayHaveHappened: true });

interface Happened {
	changes?: string;
	cost?: string;
	made?: number;
	existed?: number;
	failures?: Array<[number, unknown]>;
}

function tallied({ changes, cost, made = 0, existed = 0, failures = [] }: Happened) {
	const tally = new Tally({ changes, cost } as Operation);
	for (let n = 0; n < made; n++) tally.succeeded([{ json: { id: n } }]);
	if (existed > 0)
		tally.succeeded(Array.from({ length: existed }, () => ({ json: { alreadyExisted: true } })));
	for (const [index, failure] of failures) tally.failed(index, failure);
	return tally;
}
const created = { changes: 'created' };
const bought = { changes: 'created', cost: 'credit' };

describe('the sentence of a run', () => {
	it.each<[string | undefined, Happened]>([
		['1 created.', { ...created, made: 1 }],
		['2 existed already.', { ...created, existed: 2 }],
		['2 created, 1 existed already.', { ...created, made: 2, existed: 1 }],
		['1 created (1 credit).', { ...bought, made: 1 }],
		['2 created (2 credits), 1 existed already (no credit).', { ...bought, made: 2, existed: 1 }],
		['1 failed.', { ...created, failures: [[0, refused()]] }],
		[
			'1 created, 2 failed (1 may have been carried out all the same).',
			{
				...created,
				made: 1,
				failures: [
					[1, refused()],
					[2, doubtful()],
				],
			},
		],
		// Nothing was done, or nothing is changed.
		[undefined, created],
		[undefined, { made: 1, existed: 1, failures: [[0, doubtful()]] }],
	])('is %j', (sentence, happened) => expect(tallied(happened).sentence()).toBe(sentence));

	it('counts each of several that one item names, and what only looks like existing as made', () => {
		const tally = tallied(created);
		tally.succeeded([{ json: {} }, { json: { alreadyExisted: true } }, { json: { alreadyExisted: 'no' } }]);
		expect(tally.sentence()).toBe('2 created, 1 existed already.');
	});
});

describe('the sentence of a run that only checks', () => {
	const sentence = (outputs: IDataObject[], { changes, cost }: Happened = bought) => {
		const tally = new Tally({ changes, cost } as Operation);
		for (const json of outputs) tally.succeeded([{ json }]);
		return tally.sentence();
	};
	const missing = (creditsAvailable: number | null) => ({ wouldCreate: true, creditsAvailable });
	const there = { wouldCreate: false, alreadyExisted: true };
	const repeated = { wouldCreate: false, alreadyExisted: false, repeatsEarlierItem: true };
	const other = { ...there, wouldUpdate: true };

	it.each<[IDataObject[], string]>([
		[[missing(13)], '1 would be created (1 credit; there are 13). Nothing was sent.'],
		[[missing(1), missing(1)], '2 would be created (2 credits; there is 1). Nothing was sent.'],
		[[missing(null)], '1 would be created (1 credit). Nothing was sent.'],
		[[there], '1 exists already. Nothing was sent.'],
		[[there, there, repeated], '2 exist already, 1 repeats an earlier item. Nothing was sent.'],
		[[repeated, repeated], '2 repeat an earlier item. Nothing was sent.'],
		[[other, there], '1 would be updated, 1 exists already. Nothing was sent.'],
		// Some items were not only checked, so something was sent.
		[[missing(null), { id: 1 }], '1 created (1 credit), 1 would be created (1 credit).'],
	])('%j is %j', (outputs, expected) => expect(sentence(outputs)).toBe(expected));

	it('names no price where there is none, and what is done by the operation', () => {
		expect(sentence([{ wouldCreate: true }], { changes: 'ordered' })).toBe(
			'1 would be ordered. Nothing was sent.',
		);
	});

	it('tells apart what was updated and what was left as it was', () => {
		const outputs = [
			{ alreadyExisted: true, updated: true },
			{ alreadyExisted: true, updated: false },
			{ alreadyExisted: false, updated: false },
			// A partner's own member of that name.
			{ updated: '2025-03-01' },
		];
		expect(sentence(outputs)).toBe(
			'2 created (2 credits), 1 updated (no credit), 1 existed already (no credit).',
		);
		expect(sentence(outputs, created)).toBe('2 created, 1 updated, 1 existed already.');
	});
});

describe('the error of a run that stopped half-way', () => {
	const described = (happened: Happened, failure: unknown = { description: 'Ask.' }) => {
		tallied(happened).describe(failure);
		return (failure as { description?: unknown } | undefined)?.description;
	};

	it('says what was done before', () => {
		expect(described({ ...bought, made: 2, existed: 1 })).toBe(
			'Ask.\nAlready done in this run: 2 created (2 credits), 1 existed already (no credit).',
		);
		expect(described({ ...created, made: 1 }, {})).toBe('Already done in this run: 1 created.');
		expect(described({ ...created, made: 1 }, { description: null })).toBe(
			'Already done in this run: 1 created.',
		);
	});

	it('says no more where nothing was done, or nothing is changed', () => {
		expect(described(created)).toBe('Ask.');
		expect(described({ made: 2, existed: 1, failures: [[1, doubtful()]] })).toBe('Ask.');
	});

	it('names the other items in doubt in their order, and not itself', () => {
		const failure = doubtful();
		const failures: Array<[number, unknown]> = [
			[12, doubtful()],
			[3, failure],
			[9, doubtful()],
			[4, refused()],
			[2, doubtful()],
		];
		expect(described({ ...created, failures }, failure)).toBe(
			'Look.\nMay have been carried out as well: item 2, 9, 12. Look there before you run it again.',
		);
	});

	it('is left as it is where it is no object', () => {
		expect(() => tallied({ ...created, made: 1 }).describe(undefined)).not.toThrow();
		expect(() => tallied({ ...created, made: 1 }).describe('x')).not.toThrow();
	});
});
