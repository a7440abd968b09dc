import type { IDataObject } from 'n8n-workflow';

import { requireEach } from '../../shared/execution';
import { isId, isRecord } from '../../shared/guards';
import { path, type OperationContext } from '../../shared/operation';
import type { Lead } from '../api';

/**
 * A text that identifies a lead, because MYMOVE gives leads no ID (contract §8 no. 4): offer, time of creation and
 * email. Any of them may be missing (contract §8 no. 12); then it is the whole lead.
 */
export function identityOf(lead: Lead): string {
	const { offer_id, created_at, email } = lead;
	if (![offer_id, created_at, email].every(isId)) return JSON.stringify(lead);
	return `${offer_id}|${created_at}|${String(email).toLowerCase()}`;
}

/** Sorts leads by their time of creation. Those without a readable time come last, in their old order. */
export function sortByTime(leads: Lead[]): Lead[] {
	return leads
		.map((lead) => ({ lead, at: isRecord(lead) ? Date.parse(lead.created_at) : NaN }))
		.sort((a, b) => (Number.isNaN(a.at) ? 1 : 0) - (Number.isNaN(b.at) ? 1 : 0) || a.at - b.at || 0)
		.map(({ lead }) => lead);
}

const listRequest = (clientId: string, query: IDataObject) =>
	({ method: 'GET', path: path`/v2/clients/${clientId}/leads`, query }) as const;

/**
 * The entries that MYMOVE lists for a query, by their time of creation. They are not checked: the trigger skips those
 * that are no lead.
 *
 * @throws NodeApiError when the response has no list
 */
export async function listLeads(
	clientId: string,
	query: IDataObject,
	context: Pick<OperationContext, 'list'>,
): Promise<Lead[]> {
	return sortByTime(await context.list<Lead>(listRequest(clientId, query), ['leads']));
}

/**
 * The leads that MYMOVE lists for a query, for operations.
 *
 * @throws NodeApiError when an entry is no object
 */
export async function everyLead(
	clientId: string,
	query: IDataObject,
	context: Pick<OperationContext, 'list' | 'unexpectedResponse'>,
): Promise<Lead[]> {
	const leads = await listLeads(clientId, query, context);
	return requireEach(leads, listRequest(clientId, query), 'a list of leads', context);
}
