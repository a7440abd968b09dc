import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import { faultDetails } from '../../../nodes/shared/errors/faultDetails';
import { mapSequentially } from '../../../nodes/shared/execution/mapSequentially';
import { acme, acmeNode as node } from '../../support/acme';

/** Works through names of which one fails; returns the outcome and the names that were tried. */
async function failing(names: string[], bad: string, failure: unknown) {
	const tried: string[] = [];
	const thrown: unknown = await mapSequentially(names, async (name) => {
		tried.push(name);
		return name === bad ? await Promise.reject(failure) : name;
	}).catch((one: unknown) => one);
	expect(thrown).toBe(failure);
	return tried;
}
const refused = (description?: string) => {
	const error = new ErrorFactory(node, acme, () => []).operation('Refused', description ?? '', {
		httpCode: 400,
	});
	if (description === undefined) Object.assign(error, { description: undefined });
	return error as Error & { description?: string };
};

describe('mapSequentially', () => {
	it('works in the order of the names, one after the other', async () => {
		let under = 0;
		const results = await mapSequentially(['a', 'b', 'c'], async (name) => {
			expect(++under).toBe(1);
			await Promise.resolve();
			under--;
			return name.toUpperCase();
		});
		expect(results).toEqual(['A', 'B', 'C']);
	});

	it.each([
		[
			'a',
			['a'],
			'No.\nIt failed for a.\nNothing was done before.\nNot tried: b, c.',
			{ done: [], notDone: ['a', 'b', 'c'] },
		],
		[
			'b',
			['a', 'b'],
			'No.\nIt failed for b.\nDone before, and not to be done again: a.\nNot tried: c.',
			{ done: ['a'], notDone: ['b', 'c'], mayHaveHappened: true },
		],
		[
			'c',
			['a', 'b', 'c'],
			'No.\nIt failed for c.\nDone before, and not to be done again: a, b.',
			{ done: ['a', 'b'], notDone: ['c'], mayHaveHappened: true },
		],
	])('of which %s fails end there, and say how far they came', async (bad, tried, description, details) => {
		const failure = refused('No.');
		const before = { ...faultDetails(failure) };
		expect(await failing(['a', 'b', 'c'], bad, failure)).toEqual(tried);
		expect(failure.description).toBe(description);
		expect(faultDetails(failure)).toEqual({ ...before, ...details });
	});

	it('say it also of a failure that says nothing more', async () => {
		const failure = refused();
		await failing(['a', 'b'], 'b', failure);
		expect(failure.description).toBe('It failed for b.\nDone before, and not to be done again: a.');
	});

	it('say nothing of how far they came where there is one', async () => {
		const failure = refused('No.');
		await failing(['a'], 'a', failure);
		expect(failure.description).toBe('No.');
		expect(faultDetails(failure)).not.toHaveProperty('notDone');
	});

	it('pass on what is no error as it is', async () => {
		expect(await failing(['a', 'b'], 'a', 'cancelled')).toEqual(['a']);
	});
});
