import type { IDataObject } from 'n8n-workflow';

import {
	fingerprint,
	isByName,
	mapOf,
	type ByName,
	type PollResult,
	type PollSource,
	type PollContext,
} from '../../shared/triggers';
import { listApplications, type Application } from '../api';
import { normalStatus, output } from '../application/simplified';
import { isRecord } from '../../shared/guards';

/** Applications in these states are not followed further: once reported they are forgotten. */
const FINISHED = ['COMPLETED', 'REVOKED', 'EXPIRED', 'ARCHIVED'];

/** What any of the others can still become. */
const ARCHIVED = 'ARCHIVED';

/** Chosen under "Trigger On" for the moment at which an application gets its reference. */
export const REFERENCE = 'REFERENCE_ID';

const HOUR = 3_600_000;

/**
 * How far back from the newest application finished ones are remembered, in milliseconds. Movem's times have no
 * zone (contract §8 no. 19): when summer time ends an hour comes twice, and what is new then looks older.
 */
const MARGIN = 24 * HOUR;

/** How far Movem's times, read as UTC, are ahead of a clock that is right: an hour in summer, and one to spare. */
const MAX_AHEAD = 2 * HOUR;

/** What is known of an application. */
type Snapshot = [status: string, hasReference: boolean];

/** What is known of the applications that are under way. Bounded by their number. */
export interface AccountState {
	/** By application ID. */
	open: ByName<Snapshot>;
	/** Newest time of creation that can be true: what is much older and finished has been reported and forgotten. */
	newest: number;
	/** IDs of finished applications that are too new to be known by their time. */
	finished: string[];
}

/** Only for comparing Movem's times with each other; NaN where there is none to read. */
const createdAt = ({ created_at: at }: Application) =>
	typeof at === 'string' ? Date.parse(`${at.replace(' ', 'T')}Z`) : NaN;

const hasReference = ({ reference_id: reference }: Application) => Boolean(reference);

/** As text: the ID is a text by the documents, and may come as a number from a program that knows better. */
const idOf = ({ id }: Application) => String(id);

const isSnapshot = (value: unknown): value is Snapshot =>
	Array.isArray(value) && typeof value[0] === 'string';

function isState(value: unknown): value is AccountState {
	return (
		isRecord(value) &&
		isByName(value.open, isSnapshot) &&
		typeof value.newest === 'number' &&
		Array.isArray(value.finished)
	);
}

/** What an application is known by among those that were passed on. */
function keyOf(application: Application): string {
	const parts = [idOf(application), normalStatus(application.status), application.reference_id];
	return fingerprint(JSON.stringify(parts)).slice(0, 12);
}

/** Watches the applications of an account: what they were at the last poll against what they are. */
export function accountSource(
	triggerOn: string[],
	simplify: boolean,
	context: PollContext,
): PollSource<AccountState> {
	// When archiving is to be told, all that can still be archived are followed: as many as Movem lists.
	const untracked = triggerOn.includes(ARCHIVED) ? [ARCHIVED] : FINISHED;

	/** Every application that Movem lists, once; what is none is passed over. */
	const list = async (): Promise<Application[]> => {
		const listed = await listApplications(context);
		const valid = listed.filter(
			(entry: unknown) => isRecord(entry) && /^(string|number)$/.test(typeof entry.id),
		);
		if (valid.length < listed.length)
			context.logOnce('entries', 'Movem lists applications without an ID; they are passed over');
		const ids = new Set<string>();
		return valid.filter((application) => ids.size < ids.add(idOf(application)).size);
	};
	/** Times later than this are no times of creation: one of them would make all that comes look old. */
	const latestPlausible = () => Math.min(context.partnerTime(), Date.now()) + MAX_AHEAD;

	const toState = (applications: Application[], before?: AccountState): AccountState => {
		const latest = latestPlausible();
		const newest = applications.reduce(
			(latestTime, application) =>
				createdAt(application) <= latest ? Math.max(latestTime, createdAt(application)) : latestTime,
			Math.min(before?.newest ?? 0, latest),
		);
		const open: Array<[string, Snapshot]> = [];
		const finished: string[] = [];
		for (const application of applications) {
			const status = normalStatus(application.status);
			if (!untracked.includes(status)) open.push([idOf(application), [status, hasReference(application)]]);
			// One without a readable time is remembered as long as it is listed.
			else if (!(createdAt(application) < newest - MARGIN)) finished.push(idOf(application));
		}
		return { open, newest, finished };
	};

	/** Finds what has changed of an application; undefined when it is nothing that anybody asked for. */
	const changesSince = (state: AccountState) => {
		const snapshots = mapOf(state.open);
		const finished = new Set(state.finished.map(String));
		const newest = Math.min(state.newest, latestPlausible());
		return (application: Application): IDataObject | undefined => {
			const status = normalStatus(application.status);
			const previous = snapshots.get(idOf(application));
			const isNew = () => !(createdAt(application) < newest - MARGIN) && !finished.has(idOf(application));
			// Unknown, old and finished: it has been reported and forgotten.
			if (!previous && FINISHED.includes(status) && !isNew()) return undefined;
			const [previousStatus, hadReference] = previous ?? [null, false];
			const changed = [
				...(status !== previousStatus && triggerOn.includes(status) ? ['status'] : []),
				...(hasReference(application) && !hadReference && triggerOn.includes(REFERENCE)
					? ['reference_id']
					: []),
			];
			return changed.length > 0 ? { ...output(application, simplify), changed, previousStatus } : undefined;
		};
	};

	return {
		isState,
		initialState: async () => toState(await list()),
		async poll(state): Promise<PollResult<AccountState, IDataObject>> {
			const applications = await list();
			const changeOf = changesSince(state);
			const events = applications
				.map((application) => ({ application, json: changeOf(application) }))
				.filter(
					(change): change is { application: Application; json: IDataObject } => change.json !== undefined,
				)
				.sort((a, b) => createdAt(a.application) - createdAt(b.application) || 0)
				.map(({ application, json }) => ({ key: keyOf(application), json }));
			const next = toState(applications, state);
			// One that is not listed for once is not taken for gone: its changes would never be told.
			return { events, state: { ...next, open: [...missing(state, applications), ...mapOf(next.open)] } };
		},
		async sample() {
			const [application] = (await list()).slice(-1);
			return application
				? [{ ...output(application, simplify), changed: ['status'], previousStatus: null }]
				: [];
		},
	};
}

/** Most open applications that are remembered although the list no longer has them. */
const MAX_MISSING = 1000;

/** Open applications that the list does not have at the moment. */
function missing({ open }: AccountState, applications: Application[]): Array<[string, Snapshot]> {
	const listed = new Set(applications.map(idOf));
	return [...mapOf(open)].filter(([id]) => !listed.has(id)).slice(-MAX_MISSING);
}
