import type { IDataObject } from 'n8n-workflow';

import { isPathId } from '../../shared/fields';
import {
	fingerprint,
	fingerprintOf,
	mapSettled,
	isByName,
	mapOf,
	type ByName,
	type PollResult,
	type PollSource,
	type PollContext,
} from '../../shared/triggers';
import { member } from '../../shared/guards';
import { path } from '../../shared/operation';
import type { Stage } from '../../shared/stage';
import { isRecord } from '../../shared/guards';

/** A notification as it came. Only its time is documented; the rest is passed on unread (contract §3.2). */
type Notification = IDataObject;

/**
 * By TMP reference, the notifications that were passed on and are still listed, each by a fingerprint. Not by
 * their time: one that is older than those that were passed on may appear after them.
 */
export type NotificationState = ByName<string[]>;

const isFingerprints = (value: unknown): value is string[] =>
	Array.isArray(value) && value.every((entry) => typeof entry === 'string');

const isState = (value: unknown): value is NotificationState => isByName(value, isFingerprints);

export interface NotificationOptions {
	/** Codes or descriptions of the kinds wanted; none for all. */
	kinds: string[];
	/** Whether what was passed on is marked as processed at The Moving Portal. */
	acknowledge: boolean;
}

/** A text or a number as text; nothing for whatever else may stand there. */
const textOf = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const referenceOf = (instruction: IDataObject) => textOf(member(instruction, 'tmpReference', 'reference'));

/** Seven digits after the point, so it stays a text: a Date would lose four of them (contract §8 no. 27). */
const timeOf = (notification: Notification) =>
	textOf(member(notification, 'createdTimestamp', 'timestamp', 'created'));

const kindOf = (notification: Notification) =>
	[
		member(notification, 'notificationTypeCode', 'typeCode', 'code'),
		member(notification, 'notificationTypeDescription', 'description'),
	].map((text) => textOf(text).toLowerCase());

/** The stage that a kind speaks of; its codes were not retrieved, so it goes by the words in them (contract §5). */
function stageOf(notification: Notification): Stage {
	const kind = kindOf(notification).join(' ');
	if (/reject/.test(kind)) return 'failed';
	if (/uncancel|reopen|off ?hold/.test(kind)) return 'inProgress';
	if (/case ?cancel/.test(kind)) return 'closed';
	if (/on ?hold/.test(kind)) return 'actionNeeded';
	if (/case ?complete/.test(kind)) return 'passed';
	return 'inProgress';
}

/** A time with all its digits (contract §8 no. 27). */
const AS_DOCUMENTED = /\.\d{7}Z$/;

/** The time for comparing: with all seven digits, of which programs leave out zeros at the end. */
function sortable(notification: Notification): string {
	const time = timeOf(notification);
	if (AS_DOCUMENTED.test(time)) return time.slice(0, -1);
	const [second = '', digits = ''] = time.replace(/Z$/i, '').split('.');
	return `${second}.${digits.padEnd(7, '0')}`;
}

/** The same in the order of their notifications' time; of the same time, as they came. */
function sortByTime<T>(list: T[], notificationOf: (entry: T) => Notification): T[] {
	return list
		.map((entry) => ({ one: entry, at: sortable(notificationOf(entry)) }))
		.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
		.map(({ one }) => one);
}

const fingerprintFor = (notification: Notification) => fingerprintOf(notification).slice(0, 12);

/**
 * Notifications that were not passed on; of several that are the same in everything, those beyond the known ones.
 *
 * @param fingerprints their fingerprints
 */
function notPassedOn(
	notifications: Notification[],
	fingerprints: string[],
	passedOn: string[] = [],
): Notification[] {
	const remaining = new Map<string, number>();
	for (const key of passedOn) remaining.set(key, (remaining.get(key) ?? 0) + 1);
	return notifications.filter((_, index) => {
		const key = fingerprints[index] ?? '';
		const times = remaining.get(key) ?? 0;
		remaining.set(key, times - 1);
		return times <= 0;
	});
}

/** Watches the notifications of instructions: list, read each, pass on, and acknowledge at the next poll (contract §6 no. 13). */
export function notificationSource(
	{ kinds, acknowledge }: NotificationOptions,
	context: PollContext,
): PollSource<NotificationState> {
	const wanted = kinds.map((kind) => kind.toLowerCase());
	const isWanted = (notification: Notification) =>
		wanted.length === 0 || kindOf(notification).some((kind) => wanted.includes(kind));
	const recordsOf = async (path: string, wrapperKey: string) => {
		const listed: unknown[] = await context.list({ method: 'GET', path }, [wrapperKey, 'items']);
		const valid = listed.filter(isRecord) as IDataObject[];
		if (valid.length < listed.length)
			context.logOnce(
				wrapperKey,
				`The Moving Portal lists ${wrapperKey} that are none; they are passed over`,
			);
		return valid;
	};
	const list = async () => {
		const listed = await recordsOf('/instructions/notifications', 'instructions');
		// It goes into a path, so it is held to what a reference that is typed is.
		const valid = listed.filter((instruction) => isPathId(referenceOf(instruction)));
		if (valid.length < listed.length)
			context.logOnce(
				'references',
				'The Moving Portal lists instructions without a usable reference; their notifications cannot be read',
			);
		const references = new Set<string>();
		return valid.filter((instruction) => references.size < references.add(referenceOf(instruction)).size);
	};
	const read = async (instruction: IDataObject) => {
		const reference = referenceOf(instruction);
		const listed = await recordsOf(path`/instruction/${reference}/notifications`, 'notifications');
		const notifications = sortByTime(listed, (notification) => notification);
		return { instruction, reference, notifications, fingerprints: notifications.map(fingerprintFor) };
	};
	const readAll = async (listed: IDataObject[]) =>
		await mapSettled(
			listed,
			(instruction) => `Instruction ${referenceOf(instruction)} was passed over`,
			context,
			read,
		);
	const output = (
		{ instruction, reference }: Awaited<ReturnType<typeof read>>,
		notification: Notification,
	): IDataObject => ({
		tmpReference: reference,
		uniqueIntegrationReference:
			(member(instruction, 'uniqueIntegrationReference') as string | undefined) ?? null,
		uniqueCustomerReference: (member(instruction, 'uniqueCustomerReference') as string | undefined) ?? null,
		...notification,
		stage: stageOf(notification),
	});
	/** Marks what was passed on as processed. What cannot be marked now is tried again at the next poll. */
	const markProcessed = async ({ reference, notifications }: Awaited<ReturnType<typeof read>>) => {
		const timestamp = timeOf(notifications.at(-1) ?? {});
		await context.send({
			method: 'PUT',
			path: path`/instruction/${reference}/processed`,
			query: { timestamp },
			safeToRepeat: true,
			allowText: true,
			// There is nothing to be marked, any more or at all: no reason to try again.
			acceptedStatuses: [404],
		});
	};

	return {
		isState,
		initialState: async () => [],
		async poll(state): Promise<PollResult<NotificationState, IDataObject>> {
			const before = mapOf(state);
			const listed = await list();
			const { results: instructions, isPartial } = await readAll(listed);
			const news = instructions.map((one) => ({
				one,
				unseen: notPassedOn(one.notifications, one.fingerprints, before.get(one.reference)),
			}));
			if (acknowledge) {
				// With news among them an acknowledgement might take those along unread: it waits.
				const acknowledgeable = news
					.filter(({ one, unseen }) => unseen.length === 0 && timeOf(one.notifications.at(-1) ?? {}) !== '')
					.map(({ one }) => one);
				const describe = (one: (typeof acknowledgeable)[number]) =>
					`Instruction ${one.reference} could not be marked as processed`;
				await mapSettled(acknowledgeable, describe, context, markProcessed).catch(() => undefined);
			}
			// What is listed is remembered even if it has been marked or could not be read; what is not, is done.
			const references = new Set(listed.map(referenceOf));
			const stillListed = [...before].filter(([reference]) => references.has(reference));
			const now = instructions.map(({ reference, fingerprints }) => [reference, fingerprints] as const);
			const passedOn = news.flatMap(({ one, unseen }) =>
				unseen.filter(isWanted).map((notification) => ({
					notification,
					key: fingerprint(`${one.reference}|${fingerprintFor(notification)}`).slice(0, 12),
					json: output(one, notification),
				})),
			);
			const events = sortByTime(passedOn, ({ notification }) => notification);
			return { events, state: [...new Map([...stillListed, ...now])], isPartial };
		},
		async sample() {
			const { results } = await readAll(await list());
			const [first] = results.filter(({ notifications }) => notifications.some(isWanted));
			const [notification] = first?.notifications.filter(isWanted) ?? [];
			return first && notification ? [output(first, notification)] : [];
		},
	};
}
