import type { IDataObject } from 'n8n-workflow';

import { WithheldWrite, withheldCreate } from './checkOnly';
import { faultDetails } from '../errors';
import { binding, choice } from '../fields';
import type { OperationContext } from '../operation';
import { startWith } from './startWith';

/** The values of the field "If It Already Exists". */
export type IfItExists = 'create' | 'return' | 'stop';

/**
 * The field "If It Already Exists", which makes a create safe to run twice.
 *
 * @param sameness what makes two of them the same, for the user: "same email and property"
 * @param hint what it needs, for the user
 */
export function ifItAlreadyExists(sameness: string, hint?: string) {
	return binding(
		choice<IfItExists>({
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
		}),
	);
}

/** How an operation finds an existing one and creates a new one. */
export interface Creation {
	ifExists: IfItExists;
	/** A text that is the same for items that would create the same one. Such items wait for each other. */
	identity: string;
	/** Where one of several texts is enough to make it the same one: those texts; else `identity` alone. */
	names?: readonly string[];
	/** Whether what is found after a lost create is the one just created; absent where it always is. */
	isOurs?(found: IDataObject): boolean;
	/** Returns the existing one, or undefined. @param refresh true: do not trust what was read before */
	find(refresh: boolean): Promise<IDataObject | undefined>;
	create(): Promise<IDataObject>;
	/** For "Create or Update": changes the existing one; undefined where there is nothing to change. */
	update?(existing: IDataObject): Promise<IDataObject | undefined>;
	/** The members that its output begins with, `alreadyExisted` among them. */
	first: readonly string[];
	/** The message under "Stop With a Message". */
	existsMessage(existing: IDataObject): string;
	/** The status with which the partner refuses a duplicate; absent where it accepts duplicates. */
	duplicateStatus?: number;
}

/**
 * Creates something unless it exists. A create without a response is never repeated. It is looked up instead, and what is
 * then found is taken for the one just created, unless `isOurs` says otherwise.
 *
 * @returns the new or the existing one, with `alreadyExisted` added, except under "Create Anyway"
 * @throws NodeOperationError under "Stop With a Message" when it exists, or when an earlier item may have created it;
 *   what `create` throws, when a look-up does not find it
 */
export async function createUnlessExists(
	context: OperationContext,
	creation: Creation,
): Promise<IDataObject> {
	const { ifExists, identity, find, create, update, first, existsMessage, duplicateStatus } = creation;
	const { names = [identity], isOurs = () => true } = creation;
	if (ifExists === 'create') return startWith(first, await create());
	const output = await context.runExclusive(identity, async () => {
		const uncertain = await context.memoize('creates in doubt', async () => new Set<string>());
		const isUncertain = names.some((name) => uncertain.has(name));
		const existing = await find(isUncertain);
		if (existing && ifExists === 'stop') {
			throw context.operationError(
				existsMessage(existing),
				'Nothing was created. Choose another "If It Already Exists" to go on with it.',
			);
		}
		if (existing && update) return await updateExisting(existing, update);
		if (existing) return { ...existing, alreadyExisted: true };
		// The earlier create may still be in progress at the partner, and therefore not be found yet.
		if (isUncertain) {
			throw context.operationError(
				'An earlier item of this run may have created the same one, and got no answer that settles it',
				'Nothing was created for this item. Look at the partner before you run it again.',
			);
		}
		return await create().then(
			(created) => ({ ...created, alreadyExisted: false }),
			async (failure: unknown) => {
				if (failure instanceof WithheldWrite) throw await withheldCreate(names, ifExists === 'stop', context);
				const { mayHaveHappened, httpCode } = faultDetails(failure);
				const isDuplicate = httpCode !== undefined && httpCode === duplicateStatus;
				const found = mayHaveHappened || isDuplicate ? await find(true).catch(() => undefined) : undefined;
				// Even if it was found: results that were memoized before the create do not include it.
				if (mayHaveHappened) names.forEach((name) => uncertain.add(name));
				const isWanted = found && (mayHaveHappened ? isOurs(found) : ifExists === 'return');
				return isWanted ? { ...found, alreadyExisted: isDuplicate } : await Promise.reject(failure);
			},
		);
	});
	return startWith(first, output);
}

/** The existing one with its changes, or as it is where there are none. */
async function updateExisting(
	existing: IDataObject,
	update: NonNullable<Creation['update']>,
): Promise<IDataObject> {
	const changed = await update(existing).catch((failure: unknown) => {
		if (!(failure instanceof WithheldWrite)) throw failure;
		const { id = null } = existing;
		throw new WithheldWrite({ wouldCreate: false, wouldUpdate: true, alreadyExisted: true, id });
	});
	return { ...(changed ?? existing), alreadyExisted: true, updated: changed !== undefined };
}
