import { requireEach } from '../../shared/execution';
import type { OperationContext } from '../../shared/operation';
import { collectPages, pagesFrom } from '../../shared/http';
import { read, type ListedApplication } from '../api';
import { readApplicationId } from './applicationId';

/** Applications in one page. No maximum is documented. */
const PER_PAGE = 100;

/**
 * A customer's applications, newest first. Pages count from 0, because the offset is page × limit. A server that counts
 * from 1 returns the same for pages 0 and 1 (contract §9 no. 15). The maximum of a page is not documented, so a page with
 * fewer entries than requested may not be the last.
 *
 * @param referenceId the customer reference
 * @param maxApplications the most to return
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
				// A server may return fewer than requested and have more. The offset then counts in pages of that size.
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
