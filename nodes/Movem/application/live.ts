import type { OperationContext } from '../../shared/operation';
import { everyApplication, type Application } from '../api';
import { identityOf } from './costGuard';
import { normalStatus } from './statuses';

/** Applications with one of these statuses do not count as existing. */
const ENDED = ['REVOKED', 'EXPIRED', 'ARCHIVED'];

/** The account's live applications by their identity. All items of a run share them. */
export async function liveApplications(
	context: Pick<OperationContext, 'list' | 'unexpectedResponse' | 'memoize'>,
) {
	const byIdentity = await context.memoize('live applications', async () => new Map<string, Application>());
	const load = async () => {
		for (const application of await everyApplication(context)) {
			if (!ENDED.includes(normalStatus(application.status)))
				byIdentity.set(identityOf(application), application);
		}
	};
	return {
		/** Those that are known, with those that items of this run have made. */
		byIdentity,
		/** Reads them once per run. @param refresh true: reads them again */
		async read(refresh = false): Promise<ReadonlyMap<string, Application>> {
			await (refresh ? load() : context.memoize('look for live applications', load));
			return byIdentity;
		},
	};
}
