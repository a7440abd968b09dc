import { collectPages, pagesFrom } from '../../shared/paging';
import type { Tools } from '../../shared/operation';
import { read, type ListedApplication } from '../api';

/** Applications asked for at a time. No bound is documented; the default is ten. */
const PER_PAGE = 100;

/**
 * A customer's applications, newest first. Pages count from 0, as the offset is page × limit; a server that
 * counts from 1 answers 0 and 1 alike, which the IDs give away (contract §9 no. 15).
 */
export async function listApplications(tools: Pick<Tools, 'list'>, referenceId: string, wanted: number): Promise<ListedApplication[]> {
	const limit = Math.min(PER_PAGE, wanted);
	return await collectPages({
		cursors: pagesFrom(0),
		fetch: async (page) => await tools.list<ListedApplication>(read('application/all', { referenceId, limit, page })),
		identity: ({ ApplicationId }) => String(ApplicationId),
		limit: wanted,
		mayGoOn: (applications) => applications.length >= limit,
	});
}
