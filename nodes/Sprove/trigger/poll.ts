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
import { FIRST, listChecks, simplified } from '../check/checks';
import { startWith } from '../../shared/execution';
import { isRecord } from '../../shared/guards';

/** What is remembered of a check: fingerprints of its tenant and of the whole, and the two members reported as changed. */
type CheckRecord = [tenant: string, whole: string, approved: boolean, validUntil: number | null];

/** Checks at the last poll, by property ID. It grows with sprove's list, because checks have no ID or time to go by. */
export type ChecksState = ByName<CheckRecord[]>;

const isCheckRecords = (value: unknown): value is CheckRecord[] =>
	Array.isArray(value) && value.every((record) => Array.isArray(record) && record.length === 4);

const isState = (value: unknown): value is ChecksState => isByName(value, isCheckRecords);

export interface ChecksOptions {
	/** IDs of the properties to watch; an empty list for all active ones. */
	properties: string[];
	/** The chosen events; an empty list for all. */
	triggerOn: string[];
	simplify: boolean;
}

type Property = { id: string; name?: string };

/** The most properties that are remembered while they are not watched. */
const MAX_UNWATCHED = 1000;

/** Shortens a fingerprint. Twelve characters suffice to tell the checks of one property apart. */
const shorten = (hash: string) => hash.slice(0, 12);

function toRecord(check: Check): CheckRecord {
	return [
		shorten(fingerprint(String(check.tenant_name))),
		// fingerprintOf, because sprove does not promise the order of the members.
		shorten(fingerprintOf(check)),
		check.approved,
		check.valid_until,
	];
}

/** Returns a function that takes the first remaining entry with the same key out of a list. */
function takerOf(
	entries: CheckRecord[],
	key: (entry: CheckRecord) => string,
): (record: CheckRecord) => CheckRecord | undefined {
	const byKey = new Map<string, CheckRecord[]>();
	for (const entry of entries.toReversed()) {
		const same = byKey.get(key(entry));
		if (same) same.push(entry);
		else byKey.set(key(entry), [entry]);
	}
	return (record) => byKey.get(key(record))?.pop();
}

/** A check, and what is remembered of it. */
interface RecordedCheck {
	check: Check;
	record: CheckRecord;
}

/**
 * The new and changed checks of a property. Checks have no ID (contract §8 no. 19): identical ones are matched first, and
 * the others by their tenant.
 *
 * @returns the checks without an identical record; `previous` is the record of the changed check, absent for a new one
 */
export function newOrChanged(
	before: CheckRecord[],
	checks: RecordedCheck[],
): Array<RecordedCheck & { previous?: CheckRecord }> {
	const takeIdentical = takerOf(before, ([, whole]) => whole);
	const identical = new Map(checks.map((entry) => [entry, takeIdentical(entry.record)]));
	const taken = new Set(identical.values());
	const takeOfTenant = takerOf(
		before.filter((entry) => !taken.has(entry)),
		([tenant]) => tenant,
	);
	return checks
		.filter((entry) => !identical.get(entry))
		.map((entry) => ({ ...entry, previous: takeOfTenant(entry.record) }));
}

/** Finds new and changed checks of chosen properties, or of all active ones. */
export function checksSource(options: ChecksOptions, context: PollContext): PollSource<ChecksState> {
	/** Whether an entry of sprove's list has a usable ID. It goes into a path, like one that a user enters. */
	const isProperty = (entry: unknown): entry is Property =>
		isRecord(entry) &&
		(typeof entry.id === 'string' || typeof entry.id === 'number') &&
		isPathId(String(entry.id));
	const watchedProperties = async (): Promise<Property[]> => {
		if (options.properties.length > 0) return options.properties.map((id) => ({ id }));
		const listed = await listProperties(context, { limit: Infinity, active: true });
		const valid = listed.filter(isProperty);
		if (valid.length < listed.length)
			context.logOnce('properties', 'sprove lists properties without a usable ID; they are passed over');
		return valid.map((property) => ({ id: String(property.id), name: property.name }));
	};
	const readProperty = async (property: Property) => {
		const listed = await listChecks(property.id, context);
		const valid = listed.filter(isRecord) as object[] as Check[];
		if (valid.length < listed.length)
			context.logOnce('checks', 'sprove lists entries that are no checks; they are passed over');
		return { property, checks: valid.map((check): RecordedCheck => ({ check, record: toRecord(check) })) };
	};
	const readAll = async (properties: Property[], deadline = context.deadline) => {
		const name = ({ id }: Property) => `Property ${id} was passed over`;
		return await mapSettled(properties, name, { ...context, deadline }, readProperty);
	};
	const toState = (found: Array<Awaited<ReturnType<typeof readProperty>>>): Array<[string, CheckRecord[]]> =>
		found.map(({ property, checks }) => [property.id, checks.map(({ record }) => record)]);
	const output = (check: Check, id: string, name?: string): IDataObject => {
		const named = name !== undefined && { property_name: name };
		return options.simplify
			? startWith(FIRST, { ...simplified(check, id), ...named })
			: { property_id: id, ...check, ...named };
	};

	/**
	 * The state that properties begin with. Checks of one that was not read, for lack of time or because it fails, all come
	 * as new later. That is better than missing those that are added before it is first read.
	 */
	const beginning = (found: Array<Awaited<ReturnType<typeof readProperty>>>) => {
		const chosen = options.properties.map((id): [string, CheckRecord[]] => [id, []]);
		return new Map([...chosen, ...toState(found)]);
	};

	return {
		isState,
		initialState: async () => [
			...beginning((await readAll(await watchedProperties(), context.lastAnswer)).results),
		],
		async poll(state): Promise<PollResult<ChecksState, IDataObject>> {
			const before = mapOf(state);
			const properties = await watchedProperties();
			const { results: found, isPartial } = await readAll(properties);
			// What a property had before it was chosen is no news. This poll passes nothing on: with events, its state would
			// not count before the next one, and after a crash what came in between would be taken for old.
			if (options.properties.some((id) => !before.has(id)))
				return { events: [], state: [...new Map([...beginning(found), ...before])], isPartial: true };
			const events = found.flatMap(({ property: { id, name }, checks }) =>
				newOrChanged(before.get(id) ?? [], checks).map(({ check, record, previous }) => {
					const changed = previous
						? {
								...(previous[2] !== check.approved && {
									approved: { from: previous[2], to: check.approved },
								}),
								...(previous[3] !== check.valid_until && {
									valid_until: { from: previous[3], to: check.valid_until },
								}),
							}
						: null;
					const event = previous ? 'changedCheck' : 'newCheck';
					const json: IDataObject = { ...output(check, id, name), event, changed };
					return { event, key: shorten(fingerprint(`${id}|${record[1]}`)), json };
				}),
			);
			// Properties that could not be read, or are inactive for a while, stay remembered.
			const listed = new Set(properties.map(({ id }) => id));
			const unwatched = [...before.keys()].filter((id) => !listed.has(id));
			const forgotten = new Set(unwatched.slice(0, -MAX_UNWATCHED));
			const remembered = [...before].filter(([id]) => !forgotten.has(id));
			const { triggerOn } = options;
			return {
				events: events.filter(({ event }) => triggerOn.length === 0 || triggerOn.includes(event)),
				state: [...new Map([...remembered, ...toState(found)])],
				isPartial,
			};
		},
		async sample() {
			const { results } = await readAll(await watchedProperties());
			const [first] = results.filter(({ checks }) => checks.length > 0);
			const [sampleCheck] = first?.checks ?? [];
			return first && sampleCheck
				? [
						{
							...output(sampleCheck.check, first.property.id, first.property.name),
							event: 'newCheck',
							changed: null,
						},
					]
				: [];
		},
	};
}
