import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { createContextWithoutItem } from '../../shared/execution';
import { smartMove } from '../api';
import { listApplications } from '../application/list';
import { addressesOf } from '../application/simplified';

/** Fills "From List" of the application field. @param filter searched in ID, applicants, status and street */
export async function searchApplications(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const customer = String(
		this.getCurrentNodeParameter('customerReference', { extractValue: true }) ?? '',
	).trim();
	const context = await createContextWithoutItem(this, smartMove);
	if (customer === '')
		throw context.operationError(
			'Customer Reference must be filled in first',
			'The list shows the applications of that customer.',
		);
	const applications = await listApplications(context, customer, Infinity);
	const searchText = filter.toLowerCase();
	return {
		results: applications
			.map(({ ApplicationId, Property, Status, ...rest }) => ({
				name: `${ApplicationId}: ${addressesOf(rest).join(', ')} (${Status ?? ''})`,
				value: String(ApplicationId),
				description: Property?.Street,
			}))
			.filter(({ name, description }) => `${name} ${description ?? ''}`.toLowerCase().includes(searchText)),
	};
}
