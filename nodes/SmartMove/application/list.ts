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
	wanted: number,
): Promise<ListedApplication[]> {
	const asked = Math.min(PER_PAGE, wanted);
	let limit = asked;
	let newest: number | undefined;
	let first = 0;
	const ask = async (page: number) => {
		const request = read('application/all', { referenceId, limit, page });
		const applications = await context.list<ListedApplication>(request);
		const hasId = ({ ApplicationId }: ListedApplication) => readApplicationId(ApplicationId) !== undefined;
		return requireEach(applications, request, 'a list of applications with an ID each', context, hasId);
	};
	return await collectPages({
		cursors: pagesFrom(0),
		async fetch(page) {
			const applications = await ask(first + page);
			if (page === 0) {
				newest = applications[0]?.ApplicationId;
				// It may give fewer than it is asked for and have more; the offset then goes by what it gives.
				limit = Math.max(1, Math.min(limit, applications.length));
			}
			if (page !== 1 || newest === undefined || applications[0]?.ApplicationId !== newest)
				return applications;
			first = 1;
			return await ask(first + page);
		},
		identity: ({ ApplicationId }) => String(ApplicationId),
		limit: wanted,
		onLastPage(repeated) {
			if (repeated && limit === asked)
				context.addHint(
					'SmartMove gave the same applications again when asked for more: it may have others.',
				);
		},
	});
}
