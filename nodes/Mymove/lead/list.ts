import type { IDataObject } from 'n8n-workflow';

import { requireEach } from '../../shared/execution';
import { isId } from '../../shared/guards';
import { path, type OperationContext } from '../../shared/operation';
import type { Lead } from '../api';
import { isRecord } from '../../shared/guards';

/**
 * What makes a lead the same one: MYMOVE gives it no ID (contract §8 no. 4). Where one of the three members is missing,
 * which it may be (no. 12), all that is said of it has to be the same.
 */
export function identityOf(lead: Lead): string {
	const { offer_id, created_at, email } = lead;
	if (![offer_id, created_at, email].every(isId)) return JSON.stringify(lead);
	return `${offer_id}|${created_at}|${String(email).toLowerCase()}`;
}

/** Leads by the time they were created. Those without a readable time keep their place among each other, at the end. */
export function sortByTime(leads: Lead[]): Lead[] {
	return leads
		.map((lead) => ({ lead, at: isRecord(lead) ? Date.parse(lead.created_at) : NaN }))
		.sort((a, b) => (Number.isNaN(a.at) ? 1 : 0) - (Number.isNaN(b.at) ? 1 : 0) || a.at - b.at || 0)
		.map(({ lead }) => lead);
}

const listRequest = (clientId: string, query: IDataObject) =>
	({ method: 'GET', path: path`/v2/clients/${clientId}/leads`, query }) as const;

/**
 * The leads of a client that a query asks for, by the time they were created. An entry may be no lead, which the
 * trigger passes over.
 *
 * @throws when the answer is no list of leads: it must not pass for "there are none"
 */
export async function listLeads(
	clientId: string,
	query: IDataObject,
	context: Pick<OperationContext, 'list'>,
): Promise<Lead[]> {
	return sortByTime(await context.list<Lead>(listRequest(clientId, query), ['leads']));
}

/**
 * The same for an operation, which does not go on without one.
 *
 * @throws NodeApiError when one of them is something else
 */
export async function everyLead(
	clientId: string,
	query: IDataObject,
	context: Pick<OperationContext, 'list' | 'unexpectedResponse'>,
): Promise<Lead[]> {
	const leads = await listLeads(clientId, query, context);
	return requireEach(leads, listRequest(clientId, query), 'a list of leads', context);
}
