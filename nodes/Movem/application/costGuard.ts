import { type IfItExists, toNumber } from '../../shared/execution';
import { number } from '../../shared/fields';
import type { OperationContext } from '../../shared/operation';

/** How many credits a run of creates has to leave. */
export const keepCredits = number({
	displayName: 'Keep at Least (Credits)',
	default: 0,
	min: 0,
	description:
		'Nothing is created unless the account has this many credits left over after one for every application that is still to be created. The balance is read once, before the first create of a run.',
});

/** What an application is known by. */
export interface Place {
	email: string;
	property: string;
}

/** An item of the run, as far as it costs credits. */
interface CreateItem extends Place {
	ifExists: IfItExists;
	options: { keepCredits?: number };
}

/** How the guard finds out what exists. */
interface Lookup {
	/** The same text for items that want the same application. */
	identityOf(tenancy: Place): string;
	/** The applications of the account before the first create of the run, by that text. */
	liveApplications(): Promise<ReadonlyMap<string, unknown>>;
}

/**
 * How many applications the run is still to create: one for every item with Create Anyway, and of the others one for
 * each that does not exist, however many items want it. An item whose fields break a rule creates none.
 */
async function countMissing(
	items: readonly CreateItem[],
	{ identityOf, liveApplications }: Lookup,
): Promise<number> {
	const conditional = items.filter(({ ifExists }) => ifExists !== 'create');
	const existing = conditional.length > 0 ? await liveApplications() : new Map();
	const missing = new Set(conditional.map(identityOf).filter((identity) => !existing.has(identity)));
	return items.length - conditional.length + missing.size;
}

/**
 * Lets a create through only if the account has a credit for every application that the run is still to create and
 * as many more as are to be kept; where items say differently how many, the most counts. This is decided once,
 * before the first create, so either all of a run are let through or none.
 *
 * @param keep what this item says is to be kept; undefined for no guard
 * @throws NodeOperationError that says how many credits are needed; NodeApiError when the balance cannot be read
 */
export async function guardCredits(
	keep: number | undefined,
	lookup: Lookup,
	context: Pick<OperationContext, 'allItemValues' | 'object' | 'memoize' | 'operationError'>,
): Promise<void> {
	if (keep === undefined) return;
	const { credits, missing, reserve } = await context.memoize('credits before the run', async () => {
		const items = (await context.allItemValues<CreateItem>()).filter((item) => item !== undefined);
		const balance = await context.object<{ credits?: unknown }>({ method: 'GET', path: '/credits' });
		return {
			credits: toNumber(balance.credits),
			missing: await countMissing(items, lookup),
			reserve: items.reduce((highest, { options }) => Math.max(highest, options.keepCredits ?? 0), 0),
		};
	});
	const needed = missing + reserve;
	if (credits !== undefined && credits >= needed) return;
	throw context.operationError(
		`Movem has ${credits ?? 'an unknown number of'} credits, and ${needed} are needed: ${missing} for the applications that this run is still to create and ${reserve} to keep`,
		'Nothing was created. Get more credits at Movem, run fewer items, or lower Keep at Least.',
	);
}
