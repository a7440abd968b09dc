import { type IfItExists, toNumber } from '../../shared/execution';
import { binding, number } from '../../shared/fields';
import { isSameText, normalText } from '../../shared/guards';
import type { OperationContext } from '../../shared/operation';

/** The option "Keep at Least (Credits)" of Create. */
export const keepCredits = binding(
	number({
		displayName: 'Keep at Least (Credits)',
		default: 0,
		min: 0,
		description:
			'Nothing is created unless the account has this many credits left over after one for every application that is still to be created. The balance is read once, before the first create of a run.',
	}),
);

/** What identifies an application: one tenant at one property. */
export interface Place {
	email: string;
	property: string;
}

/** A text that is the same for what creates the same application. */
export const identityOf = ({ email, property }: Place) => normalText(`${email} | ${property}`);

/** A tenant at a property. What Movem lists may lack any of it. */
type Tenant = Partial<Record<'name' | 'email' | 'property', unknown>>;

/**
 * The application for which “Create or Update” refuses a tenant who has none yet: that of the same person and property
 * under another email. Movem changes no email (contract §6 no. 4); as a new application it would cost a credit unasked.
 */
export function underOtherEmail<Other extends Tenant>(
	{ name, property }: Tenant,
	live: ReadonlyMap<string, Other>,
): Other | undefined {
	return [...live.values()].find(
		(other) => isSameText(other.name, name) && isSameText(other.property, property),
	);
}

/** The values of a create that matter for its cost. */
interface CreateItem extends Place {
	name: string;
	checkOnly: boolean;
	/** Absent for "Create or Update", which looks first. */
	ifExists?: IfItExists;
	options: { keepCredits?: number };
}

/** Reads the account's live applications by their identity, once per run. */
interface Lookup {
	read(): Promise<ReadonlyMap<string, Tenant>>;
}

/** The account's credits, read once per run; undefined where Movem gives no number. */
export async function creditsOf(
	context: Pick<OperationContext, 'object' | 'memoize'>,
): Promise<number | undefined> {
	return await context.memoize('credits', async () => {
		const balance = await context.object<{ credits?: unknown }>({ method: 'GET', path: '/credits' });
		return toNumber(balance.credits);
	});
}

/** What "Check Only" says of a tenant to invite, besides what the engine finds out. */
export const checkTenant = {
	shown: ({ name, email, property }: Place & { name: string }) => ({ name, email, property }),
	available: creditsOf,
};

/**
 * The number of applications that the run will create: one for each item with "Create Anyway", and one for each distinct
 * application of the other items that does not exist yet and will not be refused. The items are gone through in their
 * order, because an earlier one can be what a later one is refused for.
 */
async function countMissing(items: readonly CreateItem[], live: Lookup): Promise<number> {
	const conditional = items.filter(({ ifExists }) => ifExists !== 'create');
	const known = new Map<string, Tenant>(conditional.length > 0 ? await live.read() : []);
	let missing = items.length - conditional.length;
	for (const item of conditional) {
		const identity = identityOf(item);
		const isUpsert = item.ifExists === undefined;
		if (!known.has(identity)) {
			if (isUpsert && underOtherEmail(item, known)) continue;
			missing += 1;
		} else if (!isUpsert) continue;
		known.set(identity, item);
	}
	return missing;
}

/**
 * Stops a create unless the account has a credit for every application that the run will create, and the credits to keep
 * in addition. Items that are only checked do not count, unless all are. Where items have different numbers to keep, the
 * highest counts. This is decided once, before the first create, so that either all creates of a run pass or none.
 *
 * @param keep the credits to keep, from this item; undefined for no guard
 * @throws NodeOperationError that says how many credits are needed; NodeApiError when the balance cannot be read
 */
export async function guardCredits(
	keep: number | undefined,
	live: Lookup,
	context: Pick<OperationContext, 'allItemValues' | 'object' | 'memoize' | 'operationError'>,
): Promise<void> {
	if (keep === undefined) return;
	const { credits, missing, reserve } = await context.memoize('credits before the run', async () => {
		const all = (await context.allItemValues<CreateItem>()).filter((item) => item !== undefined);
		// Items that are only checked take no credit from those that create.
		const creating = all.filter(({ checkOnly }) => !checkOnly);
		const items = creating.length > 0 ? creating : all;
		return {
			credits: await creditsOf(context),
			missing: await countMissing(items, live),
			reserve: items.reduce((highest, { options }) => Math.max(highest, options.keepCredits ?? 0), 0),
		};
	});
	const needed = missing + reserve;
	if (credits !== undefined && credits >= needed) return;
	throw context.operationError(
		`Movem has ${credits ?? 'an unknown number of'} credits, and ${needed} ${needed === 1 ? 'is' : 'are'} needed: ${missing} for the applications that this run is still to create and ${reserve} to keep`,
		'Nothing was created. Get more credits at Movem, run fewer items, or lower Keep at Least.',
	);
}
