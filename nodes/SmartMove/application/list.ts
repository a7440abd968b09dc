import { collectPages, pagesFrom } from '../../shared/paging';
import type { Tools } from '../../shared/operation';
import { read, type ListedApplication } from '../api';

/** Applications asked for at a time. No bound is documented. */
const PER_PAGE = 100;

/** Applications that SmartMove gives at a time where nothing is asked; a page of fewer is the last. */
const DEFAULT_PER_PAGE = 10;

/**
 * A customer's applications, newest first. Pages count from 0, as the offset is page × limit; a server that
 * counts from 1 answers 0 and 1 alike (contract §9 no. 15).
 */
export async function listApplications(
	tools: Pick<Tools, 'list'>,
	referenceId: string,
	wanted: number,
): Promise<ListedApplication[]> {
	let limit = Math.min(PER_PAGE, wanted);
	const least = Math.min(DEFAULT_PER_PAGE, limit);
	let newest: number | undefined;
	let first = 0;
	const ask = async (page: number) =>
		await tools.list<ListedApplication>(read('application/all', { referenceId, limit, page }));
	return await collectPages({
		cursors: pagesFrom(0),
		async fetch(page) {
			const applications = await ask(first + page);
			if (page === 0) {
				newest = applications[0]?.ApplicationId;
				// It may give less than it is asked for; the offset has to go by what it gives.
				limit = Math.max(least, Math.min(limit, applications.length));
			}
			if (page !== 1 || newest === undefined || applications[0]?.ApplicationId !== newest)
				return applications;
			first = 1;
			return await ask(first + page);
		},
		identity: ({ ApplicationId }) => String(ApplicationId),
		limit: wanted,
		mayGoOn: (applications) => applications.length >= limit,
	});
}
