import type { IDataObject } from 'n8n-workflow';

import { WithheldWrite } from './checkOnly';
import { createUnlessExists, type Creation } from './createIfMissing';
import { toNumber } from './lists';
import { startWith } from './startWith';
import type { OperationContext } from '../operation';

/** How an operation "Create or Update" finds, creates and updates one. */
type Upsert = Omit<Creation, 'ifExists' | 'existsMessage' | 'duplicateStatus'> &
	Required<Pick<Creation, 'update'>>;

/**
 * Creates something, or changes the one that exists already: {@link createUnlessExists} says how it is found.
 *
 * @returns it as it is then, with `alreadyExisted` and `updated` added. Both are false for a new one; `updated` is false
 *   for an existing one that needed no change, too
 */
export async function createOrUpdate(context: OperationContext, upsert: Upsert): Promise<IDataObject> {
	const existsMessage = () => '';
	const output = await createUnlessExists(context, { ...upsert, ifExists: 'return', existsMessage }).catch(
		(failure: unknown) => {
			if (!(failure instanceof WithheldWrite)) throw failure;
			throw new WithheldWrite({ wouldUpdate: false, ...failure.outcome });
		},
	);
	return startWith(upsert.first, { ...output, updated: output.updated === true });
}

/** The members of `wanted` that `existing` has otherwise, or not at all. A number may be there as a text. */
export function changedMembers(wanted: IDataObject, existing: IDataObject): IDataObject {
	const isSame = (is: unknown, value: unknown) =>
		is === value || (typeof value === 'number' && toNumber(is) === value);
	return Object.fromEntries(
		Object.entries(wanted).filter(([name, value]) => value !== undefined && !isSame(existing[name], value)),
	);
}
