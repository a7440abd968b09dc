import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { createContextWithoutItem } from '../../shared/execution';
import { isId } from '../../shared/guards';
import { everyApplication, movem } from '../api';

/** Fills "From List" of the application field. @param filter searched in name, email and property */
export async function searchApplications(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const applications = await everyApplication(await createContextWithoutItem(this, movem));
	const searchText = filter.toLowerCase();
	return {
		results: applications
			.map(({ id, name, email, property, status }) => ({
				name: `${name}, ${property} (${status})`,
				value: id,
				description: email,
			}))
			.filter((entry) => `${entry.name} ${entry.description}`.toLowerCase().includes(searchText)),
	};
}

/** Fills "From List" of the reference field. @param filter searched in name, email and property */
export async function searchReferences(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const applications = await everyApplication(await createContextWithoutItem(this, movem));
	const searchText = filter.toLowerCase();
	return {
		results: applications
			.filter(({ reference_id: id }) => isId(id))
			.map(({ reference_id: id, name, email, property, status }) => ({
				name: `${name}, ${property} (${status})`,
				value: String(id),
				description: email,
			}))
			.filter((entry) => `${entry.name} ${entry.description}`.toLowerCase().includes(searchText)),
	};
}
