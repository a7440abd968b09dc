import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { createContextWithoutItem } from '../../shared/execution';
import { everyApplication, movem, type Application } from '../api';
import { isDeletable, statusName } from '../application/statuses';

/** @param filter searched in name, status, property and email */
async function search(
	editor: ILoadOptionsFunctions,
	filter: string,
	isListed: (application: Application) => boolean,
): Promise<INodeListSearchResult> {
	const applications = await everyApplication(await createContextWithoutItem(editor, movem));
	const searchText = filter.toLowerCase();
	return {
		results: applications
			.filter(isListed)
			.map(({ id, name, email, property, status }) => ({
				// The editor cuts long names off, and an address is long.
				name: `${name} (${statusName(status)}), ${property}`,
				value: id,
				description: email,
			}))
			.filter((entry) => `${entry.name} ${entry.description}`.toLowerCase().includes(searchText)),
	};
}

/** Fills "From List" of the application field. */
export async function searchApplications(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await search(this, filter, () => true);
}

/** Fills "From List" of Delete. An application in any other status can be given by its ID. */
export async function searchDeletableApplications(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await search(this, filter, isDeletable);
}
