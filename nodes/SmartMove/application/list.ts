import { requireEach } from '../../shared/execution';
import type { OperationContext } from '../../shared/operation';
import { collectPages, pagesFrom } from '../../shared/http';
import { read, type ListedApplication } from '../api';
import { readApplicationId } from './applicationId';

/** Applications asked for at a time. No bound is documented. */
const PER_PAGE = 100;

/**
 * A customer's applications, newest first. Pages count from 0, as the offset is page × limit; a server that
 * counts from 1 answers 0 and 1 alike (contract §9 no. 15). How many it gives at most is not documented, so fewer than
 * were asked for do not say that they are the last.
 *
 * @throws NodeApiError when an entry has no application ID
 */
export async function listApplications(
	context: Pick<OperationContext, 'list' | 'unexpectedResponse' | 'addHint'>,
	referenceId: string,
	maxApplications: number,
): Promise<ListedApplication[]> {
	const requestedSize = Math.min(PER_PAGE, maxApplications);
	let pageSize = requestedSize;
	let newestId: number | undefined;
	let firstPage = 0;
	const readPage = async (page: number) => {
		const request = read('application/all', { referenceId, limit: pageSize, page });
		const applications = await context.list<ListedApplication>(request);
		const hasId = ({ ApplicationId }: ListedApplication) => readApplicationId(ApplicationId) !== undefined;
		return requireEach(applications, request, 'a list of applications with an ID each', context, hasId);
	};
	return await collectPages({
		cursors: pagesFrom(0),
		async fetch(page) {
			const applications = await readPage(firstPage + page);
			if (page === 0) {
				newestId = applications[0]?.ApplicationId;
				// It may give fewer than it is asked for and have more; the offset then goes by what it gives.
				pageSize = Math.max(1, Math.min(pageSize, applications.length));
			}
			if (page !== 1 || newestId === undefined || applications[0]?.ApplicationId !== newestId)
				return applications;
			firstPage = 1;
			return await readPage(firstPage + page);
		},
		identityOf: ({ ApplicationId }) => String(ApplicationId),
		limit: maxApplications,
		onLastPage(repeated) {
			if (repeated && pageSize === requestedSize)
				context.addHint(
					'SmartMove gave the same applications again when asked for more: it may have others.',
				);
		},
	});
}
