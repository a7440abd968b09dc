import type { IDataObject } from 'n8n-workflow';

import { faultDetails } from '../errors';
import { choice } from '../fields';
import type { OperationContext } from '../operation';

/** The values of "If It Already Exists". */
export type IfItExists = 'create' | 'return' | 'stop';

/**
 * The field that makes a create safe to run twice.
 *
 * @param sameness how the partner's data shows that it is the same one, in words: "same email and property"
 * @param hint what is and is not guaranteed, for the eye of the user
 */
export function ifItAlreadyExists(sameness: string, hint: string) {
	return choice<IfItExists>({
		displayName: 'If It Already Exists',
		default: 'return',
		description: `What to do when there is one with the ${sameness} already`,
		hint,
		options: [
			{ name: 'Create Anyway', value: 'create', description: 'Create without looking' },
			{
				name: 'Return the Existing One',
				value: 'return',
				description: 'Create nothing and pass on what is there',
			},
			{ name: 'Stop With a Message', value: 'stop', description: 'Create nothing and let this item fail' },
		],
	});
}

/** How an operation finds and creates the one in question. */
interface Creation {
	ifExists: IfItExists;
	/** What makes it the same one, as a text; items with the same text wait for each other. */
	identity: string;
	/** The existing one, if any. `again` means: what was known may be out of date. */
	find(refresh: boolean): Promise<IDataObject | undefined>;
	create(): Promise<IDataObject>;
	/** Sentence for "stop": what exists already. */
	existsMessage(existing: IDataObject): string;
	/** Status by which the partner itself refuses a second one, where it does. */
	duplicateStatus?: number;
}

/**
 * Creates something unless it exists. A create of which no answer came back is never repeated; it is
 * looked for instead, and what is found then is what was created.
 *
 * @returns the new or the existing one, with `alreadyExisted` beside it unless nobody looked
 */
export async function createUnlessExists(
	context: OperationContext,
	creation: Creation,
): Promise<IDataObject> {
	const { ifExists, identity, find, create, existsMessage, duplicateStatus } = creation;
	if (ifExists === 'create') return await create();
	return await context.runExclusive(identity, async () => {
		const uncertain = await context.memoize('creates in doubt', async () => new Set<string>());
		const isUncertain = uncertain.has(identity);
		const existing = await find(isUncertain);
		if (existing && ifExists === 'stop') {
			throw context.operationError(
				existsMessage(existing),
				'Nothing was created. Choose another "If It Already Exists" to go on with it.',
			);
		}
		if (existing) return { ...existing, alreadyExisted: true };
		// It may be on its way: what takes longer than a time-out is not found yet.
		if (isUncertain) {
			throw context.operationError(
				'An earlier item of this run may have created the same one, and got no answer that settles it',
				'Nothing was created for this item. Look at the partner before you run it again.',
			);
		}
		return await create().then(
			(created) => ({ ...created, alreadyExisted: false }),
			async (failure: unknown) => {
				const { mayHaveHappened, httpCode } = faultDetails(failure);
				const isDuplicate = httpCode !== undefined && httpCode === duplicateStatus;
				const found = mayHaveHappened || isDuplicate ? await find(true).catch(() => undefined) : undefined;
				// Found or not: what is remembered from before the create does not have it.
				if (mayHaveHappened) uncertain.add(identity);
				return found && (ifExists === 'return' || mayHaveHappened)
					? { ...found, alreadyExisted: isDuplicate }
					: await Promise.reject(failure);
			},
		);
	});
}
