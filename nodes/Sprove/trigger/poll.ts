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
type CheckRecord = [tenant: string, whole: string, approved: boolean, validUntil: number | null];

/** Checks at the last poll, by property ID. As large as what sprove lists; it tells no two of them apart by itself. */
export type ChecksState = ByName<CheckRecord[]>;

const isCheckRecords = (value: unknown): value is CheckRecord[] =>
	Array.isArray(value) && value.every((record) => Array.isArray(record) && record.length === 4);

const isState = (value: unknown): value is ChecksState => isByName(value, isCheckRecords);

export interface ChecksOptions {
	/** IDs of the properties to watch; none for all that are active. */
	properties: string[];
	triggerOn: string[];
	simplify: boolean;
}

type Property = { id: string; name?: string };

/** Most properties that are remembered although they are not watched at the moment. */
const MAX_UNWATCHED = 1000;

/** The shortest fingerprint that tells the checks of one property apart. */
const shorten = (hash: string) => hash.slice(0, 12);

function toRecord(check: Check): CheckRecord {
	return [
		shorten(fingerprint(String(check.tenant_name))),
		// No two members have the same name, and sprove's order of them is nobody's promise.
		shorten(fingerprintOf(check)),
		check.approved,
		check.valid_until,
	];
}

/** Lets entries be taken out of a list by a key; of those with the same key, the first comes first. */
function takerOf(
	entries: CheckRecord[],
	key: (entry: CheckRecord) => string,
): (wanted: CheckRecord) => CheckRecord | undefined {
	const byKey = new Map<string, CheckRecord[]>();
	for (const entry of entries.toReversed()) {
		const same = byKey.get(key(entry));
		if (same) same.push(entry);
		else byKey.set(key(entry), [entry]);
	}
	return (wanted) => byKey.get(key(wanted))?.pop();
}

/** A check and how it is remembered. */
interface RecordedCheck {
	check: Check;
	record: CheckRecord;
}

/**
 * What is new among the checks of a property. sprove gives a check no ID (contract §8 no. 19): one that is the
 * same to the letter is the same, and of those left the one of the same tenant is the one that changed.
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

/** Watches the checks of chosen properties, or of all active ones. */
export function checksSource(options: ChecksOptions, context: PollContext): PollSource<ChecksState> {
	/** What sprove lists may be anything; an ID goes into a path, so it is held to what an ID that is typed is. */
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
	const output = (check: Check, id: string, name?: string): IDataObject => ({
		...(options.simplify ? simplified(check, id) : { property_id: id, ...check }),
		...(name !== undefined && { property_name: name }),
	});

	return {
		isState,
		// As many as there is time for: what is not read now comes as new. For one that cannot be read that is so
		// nevertheless, because what it gets until it can be read must not be missed.
		initialState: async () => toState((await readAll(await watchedProperties(), context.lastAnswer)).results),
		async poll(state): Promise<PollResult<ChecksState, IDataObject>> {
			const before = mapOf(state);
			const properties = await watchedProperties();
			const { results: found, isPartial } = await readAll(properties);
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
			// A property that could not be read, or is inactive for a while, keeps what is known of it.
			const listed = new Set(properties.map(({ id }) => id));
			const unwatched = [...before.keys()].filter((id) => !listed.has(id));
			const forgotten = new Set(unwatched.slice(0, -MAX_UNWATCHED));
			const remembered = [...before].filter(([id]) => !forgotten.has(id));
			return {
				events: events.filter(({ event }) => options.triggerOn.includes(event)),
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
