import type { IDataObject } from 'n8n-workflow';

import type { Look, PollTools, Watch } from '../shared/poll';
import { listApplications, type Application } from './api';
import { normalStatus, output } from './application/simplified';

/** Applications in these states are not followed further: once reported they are forgotten. */
const FINISHED = ['COMPLETED', 'REVOKED', 'EXPIRED', 'ARCHIVED'];

/** What any of the others can still become. */
const ARCHIVED = 'ARCHIVED';

/** Chosen under "Trigger On" for the moment at which an application gets its reference. */
export const REFERENCE = 'REFERENCE_ID';

/**
 * How far back from the newest application finished ones are remembered, in milliseconds. Movem's times have no
 * zone (contract §8 no. 19): when summer time ends an hour comes twice, and what is new then looks older.
 */
const MARGIN = 24 * 3_600_000;

/** What is known of the applications that are under way. Bounded by their number. */
export interface AccountState {
	/** Status and whether it has a reference, by application ID. */
	open: Record<string, [status: string, hasReference: boolean]>;
	/** Newest time of creation ever seen: what is much older and finished has been reported and forgotten. */
	newest: number;
	/** Finished applications that are too new to be known by their time. */
	finished: string[];
}

/** Only for comparing Movem's times with each other; NaN where there is none to read. */
const createdAt = ({ created_at: at }: Application) => Date.parse(`${String(at).replace(' ', 'T')}Z`);

const hasReference = ({ reference_id: reference }: Application) => Boolean(reference);

/** Watches the applications of an account: what they were at the last poll against what they are. */
export function watchAccount(wanted: string[], simplify: boolean, tools: PollTools): Watch<AccountState> {
	// When archiving is to be told, all that can still be archived are followed: as many as Movem lists.
	const forgotten = wanted.includes(ARCHIVED) ? [ARCHIVED] : FINISHED;

	const remember = (applications: Application[], before?: AccountState): AccountState => {
		const newest = applications.reduce(
			(latest, one) => Math.max(latest, createdAt(one) || 0),
			before?.newest ?? 0,
		);
		const open: AccountState['open'] = {};
		const finished: string[] = [];
		for (const one of applications) {
			const status = normalStatus(one.status);
			if (!forgotten.includes(status)) open[one.id] = [status, hasReference(one)];
			// One without a readable time is remembered as long as it is listed.
			else if (!(createdAt(one) < newest - MARGIN)) finished.push(one.id);
		}
		return { open, newest, finished };
	};

	/** What has changed of an application; undefined when it is nothing that anybody asked for. */
	const changeOf = (
		application: Application,
		{ open, newest }: AccountState,
		finished: ReadonlySet<string>,
	): IDataObject | undefined => {
		const status = normalStatus(application.status);
		const known = open[application.id];
		const isNew = () => !(createdAt(application) < newest - MARGIN) && !finished.has(application.id);
		// Unknown, old and finished: it has been reported and forgotten.
		if (!known && FINISHED.includes(status) && !isNew()) return undefined;
		const [before, hadReference] = known ?? [null, false];
		const changed = [
			...(status !== before && wanted.includes(status) ? ['status'] : []),
			...(hasReference(application) && !hadReference && wanted.includes(REFERENCE) ? ['reference_id'] : []),
		];
		return changed.length > 0
			? { ...output(application, simplify), changed, previousStatus: before }
			: undefined;
	};

	return {
		begin: async () => remember(await listApplications(tools)),
		async look(state): Promise<Look<AccountState>> {
			const applications = await listApplications(tools);
			const finished = new Set(state.finished);
			const events = applications
				.map((application) => ({ application, change: changeOf(application, state, finished) }))
				.filter(({ change }) => change !== undefined)
				.sort((a, b) => createdAt(a.application) - createdAt(b.application) || 0)
				.map(({ change }) => change as IDataObject);
			const next = remember(applications, state);
			// One that is not listed for once is not taken for gone: its changes would never be told.
			return { events, state: { ...next, open: { ...missing(state, applications), ...next.open } } };
		},
		async sample() {
			const [application] = (await listApplications(tools)).slice(-1);
			return application
				? [{ ...output(application, simplify), changed: ['status'], previousStatus: null }]
				: [];
		},
	};
}

/** Most open applications that are remembered although the list no longer has them. */
const MOST_MISSING = 1000;

/** Open applications that the list does not have at the moment. */
function missing({ open }: AccountState, applications: Application[]): AccountState['open'] {
	const listed = new Set(applications.map(({ id }) => id));
	return Object.fromEntries(
		Object.entries(open)
			.filter(([id]) => !listed.has(id))
			.slice(-MOST_MISSING),
	);
}
