import type { IDataObject } from 'n8n-workflow';

import { isPathId } from '../../shared/fields';
import {
	fingerprint,
	fingerprintOf,
	mapSettled,
	isByName,
	mapOf,
	type ByName,
	type PollResult,
	type PollSource,
	type PollContext,
} from '../../shared/triggers';
import { listProperties, type Check } from '../api';
import { listChecks, simplified } from '../check/checks';
import { isRecord } from '../../shared/guards';

/** A check as it is remembered: whose, what of, and the two members whose change is an event. */
type Known = [tenant: string, whole: string, approved: boolean, validUntil: number | null];

/** Checks at the last poll, by property ID. As large as what sprove lists; it tells no two of them apart by itself. */
export type ChecksState = ByName<Known[]>;

const isKnown = (value: unknown): value is Known[] =>
	Array.isArray(value) && value.every((one) => Array.isArray(one) && one.length === 4);

const isState = (value: unknown): value is ChecksState => isByName(value, isKnown);

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
export function compare(before: Known[], checks: Seen[]): Array<Seen & { was?: Known }> {
	const takeSame = taking(before, ([, whole]) => whole);
	const same = new Map(checks.map((seen) => [seen, takeSame(seen.now)]));
	const taken = new Set(same.values());
	const takeOfTenant = taking(
		before.filter((entry) => !taken.has(entry)),
		([tenant]) => tenant,
	);
	return checks.filter((seen) => !same.get(seen)).map((seen) => ({ ...seen, was: takeOfTenant(seen.now) }));
}

/** Watches the checks of chosen properties, or of all active ones. */
export function checksSource(choice: ChecksChoice, context: PollContext): PollSource<ChecksState> {
	/** What sprove lists may be anything; an ID goes into a path, so it is held to what an ID that is typed is. */
	const isProperty = (one: unknown): one is Property =>
		isRecord(one) && (typeof one.id === 'string' || typeof one.id === 'number') && isPathId(String(one.id));
	const watched = async (): Promise<Property[]> => {
		if (choice.properties.length > 0) return choice.properties.map((id) => ({ id }));
		const listed = await listProperties(context, { limit: Infinity, active: true });
		const good = listed.filter(isProperty);
		if (good.length < listed.length)
			context.logOnce('properties', 'sprove lists properties without a usable ID; they are passed over');
		return good.map((one) => ({ id: String(one.id), name: one.name }));
	};
	const readOne = async (property: Property) => {
		const listed = await listChecks(property.id, context);
		const good = listed.filter(isRecord) as object[] as Check[];
		if (good.length < listed.length)
			context.logOnce('checks', 'sprove lists entries that are no checks; they are passed over');
		return { property, checks: good.map((check): Seen => ({ check, now: known(check) })) };
	};
	const read = async (properties: Property[], deadline = context.deadline) => {
		const name = ({ id }: Property) => `Property ${id} was passed over`;
		return await mapSettled(properties, name, { ...context, deadline }, readOne);
	};
	const toState = (found: Array<Awaited<ReturnType<typeof readOne>>>): Array<[string, Known[]]> =>
		found.map(({ property, checks }) => [property.id, checks.map(({ now }) => now)]);
	const output = (check: Check, id: string, name?: string): IDataObject => ({
		...(choice.simplify ? simplified(check, id) : { property_id: id, ...check }),
		...(name !== undefined && { property_name: name }),
	});

	return {
		isState,
		// As many as there is time for: what is not read now comes as new. For one that cannot be read that is so
		// nevertheless, because what it gets until it can be read must not be missed.
		initialState: async () => toState((await read(await watched(), context.lastAnswer)).results),
		async poll(state): Promise<PollResult<ChecksState, IDataObject>> {
			const before = mapOf(state);
			const properties = await watched();
			const { results: found, isPartial } = await read(properties);
			const events = found.flatMap(({ property: { id, name }, checks }) =>
				compare(before.get(id) ?? [], checks).map(({ check, now, was }) => {
					const changed = was
						? {
								...(was[2] !== check.approved && { approved: { from: was[2], to: check.approved } }),
								...(was[3] !== check.valid_until && { valid_until: { from: was[3], to: check.valid_until } }),
							}
						: null;
					const event = was ? 'changedCheck' : 'newCheck';
					const json: IDataObject = { ...output(check, id, name), event, changed };
					return { event, key: short(fingerprint(`${id}|${now[1]}`)), json };
				}),
			);
			// A property that could not be read, or is inactive for a while, keeps what is known of it.
			const listed = new Set(properties.map(({ id }) => id));
			const gone = [...before.keys()].filter((id) => !listed.has(id));
			const forgotten = new Set(gone.slice(0, -MOST_GONE));
			const kept = [...before].filter(([id]) => !forgotten.has(id));
			return {
				events: events.filter(({ event }) => choice.triggerOn.includes(event)),
				state: [...new Map([...kept, ...toState(found)])],
				isPartial,
			};
		},
		async sample() {
			const { results } = await read(await watched());
			const [first] = results.filter(({ checks }) => checks.length > 0);
			const [one] = first?.checks ?? [];
			return first && one
				? [{ ...output(one.check, first.property.id, first.property.name), event: 'newCheck', changed: null }]
				: [];
		},
	};
}
