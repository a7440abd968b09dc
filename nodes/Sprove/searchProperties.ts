import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { toolsWithoutItem } from '../shared/tools';
import { listProperties, sprove } from './api';

/** Fills the "From List" of the property field; the filter is matched against the name. */
export async function searchProperties(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const properties = await listProperties(await toolsWithoutItem(this, sprove), { limit: Infinity });
	const wanted = filter.toLowerCase();
	return {
		results: properties
			.filter(({ name }) => name.toLowerCase().includes(wanted))
			.map(({ id, name, active, verification_url: url }) => ({
				name: active ? name : `${name} (inactive)`,
				value: id,
				url,
			})),
	};
}
