import type { IDataObject } from 'n8n-workflow';

import { eachOrLog, type Look, type PollTools, type Watch } from '../shared/poll';
import { fingerprint } from '../shared/webhook';
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

/** The shortest fingerprint that tells the checks of one property apart. */
const short = (text: string) => fingerprint(text).slice(0, 12);

function known(check: Check): Known {
	return [short(check.tenant_name), short(JSON.stringify(check)), check.approved, check.valid_until];
}

/** Takes the first entry that fits out of a list; undefined when none does. */
function take(list: Known[], fits: (entry: Known) => boolean): Known | undefined {
	const at = list.findIndex(fits);
	return at < 0 ? undefined : list.splice(at, 1)[0];
}

/**
 * What is new among the checks of a property. sprove gives a check no ID (contract §8 no. 19): one that is the
 * same to the letter is the same, and of those left the one of the same tenant is the one that changed.
 */
export function compare(before: Known[], checks: Check[]): Array<{ check: Check; was?: Known }> {
	const left = [...before];
	const unknown = checks.filter((check) => !take(left, ([, whole]) => whole === known(check)[1]));
	return unknown.map((check) => ({ check, was: take(left, ([tenant]) => tenant === known(check)[0]) }));
}

/** Watches the checks of chosen properties, or of all active ones. */
export function watchChecks(choice: ChecksChoice, tools: PollTools): Watch<ChecksState> {
	const watched = async (): Promise<Array<{ id: string; name?: string }>> =>
		choice.properties.length > 0
			? choice.properties.map((id) => ({ id }))
			: await listProperties(tools, { limit: Infinity, active: true });
	const readAll = async () =>
		await eachOrLog(await watched(), ({ id }) => `Property ${id}`, tools, async (property) => ({ property, checks: await listChecks(property.id, tools) }));
	const toState = (read: Awaited<ReturnType<typeof readAll>>): ChecksState =>
		Object.fromEntries(read.map(({ property, checks }) => [property.id, checks.map(known)]));
	const output = (check: Check, id: string, name?: string): IDataObject => ({
		...(choice.simplify ? simplified(check, id) : { property_id: id, ...check }),
		...(name !== undefined && { property_name: name }),
	});

	return {
		begin: async () => toState(await readAll()),
		async look(state): Promise<Look<ChecksState>> {
			const read = await readAll();
			const events = read.flatMap(({ property: { id, name }, checks }) =>
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
			return { events: events.filter(({ event }) => choice.triggerOn.includes(String(event))), state: { ...state, ...toState(read) } };
		},
		async sample() {
			const [first] = (await readAll()).filter(({ checks }) => checks.length > 0);
			const [check] = first?.checks ?? [];
			return first && check ? [{ ...output(check, first.property.id, first.property.name), event: 'newCheck', changed: null }] : [];
		},
	};
}
