import type { Simulator } from '../../simulator/http/server';
import type { JsonObject } from '../../testbed/n8nTypes';

/** A trigger under test, and how what it delivers is held against what happened. */
export interface SoakTrigger {
	name: 'movem' | 'movingPortal' | 'mymove' | 'sprove';
	type: string;
	credential: string;
	parameters: JsonObject;
	/** Which event an item of the output is. */
	eventOf(item: JsonObject): string;
	/** Everything that has happened since a simulated time. */
	happened(simulator: Simulator, since: string): SoakEvent[];
}

export interface SoakEvent {
	event: string;
	/** Simulated times between which it could be seen; no end for what stands or is never taken back. */
	from: number;
	until: number | undefined;
	/** Where a caller looks to see it: operation, and a piece of the path. */
	seenBy?: { operationId: string; path: string };
}

const joined = (...parts: unknown[]) => parts.map(String).join(' | ');
const end = (until: string | null) => (until === null ? undefined : Date.parse(until));

/** The four polling triggers, each told to deliver everything. */
export const soakTriggers: SoakTrigger[] = [
	{
		name: 'mymove',
		type: 'mymoveTrigger',
		credential: 'mymoveApi',
		parameters: { triggerOn: 'newLead', startFrom: 'now', simplify: true },
		eventOf: ({ offer_id, created_at, email }) => joined(offer_id, created_at, email),
		happened: ({ control }, since) =>
			control.mymove.leadsBetween({ from: since, to: control.clock.now() }).map((lead) => ({
				event: joined(lead.offer_id, lead.created_at, lead.email),
				from: Date.parse(lead.created_at),
				until: undefined,
			})),
	},
	{
		name: 'movem',
		type: 'movemTrigger',
		credential: 'movemApi',
		parameters: {
			// Nothing is archived here, and a trigger that waits for it has to remember all that could be.
			triggerOn: ['COMPLETED', 'REQUESTED', 'EXPIRED', 'IN_PROGRESS', 'HOLD', 'REVOKED', 'REFERENCE_ID'],
			simplify: true,
		},
		eventOf: ({ id, status }) => joined(id, status),
		happened: ({ control }) =>
			control.movem.events({}).map(({ applicationId, status, at, until }) => ({
				event: joined(applicationId, status),
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
			joined(property_id, tenant_name, approved, valid_until),
		happened: ({ control }) =>
			control.sprove.events({}).map(({ propertyId, tenantName, approved, validUntil, at, until }) => ({
				event: joined(propertyId, tenantName, approved, validUntil),
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
			joined(tmpReference, createdTimestamp, notificationTypeCode),
		happened: ({ control }) =>
			control.movingPortal.events({}).map(({ tmpReference, createdTimestamp, notificationTypeCode, at }) => ({
				event: joined(tmpReference, createdTimestamp, notificationTypeCode),
				from: Date.parse(at),
				until: undefined,
			})),
	},
];

/** Lets about so many things happen in a simulated day, at all partners together. */
export function startActivity({ control }: Simulator, perDay: number): void {
	if (control.state().partners.sprove.properties.length === 0) control.sprove.addProperties({ count: 6 });
	control.mymove.setSwitches({ leadsPerDay: Math.round(perDay * 0.4) });
	control.movem.setActivity({ perDay: perDay * 0.2, restMinutes: 180 });
	control.sprove.setActivity({ perDay: perDay * 0.15, restMinutes: 180 });
	control.movingPortal.setActivity({ perDay: perDay * 0.2 });
}

/** Lets leads arrive that were created a while ago, two of them in the same second. */
export function lateLeads({ control }: Simulator, minutesLate: number): void {
	const at = Date.parse(control.clock.now()) - minutesLate * 60_000;
	const created_at = `${new Date(at).toISOString().slice(0, 19)}Z`;
	for (const _ of [1, 2]) control.mymove.addLead({ created_at });
}
