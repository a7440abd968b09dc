import type { IDataObject } from 'n8n-workflow';

import type { Look, PollTools, Watch } from '../shared/poll';
import { listApplications, type Application } from './api';
import { normalStatus, output } from './application/simplified';

/** Applications in these states are not followed further: once reported they are forgotten. */
const FINISHED = ['COMPLETED', 'REVOKED', 'EXPIRED', 'ARCHIVED'];

/** Chosen under "Trigger On" for the moment at which an application gets its reference. */
export const REFERENCE = 'REFERENCE_ID';

/** What is known of the applications that are under way. Bounded by their number. */
export interface AccountState {
	/** Status and whether it has a reference, by application ID. */
	open: Record<string, [status: string, hasReference: boolean]>;
	/** Newest time of creation ever seen, as Movem writes it: what is newer has not been seen. */
	newest: string;
	/** Applications created at that very second, which are told apart by nothing else. */
	atNewest: string[];
}

function remember(applications: Application[], before?: AccountState): AccountState {
	const newest = applications.reduce((latest, { created_at: at }) => (at > latest ? at : latest), before?.newest ?? '');
	const earlier = before?.newest === newest ? before.atNewest : [];
	const now = applications.filter(({ created_at: at }) => at === newest).map(({ id }) => id);
	const open = applications.filter(({ status }) => !FINISHED.includes(normalStatus(status)));
	return {
		open: Object.fromEntries(open.map(({ id, status, reference_id: reference }) => [id, [normalStatus(status), reference !== null]])),
		newest,
		atNewest: [...new Set([...earlier, ...now])],
	};
}

/** Watches the applications of an account: what they were at the last poll against what they are. */
export function watchAccount(wanted: string[], simplify: boolean, tools: PollTools): Watch<AccountState> {
	/** What has changed of an application; empty for nothing that anybody asked for. */
	const changes = (application: Application, state: AccountState): IDataObject | undefined => {
		const { id, created_at: at } = application;
		const status = normalStatus(application.status);
		const known = state.open[id];
		const isNew = at > state.newest || (at === state.newest && !state.atNewest.includes(id));
		// Unknown, old and finished: it has been reported and forgotten.
		if (!known && !isNew && FINISHED.includes(status)) return undefined;
		const [before, hadReference] = known ?? [null, false];
		const changed = [
			...(status !== before && wanted.includes(status) ? ['status'] : []),
			...(application.reference_id !== null && !hadReference && wanted.includes(REFERENCE) ? ['reference_id'] : []),
		];
		return changed.length > 0 ? { ...output(application, simplify), changed, previousStatus: before } : undefined;
	};

	return {
		begin: async () => remember(await listApplications(tools)),
		async look(state): Promise<Look<AccountState>> {
			const applications = await listApplications(tools);
			const events = [...applications]
				.sort((a, b) => a.created_at.localeCompare(b.created_at))
				.map((application) => changes(application, state))
				.filter((event) => event !== undefined);
			const next = remember(applications, state);
			// One that is not listed for once is not taken for gone: its changes would never be told.
			return { events, state: { ...next, open: { ...missing(state, applications), ...next.open } } };
		},
		async sample() {
			const [application] = (await listApplications(tools)).slice(-1);
			return application ? [{ ...output(application, simplify), changed: ['status'], previousStatus: null }] : [];
		},
	};
}

/** Most open applications that are remembered although the list no longer has them. */
const MOST_MISSING = 1000;

/** Open applications that the list does not have at the moment. */
function missing({ open }: AccountState, applications: Application[]): AccountState['open'] {
	const listed = new Set(applications.map(({ id }) => id));
	return Object.fromEntries(Object.entries(open).filter(([id]) => !listed.has(id)).slice(-MOST_MISSING));
}
