import type { IDataObject } from 'n8n-workflow';

import type { Operation, OperationContext } from '../operation';

/** Thrown in place of a write under "Check Only". */
export class WithheldWrite extends Error {
	/** @param outcome what is known of the item by then, for its output */
	constructor(readonly outcome: IDataObject = {}) {
		super('Check Only sends nothing that creates or changes.');
	}
}

/**
 * Runs an operation for one item up to its first write, which the context withholds.
 *
 * @returns what would happen: `wouldCreate`, for "Create or Update" `wouldUpdate`, `alreadyExisted` where it was looked
 *   for, and for an operation with a cost how much of it is needed and there is
 * @throws what the run would throw before its first write
 */
export async function check(
	operation: Operation,
	values: Record<string, unknown>,
	context: OperationContext,
): Promise<IDataObject> {
	const { cost, checkOnly } = operation;
	const outcome = await operation.run(values, context).then(
		(result) => {
			const { updated, ...existing } = result as IDataObject;
			return { ...existing, wouldCreate: false, ...(updated !== undefined && { wouldUpdate: false }) };
		},
		(failure: unknown) => {
			if (!(failure instanceof WithheldWrite)) throw failure;
			return { ...checkOnly?.shown(values), wouldCreate: true, ...failure.outcome };
		},
	);
	if (!cost) return outcome;
	const available = (await checkOnly?.available?.(context)) ?? null;
	return { ...outcome, [`${cost}sNeeded`]: outcome.wouldCreate ? 1 : 0, [`${cost}sAvailable`]: available };
}

/**
 * What a check says of an item that would be created because it was not found. Of equal items of a run only the first
 * would be.
 *
 * @param names texts of which one in common makes two items equal
 * @throws NodeOperationError for the others under "Stop With a Message"
 */
export async function withheldCreate(
	names: readonly string[],
	stopsIfExists: boolean,
	context: Pick<OperationContext, 'memoize' | 'operationError'>,
): Promise<WithheldWrite> {
	const checked = await context.memoize('creates withheld', async () => new Set<string>());
	const repeats = names.some((name) => checked.has(name));
	if (!repeats) names.forEach((name) => checked.add(name));
	if (repeats && stopsIfExists) {
		throw context.operationError(
			'An earlier item of this run would create the same one',
			'Nothing was sent. Choose another "If It Already Exists" to go on with it.',
		);
	}
	return new WithheldWrite({
		alreadyExisted: false,
		...(repeats && { wouldCreate: false, repeatsEarlierItem: true }),
	});
}

/** What would become of checked items, as parts of a sentence: "3 would be created (3 credits; there are 13)". */
export function wouldHappen({ changes, cost }: Operation, checked: readonly IDataObject[]): string[] {
	const count = (name: string) => checked.filter(({ [name]: is }) => is === true).length;
	const created = count('wouldCreate');
	const available = checked.map((json) => json[`${cost}sAvailable`]).find((one) => typeof one === 'number');
	const balance = available === undefined ? '' : `; there ${available === 1 ? 'is' : 'are'} ${available}`;
	const price = cost ? ` (${created} ${cost}${created === 1 ? '' : 's'}${balance})` : '';
	const updated = count('wouldUpdate');
	const existing = count('alreadyExisted') - updated;
	const repeated = count('repeatsEarlierItem');
	return [
		...(created > 0 ? [`${created} would be ${changes}${price}`] : []),
		...(updated > 0 ? [`${updated} would be updated`] : []),
		...(existing > 0 ? [`${existing} ${existing === 1 ? 'exists' : 'exist'} already`] : []),
		...(repeated > 0 ? [`${repeated} ${repeated === 1 ? 'repeats' : 'repeat'} an earlier item`] : []),
	];
}
