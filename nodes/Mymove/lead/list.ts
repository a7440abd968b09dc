import type { IDataObject } from 'n8n-workflow';

import { path, type Tools } from '../../shared/operation';
import { isRecord } from '../../shared/words';
import type { Lead } from '../api';

/** What makes a lead the same one: MYMOVE gives it no ID (contract §8 no. 4). */
export function identity({ offer_id, created_at, email }: Lead): string {
	return `${offer_id}|${created_at}|${String(email).toLowerCase()}`;
}

/** Leads by the time they were created. Those without a readable time keep their place among each other, at the end. */
export function byTime(leads: Lead[]): Lead[] {
	return leads
		.map((lead) => ({ lead, at: isRecord(lead) ? Date.parse(lead.created_at) : NaN }))
		.sort((a, b) => (Number.isNaN(a.at) ? 1 : 0) - (Number.isNaN(b.at) ? 1 : 0) || a.at - b.at || 0)
		.map(({ lead }) => lead);
}

/**
 * The leads of a client that a query asks for, by the time they were created.
 *
 * @throws when the answer is no list of leads: it must not pass for "there are none"
 */
export async function listLeads(
	clientId: string,
	query: IDataObject,
	tools: Pick<Tools, 'list'>,
): Promise<Lead[]> {
	return byTime(
		await tools.list<Lead>({ method: 'GET', path: path`/v2/clients/${clientId}/leads`, query }, ['leads']),
	);
}
