import type { Simulator } from '../../simulator/http/server';
import type { JsonObject } from '../../testbed/n8nTypes';

/** A trigger under test, and how its items are matched with the events at its partner. */
export interface SoakTrigger {
	name: 'movem' | 'movingPortal' | 'mymove' | 'sprove';
	type: string;
	credential: string;
	parameters: JsonObject;
	/** The key of the event that an output item stands for. */
	eventOf(item: JsonObject): string;
	/** Every event since a simulated time. */
	eventsSince(simulator: Simulator, since: string): SoakEvent[];
}

export interface SoakEvent {
	event: string;
	/** The simulated times between which a poll can see it; no end for what stays visible. */
	from: number;
	until: number | undefined;
	/** The request that shows it: its operation, and a part of its path. */
	seenBy?: { operationId: string; path: string };
}

const eventKey = (...parts: unknown[]) => parts.map(String).join(' | ');
const end = (until: string | null) => (until === null ? undefined : Date.parse(until));

/** The four polling triggers, each set to deliver everything. */
export const soakTriggers: SoakTrigger[] = [
	{
		name: 'mymove',
		type: 'mymoveTrigger',
		credential: 'mymoveApi',
		parameters: { triggerOn: 'newLead', startFrom: 'now', simplify: true },
		eventOf: ({ offer_id, created_at, email }) => eventKey(offer_id, created_at, email),
		eventsSince: ({ control }, since) =>
			control.mymove.leadsBetween({ from: since, to: control.clock.now() }).map((lead) => ({
				event: eventKey(lead.offer_id, lead.created_at, lead.email),
				from: Date.parse(lead.created_at),
				until: undefined,
			})),
	},
	{
		name: 'movem',
		type: 'movemTrigger',
		credential: 'movemApi',
		parameters: {
			// Without ARCHIVED: nothing is archived here, and a trigger that watches for it remembers every application.
			triggerOn: ['COMPLETED', 'REQUESTED', 'EXPIRED', 'IN_PROGRESS', 'HOLD', 'REVOKED', 'REFERENCE_ID'],
			simplify: true,
		},
		eventOf: ({ id, status }) => eventKey(id, status),
		eventsSince: ({ control }) =>
			control.movem.events({}).map(({ applicationId, status, at, until }) => ({
				event: eventKey(applicationId, status),
				from: Date.parse(at),
				until: end(until),
				seenBy: { operationId: 'listApplications', path: '' },
			})),
	},
	{
		name: 'sprove',
		type: 'sproveTrigger',
		credential: 'sproveApi',
		parameters: { triggerOn: ['newCheck', 'changedCheck'], watch: 'active', simplify: true },
		eventOf: ({ property_id, tenant_name, approved, valid_until }) =>
			eventKey(property_id, tenant_name, approved, valid_until),
		eventsSince: ({ control }) =>
			control.sprove.events({}).map(({ propertyId, tenantName, approved, validUntil, at, until }) => ({
				event: eventKey(propertyId, tenantName, approved, validUntil),
				from: Date.parse(at),
				until: end(until),
				seenBy: { operationId: 'listChecks', path: propertyId },
			})),
	},
	{
		name: 'movingPortal',
		type: 'movingPortalTrigger',
		credential: 'movingPortalApi',
		parameters: { triggerOn: 'notification', acknowledge: true },
		eventOf: ({ tmpReference, createdTimestamp, notificationTypeCode }) =>
			eventKey(tmpReference, createdTimestamp, notificationTypeCode),
		eventsSince: ({ control }) =>
			control.movingPortal.events({}).map(({ tmpReference, createdTimestamp, notificationTypeCode, at }) => ({
				event: eventKey(tmpReference, createdTimestamp, notificationTypeCode),
				from: Date.parse(at),
				until: undefined,
			})),
	},
];

/** Makes about `perDay` events happen in a simulated day, at all partners together. */
export function startActivity({ control }: Simulator, perDay: number): void {
	if (control.state().partners.sprove.properties.length === 0) control.sprove.addProperties({ count: 6 });
	control.mymove.setSwitches({ leadsPerDay: Math.round(perDay * 0.4) });
	control.movem.setActivity({ perDay: perDay * 0.2, restMinutes: 180 });
	control.sprove.setActivity({ perDay: perDay * 0.15, restMinutes: 180 });
	control.movingPortal.setActivity({ perDay: perDay * 0.2 });
}

/** Adds two leads that were created `minutesLate` ago, in the same second. */
export function lateLeads({ control }: Simulator, minutesLate: number): void {
	const at = Date.parse(control.clock.now()) - minutesLate * 60_000;
	const created_at = `${new Date(at).toISOString().slice(0, 19)}Z`;
	for (const _ of [1, 2]) control.mymove.addLead({ created_at });
}
