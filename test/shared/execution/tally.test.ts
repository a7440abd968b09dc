/** What a run tells of its items, without n8n: told.test.ts runs nodes. */
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
