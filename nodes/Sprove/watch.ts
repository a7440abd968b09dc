import type { IDataObject } from 'n8n-workflow';

import { fingerprint, fingerprintOf } from '../shared/fingerprint';
import { eachOrLog, type Look, type PollTools, type Watch } from '../shared/poll';
import { listProperties, type Check } from './api';
import { listChecks, simplified } from './check/checks';

/** A check as it is remembered: whose, what of, and the two members whose change is an event. */
type Known = [tenant: string, whole: string, approved: boolean, validUntil: number | null];

/** Checks of each property at the last poll. As large as what sprove lists; it tells no two of them apart by itself. */
export type ChecksState = Record<string, Known[]>;

export interface ChecksChoice {
	/** IDs of the properties to watch; none for all that are active. */
	properties: string[];
	triggerOn: string[];
	simplify: boolean;
}

type Property = { id: string; name?: string };

/** Most properties that are remembered although they are not watched at the moment. */
const MOST_GONE = 1000;

/** The shortest fingerprint that tells the checks of one property apart. */
const short = (print: string) => print.slice(0, 12);

function known(check: Check): Known {
	return [
		short(fingerprint(String(check.tenant_name))),
		// No two members have the same name, and sprove's order of them is nobody's promise.
		short(fingerprintOf(check)),
		check.approved,
		check.valid_until,
	];
}

/** Lets entries be taken out of a list by a key; of those with the same key, the first comes first. */
function taking(entries: Known[], key: (entry: Known) => string): (like: Known) => Known | undefined {
	const byKey = new Map<string, Known[]>();
	for (const entry of entries.toReversed()) {
		const same = byKey.get(key(entry));
		if (same) same.push(entry);
		else byKey.set(key(entry), [entry]);
	}
	return (like) => byKey.get(key(like))?.pop();
}

/** A check and how it is remembered. */
interface Seen {
	check: Check;
	now: Known;
}

/**
 * What is new among the checks of a property. sprove gives a check no ID (contract §8 no. 19): one that is the
 * same to the letter is the same, and of those left the one of the same tenant is the one that changed.
 */
export function compare(before: Known[], checks: Seen[]): Array<{ check: Check; was?: Known }> {
	const takeSame = taking(before, ([, whole]) => whole);
	const same = new Map(checks.map((seen) => [seen, takeSame(seen.now)]));
	const taken = new Set(same.values());
	const takeOfTenant = taking(
		before.filter((entry) => !taken.has(entry)),
		([tenant]) => tenant,
	);
	return checks
		.filter((seen) => !same.get(seen))
		.map(({ check, now }) => ({ check, was: takeOfTenant(now) }));
}

/** Watches the checks of chosen properties, or of all active ones. */
export function watchChecks(choice: ChecksChoice, tools: PollTools): Watch<ChecksState> {
	const watched = async (): Promise<Property[]> =>
		choice.properties.length > 0
			? [...new Set(choice.properties)].map((id) => ({ id }))
			: await listProperties(tools, { limit: Infinity, active: true });
	const read = async (properties: Property[], deadline = tools.deadline) =>
		await eachOrLog(
			properties,
			({ id }) => `Property ${id} was passed over`,
			{ ...tools, deadline },
			async (property) => ({
				property,
				checks: (await listChecks(property.id, tools)).map((check): Seen => ({ check, now: known(check) })),
			}),
		);
	const toState = (found: Awaited<ReturnType<typeof read>>): ChecksState =>
		Object.fromEntries(found.map(({ property, checks }) => [property.id, checks.map(({ now }) => now)]));
	const output = (check: Check, id: string, name?: string): IDataObject => ({
		...(choice.simplify ? simplified(check, id) : { property_id: id, ...check }),
		...(name !== undefined && { property_name: name }),
	});

	return {
		// All of them, however long it takes: what is not read now would come as new. For one that cannot be read
		// that is so nevertheless, because what it gets until it can be read must not be missed.
		begin: async () => toState(await read(await watched(), Infinity)),
		async look(state): Promise<Look<ChecksState>> {
			const properties = await watched();
			const found = await read(properties);
			const events = found.flatMap(({ property: { id, name }, checks }) =>
				compare(state[id] ?? [], checks).map(({ check, was }): IDataObject => {
					const changed = was
						? {
								...(was[2] !== check.approved && { approved: { from: was[2], to: check.approved } }),
								...(was[3] !== check.valid_until && { valid_until: { from: was[3], to: check.valid_until } }),
							}
						: null;
					return { ...output(check, id, name), event: was ? 'changedCheck' : 'newCheck', changed };
				}),
			);
			// A property that could not be read, or is inactive for a while, keeps what is known of it.
			const listed = new Set(properties.map(({ id }) => id));
			const gone = Object.keys(state).filter((id) => !listed.has(id));
			const forgotten = new Set(gone.slice(0, -MOST_GONE));
			const kept = Object.fromEntries(Object.entries(state).filter(([id]) => !forgotten.has(id)));
			return {
				events: events.filter(({ event }) => choice.triggerOn.includes(String(event))),
				state: { ...kept, ...toState(found) },
			};
		},
		async sample() {
			const [first] = (await read(await watched())).filter(({ checks }) => checks.length > 0);
			const [one] = first?.checks ?? [];
			return first && one
				? [{ ...output(one.check, first.property.id, first.property.name), event: 'newCheck', changed: null }]
				: [];
		},
	};
}
