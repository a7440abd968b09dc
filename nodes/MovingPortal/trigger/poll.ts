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
import { isRecord, member } from '../../shared/guards';
import { path } from '../../shared/operation';
import { FIRST } from '../stages';
import { kindOf, referenceOf, stageOf, timeOf, type Notification } from '../notification/notification';
import { startWith } from '../../shared/execution';
import { normalKind } from './kinds';

/**
 * Fingerprints of the notifications that were passed on and are still listed, by The Moving Portal's reference of their
 * instruction. Their time would not do, because older notifications may appear after newer ones.
 */
export type NotificationState = ByName<string[]>;

const isFingerprints = (value: unknown): value is string[] =>
	Array.isArray(value) && value.every((entry) => typeof entry === 'string');

const isState = (value: unknown): value is NotificationState => isByName(value, isFingerprints);

export interface NotificationOptions {
	/** Codes or descriptions of the chosen kinds; an empty list for all. */
	kinds: string[];
	/** Whether notifications are marked as processed at The Moving Portal after they were passed on. */
	acknowledge: boolean;
}

/** A time with all seven digits (contract §8 no. 27). */
const AS_DOCUMENTED = /\.\d{7}Z$/;

/** The time as a text that sorts correctly: trailing zeros that the server left out are added. */
function sortable(notification: Notification): string {
	const time = timeOf(notification);
	if (AS_DOCUMENTED.test(time)) return time.slice(0, -1);
	const [second = '', digits = ''] = time.replace(/Z$/i, '').split('.');
	return `${second}.${digits.padEnd(7, '0')}`;
}

/** Sorts entries by the time of their notification. Those of the same time keep their order. */
function sortByTime<T>(list: T[], notificationOf: (entry: T) => Notification): T[] {
	return list
		.map((entry) => ({ entry, time: sortable(notificationOf(entry)) }))
		.sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)))
		.map(({ entry }) => entry);
}

const fingerprintFor = (notification: Notification) => fingerprintOf(notification).slice(0, 12);

/**
 * The notifications that were not passed on. Of several identical ones, as many are left out as were passed on.
 *
 * @param fingerprints of the notifications, in the same order
 * @param passedOn fingerprints of those that were passed on
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

/**
 * Finds new notifications: lists the instructions that have any, reads those of each, passes them on, and marks them as
 * processed at the next poll (contract §6 no. 13).
 */
export function notificationSource(
	{ kinds, acknowledge }: NotificationOptions,
	context: PollContext,
): PollSource<NotificationState> {
	const wanted = kinds.map(normalKind);
	const isWanted = (notification: Notification) =>
		wanted.length === 0 || kindOf(notification).some((kind) => wanted.includes(normalKind(kind)));
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
		// The reference goes into a path, like one that a user enters.
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
	): IDataObject =>
		startWith(FIRST, {
			tmpReference: reference,
			uniqueIntegrationReference:
				(member(instruction, 'uniqueIntegrationReference') as string | undefined) ?? null,
			uniqueCustomerReference: (member(instruction, 'uniqueCustomerReference') as string | undefined) ?? null,
			...notification,
			stage: stageOf(notification),
		});
	/** Marks all notifications of an instruction as processed. A failure is tried again at the next poll. */
	const markProcessed = async ({ reference, notifications }: Awaited<ReturnType<typeof read>>) => {
		const timestamp = timeOf(notifications.at(-1) ?? {});
		await context.send({
			method: 'PUT',
			path: path`/instruction/${reference}/processed`,
			query: { timestamp },
			safeToRepeat: true,
			allowText: true,
			// 404: there is nothing to mark, so there is no reason to try again.
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
			const news = instructions.map((reading) => ({
				reading,
				unseen: notPassedOn(reading.notifications, reading.fingerprints, before.get(reading.reference)),
			}));
			if (acknowledge) {
				// Instructions with new notifications wait: marking could include those before they are stored.
				const acknowledgeable = news
					.filter(
						({ reading, unseen }) => unseen.length === 0 && timeOf(reading.notifications.at(-1) ?? {}) !== '',
					)
					.map(({ reading }) => reading);
				const describe = (reading: (typeof acknowledgeable)[number]) =>
					`Instruction ${reading.reference} could not be marked as processed`;
				await mapSettled(acknowledgeable, describe, context, markProcessed).catch(() => undefined);
			}
			// Listed instructions stay remembered, even if they were marked or not read. Others are finished.
			const references = new Set(listed.map(referenceOf));
			const stillListed = [...before].filter(([reference]) => references.has(reference));
			const now = instructions.map(({ reference, fingerprints }) => [reference, fingerprints] as const);
			const passedOn = news.flatMap(({ reading, unseen }) =>
				unseen.filter(isWanted).map((notification) => ({
					notification,
					key: fingerprint(`${reading.reference}|${fingerprintFor(notification)}`).slice(0, 12),
					json: output(reading, notification),
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
