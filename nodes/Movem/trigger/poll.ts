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
import { output } from '../application/simplified';
import { normalStatus } from '../application/statuses';
import { isRecord } from '../../shared/guards';

/** Final statuses. Once reported, applications with one of them are not tracked any more. */
const FINISHED = ['COMPLETED', 'REVOKED', 'EXPIRED', 'ARCHIVED'];

/** The one status that an application with another final status can still get. */
const ARCHIVED = 'ARCHIVED';

/** The value under "Trigger On" for an application that gets its reference ID. */
export const REFERENCE = 'REFERENCE_ID';

const HOUR = 3_600_000;

/**
 * Finished applications are remembered by ID if they were created within so many milliseconds before the newest one, and
 * by their time otherwise. Movem's times have no zone (contract §8 no. 19): when summer time ends an hour comes twice,
 * and a new application can look an hour older than it is.
 */
const MARGIN = 24 * HOUR;

/** How far Movem's times, read as UTC, can be ahead of the real time: one hour in summer, and one to spare. */
const MAX_AHEAD = 2 * HOUR;

/** What is remembered of an application. */
type Snapshot = [status: string, hasReference: boolean];

/** What is remembered between polls. Its size is bounded by the number of open applications. */
export interface AccountState {
	/** By application ID. */
	open: ByName<Snapshot>;
	/** The newest plausible time of creation. Finished applications much older than it were reported before. */
	newest: number;
	/** IDs of finished applications that are too new to be recognised by their time, or that the list no longer has. */
	finished: string[];
}

/** Time of creation, for comparison with Movem's other times only; NaN where it cannot be read. */
const createdAt = ({ created_at: at }: Application) =>
	typeof at === 'string' ? Date.parse(`${at.replace(' ', 'T')}Z`) : NaN;

const hasReference = ({ reference_id: reference }: Application) => Boolean(reference);

/** The ID is documented as a text. A number is accepted. */
const idOf = ({ id }: Application) => String(id);

/** What is told of an application. */
type Told = IDataObject & { changed: string[] };

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

/**
 * Identifies an event by the application, its reference, and its status where that is reported: any other status may have
 * changed by the time the event comes again.
 */
function keyOf(application: Application, changed: string[]): string {
	const status = changed.includes('status') ? normalStatus(application.status) : null;
	const parts = [idOf(application), status, application.reference_id];
	return fingerprint(JSON.stringify(parts)).slice(0, 12);
}

/**
 * Finds changed applications of an account by comparing them with the last poll.
 *
 * @param triggerOn the chosen statuses, normalised, and {@link REFERENCE}; an empty list for all
 */
export function accountSource(
	triggerOn: string[],
	simplify: boolean,
	context: PollContext,
): PollSource<AccountState> {
	const isChosen = (event: string) => triggerOn.length === 0 || triggerOn.includes(event);
	// To report archiving, every application that can still be archived has to be tracked, however many Movem lists.
	const untracked = isChosen(ARCHIVED) ? [ARCHIVED] : FINISHED;

	/** Every application that Movem lists, once. Entries without an ID are skipped. */
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
	/** Later times of creation are wrong. Taken as the newest, one would make all new applications look old. */
	const latestPlausible = () => Math.min(context.partnerTime(), Date.now()) + MAX_AHEAD;

	const toState = (applications: Application[], before?: AccountState) => {
		const latest = latestPlausible();
		const times = applications.map(createdAt);
		const newest = times.reduce(
			(newestTime, time) => (time <= latest ? Math.max(newestTime, time) : newestTime),
			Math.min(before?.newest ?? 0, latest),
		);
		const open: Array<[string, Snapshot]> = [];
		const finished: string[] = [];
		for (const [i, application] of applications.entries()) {
			const status = normalStatus(application.status);
			if (!untracked.includes(status)) open.push([idOf(application), [status, hasReference(application)]]);
			// One without a readable time is remembered by its ID as long as it is listed.
			else if (!(times[i]! < newest - MARGIN)) finished.push(idOf(application));
		}
		return { open, newest, finished };
	};

	/** The event of an application that had that status before, and a reference or not; undefined where nothing chosen differs. */
	const eventOf = (
		application: Application,
		previousStatus: string | null,
		hadReference: boolean,
	): Told | undefined => {
		const status = normalStatus(application.status);
		const changed = [
			...(status !== previousStatus && isChosen(status) ? ['status'] : []),
			...(hasReference(application) && !hadReference && isChosen(REFERENCE) ? ['reference_id'] : []),
		];
		return changed.length > 0 ? { ...output(application, simplify), changed, previousStatus } : undefined;
	};

	/** Returns a function from an application to its event since that state; undefined where there is none. */
	const changesSince = (state: AccountState) => {
		const snapshots = mapOf(state.open);
		const finished = new Set(state.finished.map(String));
		const newest = Math.min(state.newest, latestPlausible());
		return (application: Application): Told | undefined => {
			const status = normalStatus(application.status);
			const previous = snapshots.get(idOf(application));
			const isNew = () => !(createdAt(application) < newest - MARGIN) && !finished.has(idOf(application));
			// Finished, old and not remembered: it was reported before.
			if (!previous && FINISHED.includes(status) && !isNew()) return undefined;
			const [previousStatus, hadReference] = previous ?? [null, false];
			return eventOf(application, previousStatus, hadReference);
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
				.filter((change): change is { application: Application; json: Told } => change.json !== undefined)
				.sort((a, b) => createdAt(a.application) - createdAt(b.application) || 0)
				.map(({ application, json }) => ({ key: keyOf(application, json.changed), json }));
			const { newest, ...next } = toState(applications, state);
			// An application that is missing from one list is still remembered: the later changes of an open one would be
			// lost, and a finished one would come again as new.
			const missing = missingFrom(applications, state);
			const open = [...missing.open, ...next.open];
			return { events, state: { open, newest, finished: [...missing.finished, ...next.finished] } };
		},
		async sample() {
			const events = (await list()).map((application) => eventOf(application, null, false));
			return events.filter((event) => event !== undefined).slice(-1);
		},
	};
}

/** The most open applications, and finished ones, that are remembered although the list no longer has them. */
const MAX_MISSING = 1000;

/** What is remembered of applications that the list does not have. */
function missingFrom(applications: Application[], { open, finished }: AccountState) {
	const listed = new Set(applications.map(idOf));
	return {
		open: [...mapOf(open)].filter(([id]) => !listed.has(id)).slice(-MAX_MISSING),
		finished: finished
			.map(String)
			.filter((id) => !listed.has(id))
			.slice(-MAX_MISSING),
	};
}
