import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { KNOWN_DATA_SETS } from '../dataSet/known';

/** Fills "From List" of the data set field. @param filter searched in name and code */
export async function searchDataSets(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const searchText = filter.toLowerCase();
	return {
		results: KNOWN_DATA_SETS.filter(({ name, value }) =>
			`${name} ${value}`.toLowerCase().includes(searchText),
		),
	};
}
