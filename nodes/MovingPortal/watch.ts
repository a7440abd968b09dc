import type { IDataObject } from 'n8n-workflow';

import { fingerprintOf } from '../shared/fingerprint';
import { path } from '../shared/operation';
import { eachOrLog, type Look, type PollTools, type Watch } from '../shared/poll';
import type { Stage } from '../shared/stage';

/** A notification as it came. Only its time is documented; the rest is passed on unread (contract §3.2). */
type Notification = IDataObject;

/**
 * By TMP reference, the notifications that were passed on and are still listed, each by a fingerprint. Not by
 * their time: one that is older than those that were passed on may appear after them.
 */
export type NotificationState = Record<string, string[]>;

export interface NotificationChoice {
	/** Codes or descriptions of the kinds wanted; none for all. */
	kinds: string[];
	/** Whether what was passed on is marked as processed at The Moving Portal. */
	acknowledge: boolean;
}

/** The member of an object under one of its names, however they are cased (contract §8 no. 5). */
function member(object: IDataObject, ...names: string[]): unknown {
	const asDocumented = names.find((name) => name in object);
	if (asDocumented !== undefined) return object[asDocumented];
	const wanted = names.map((name) => name.toLowerCase());
	return Object.entries(object).find(([key]) => wanted.includes(key.toLowerCase()))?.[1];
}

const referenceOf = (instruction: IDataObject) =>
	String(member(instruction, 'tmpReference', 'reference') ?? '');

/** Seven digits after the point, so it stays a text: a Date would lose four of them (contract §8 no. 27). */
const timeOf = (notification: Notification) =>
	String(member(notification, 'createdTimestamp', 'timestamp', 'created') ?? '');

const kindOf = (notification: Notification) =>
	[
		member(notification, 'notificationTypeCode', 'typeCode', 'code'),
		member(notification, 'notificationTypeDescription', 'description'),
	].map((text) => String(text ?? '').toLowerCase());

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
function inOrder<T>(list: T[], notificationOf: (one: T) => Notification): T[] {
	return list
		.map((one) => ({ one, at: sortable(notificationOf(one)) }))
		.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
		.map(({ one }) => one);
}

const short = (notification: Notification) => fingerprintOf(notification).slice(0, 12);

/**
 * Notifications that were not passed on; of several that are the same in everything, those beyond the known ones.
 *
 * @param prints their fingerprints
 */
function fresh(notifications: Notification[], prints: string[], passedOn: string[] = []): Notification[] {
	const left = new Map<string, number>();
	for (const print of passedOn) left.set(print, (left.get(print) ?? 0) + 1);
	return notifications.filter((_, index) => {
		const print = prints[index] ?? '';
		const times = left.get(print) ?? 0;
		left.set(print, times - 1);
		return times <= 0;
	});
}

/** Watches the notifications of instructions: list, read each, pass on, and acknowledge at the next poll (contract §6 no. 13). */
export function watchNotifications(
	{ kinds, acknowledge }: NotificationChoice,
	tools: PollTools,
): Watch<NotificationState> {
	const wanted = kinds.map((kind) => kind.toLowerCase());
	const isWanted = (notification: Notification) =>
		wanted.length === 0 || kindOf(notification).some((kind) => wanted.includes(kind));
	const list = async () =>
		await tools.list<IDataObject>({ method: 'GET', path: '/instructions/notifications' }, [
			'instructions',
			'items',
		]);
	const read = async (instruction: IDataObject) => {
		const reference = referenceOf(instruction);
		if (reference === '')
			throw tools.stop(
				'The Moving Portal lists an instruction without a reference',
				'Its notifications cannot be read.',
			);
		const request = { method: 'GET', path: path`/instruction/${reference}/notifications` } as const;
		const listed = await tools.list<Notification>(request, ['notifications', 'items']);
		const notifications = inOrder(listed, (one) => one);
		return { instruction, reference, notifications, prints: notifications.map(short) };
	};
	const readAll = async (listed: IDataObject[]) =>
		await eachOrLog(listed, (one) => `Instruction ${referenceOf(one)} was passed over`, tools, read);
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
		await tools.send({
			method: 'PUT',
			path: path`/instruction/${reference}/processed`,
			query: { timestamp },
			safeToRepeat: true,
			textIsFine: true,
			alsoFine: [404],
		});
	};

	return {
		begin: async () => ({}),
		async look(state): Promise<Look<NotificationState>> {
			const listed = await list();
			const instructions = await readAll(listed);
			const news = instructions.map((one) => ({
				one,
				unseen: fresh(one.notifications, one.prints, state[one.reference]),
			}));
			if (acknowledge) {
				// With news among them an acknowledgement might take those along unread: it waits.
				const settled = news
					.filter(({ one, unseen }) => unseen.length === 0 && timeOf(one.notifications.at(-1) ?? {}) !== '')
					.map(({ one }) => one);
				const failed = (one: (typeof settled)[number]) =>
					`Instruction ${one.reference} could not be marked as processed`;
				await eachOrLog(settled, failed, tools, markProcessed).catch(() => []);
			}
			// What is listed is remembered even if it has been marked or could not be read; what is not, is done.
			const references = new Set(listed.map(referenceOf));
			const stillListed = Object.entries(state).filter(([reference]) => references.has(reference));
			const now = instructions.map(({ reference, prints }) => [reference, prints]);
			const passedOn = news.flatMap(({ one, unseen }) =>
				unseen.filter(isWanted).map((notification) => ({ notification, event: output(one, notification) })),
			);
			const events = inOrder(passedOn, ({ notification }) => notification).map(({ event }) => event);
			return { events, state: { ...Object.fromEntries(stillListed), ...Object.fromEntries(now) } };
		},
		async sample() {
			const [first] = (await readAll(await list())).filter(({ notifications }) =>
				notifications.some(isWanted),
			);
			const [notification] = first?.notifications.filter(isWanted) ?? [];
			return first && notification ? [output(first, notification)] : [];
		},
	};
}
