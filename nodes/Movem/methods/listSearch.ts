import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { createContextWithoutItem } from '../../shared/execution';
import { isId } from '../../shared/guards';
import { everyApplication, movem, type Application } from '../api';
import { isDeletable, statusName } from '../application/statuses';

/**
 * @param filter searched in name, status, property and email
 * @param idOf the ID that a choice stands for; undefined for an application that is not listed
 */
async function search(
	editor: ILoadOptionsFunctions,
	filter: string,
	idOf: (application: Application) => unknown,
): Promise<INodeListSearchResult> {
	const applications = await everyApplication(await createContextWithoutItem(editor, movem));
	const searchText = filter.toLowerCase();
	return {
		results: applications
			.filter((application) => isId(idOf(application)))
			.map((application) => ({
				// The editor cuts long names off, and an address is long.
				name: `${application.name} (${statusName(application.status)}), ${application.property}`,
				value: String(idOf(application)),
				description: application.email,
			}))
			.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(searchText)),
	};
}

/** Fills "From List" of the application field. */
export async function searchApplications(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await search(this, filter, ({ id }) => id);
}

/** Fills "From List" of Delete. An application in any other status can be given by its ID. */
export async function searchDeletableApplications(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await search(this, filter, (application) => (isDeletable(application) ? application.id : undefined));
}

/** Fills "From List" of the reference field. */
export async function searchReferences(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await search(this, filter, ({ reference_id: id }) => id);
}
