import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { createContextWithoutItem } from '../../shared/execution';
import { everyProperty, sprove } from '../api';

/** Fills "From List" of the property field. @param filter searched in the name */
export async function searchProperties(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const properties = await everyProperty(await createContextWithoutItem(this, sprove), { limit: Infinity });
	const searchText = filter.toLowerCase();
	return {
		results: properties
			// The name may be missing.
			.map((property) => ({ ...property, name: String(property.name ?? property.id) }))
			.filter(({ name }) => name.toLowerCase().includes(searchText))
			.map(({ id, name, active, verification_url: url }) => ({
				name: active ? name : `${name} (inactive)`,
				value: id,
				url,
			})),
	};
}
