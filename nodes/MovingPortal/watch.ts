import type { IDataObject } from 'n8n-workflow';

import { path } from '../shared/operation';
import { eachOrLog, type Look, type PollTools, type Watch } from '../shared/poll';
import type { Stage } from '../shared/stage';

/** A notification as it came. Only its time is documented; the rest is passed on unread (contract §3.2). */
type Notification = IDataObject;

/** Up to where the notifications of an instruction were passed on: the last time, and how many carried it. */
type Reached = [timestamp: string, count: number];

/** By TMP reference, for instructions whose notifications are not acknowledged yet. */
export type NotificationState = Record<string, Reached>;

export interface NotificationChoice {
	/** Codes or descriptions of the kinds wanted; none for all. */
	kinds: string[];
	/** Whether what was passed on is marked as processed at The Moving Portal. */
	acknowledge: boolean;
}

/** The member of an object under one of its names, however they are cased (contract §8 no. 5). */
function member(object: IDataObject, ...names: string[]): unknown {
	const wanted = names.map((name) => name.toLowerCase());
	return Object.entries(object).find(([key]) => wanted.includes(key.toLowerCase()))?.[1];
}

const referenceOf = (instruction: IDataObject) => String(member(instruction, 'tmpReference', 'reference') ?? '');

/** Seven digits after the point, so it stays a text: a Date would lose four of them (contract §8 no. 27). */
const timeOf = (notification: Notification) => String(member(notification, 'createdTimestamp', 'timestamp', 'created') ?? '');

const kindOf = (notification: Notification) =>
	[member(notification, 'notificationTypeCode', 'typeCode', 'code'), member(notification, 'notificationTypeDescription', 'description')].map((text) => String(text ?? '').toLowerCase());

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

/** Notifications after those that were passed on. Of several at the same moment the first so many are known. */
function fresh(notifications: Notification[], reached: Reached | undefined): Notification[] {
	if (!reached) return notifications;
	const [timestamp, count] = reached;
	let known = count;
	return notifications.filter((notification) => {
		const at = timeOf(notification);
		return at > timestamp || (at === timestamp && known-- <= 0);
	});
}

/** Watches the notifications of instructions: list, read each, pass on, and acknowledge at the next poll (contract §6 no. 13). */
export function watchNotifications({ kinds, acknowledge }: NotificationChoice, tools: PollTools): Watch<NotificationState> {
	const wanted = kinds.map((kind) => kind.toLowerCase());
	const isWanted = (notification: Notification) => wanted.length === 0 || kindOf(notification).some((kind) => wanted.includes(kind));
	const list = async () => await tools.list<IDataObject>({ method: 'GET', path: '/instructions/notifications' }, ['instructions', 'items']);
	const read = async (instruction: IDataObject) => {
		const reference = referenceOf(instruction);
		const request = { method: 'GET', path: path`/instruction/${reference}/notifications` } as const;
		const notifications = await tools.list<Notification>(request, ['notifications', 'items']);
		return { instruction, reference, notifications: notifications.sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0)) };
	};
	const readAll = async () => await eachOrLog(await list(), (one) => `Instruction ${referenceOf(one)}`, tools, read);
	const output = ({ instruction, reference }: Awaited<ReturnType<typeof read>>, notification: Notification): IDataObject => ({
		tmpReference: reference,
		uniqueIntegrationReference: (member(instruction, 'uniqueIntegrationReference') as string | undefined) ?? null,
		uniqueCustomerReference: (member(instruction, 'uniqueCustomerReference') as string | undefined) ?? null,
		...notification,
		stage: stageOf(notification),
	});
	/** Marks what was passed on as processed; what cannot be marked now is tried again at the next poll, what is gone is done. */
	const markProcessed = async (reference: string, [timestamp]: Reached) =>
		await tools
			.send({ method: 'PUT', path: path`/instruction/${reference}/processed`, query: { timestamp }, safeToRepeat: true, textIsFine: true, alsoFine: [404] })
			.then(() => true)
			.catch((failure: unknown) => {
				tools.log(`Instruction ${reference} could not be acknowledged: ${failure instanceof Error ? failure.message : String(failure)}`);
				return false;
			});

	return {
		begin: async () => ({}),
		async look(state): Promise<Look<NotificationState>> {
			const instructions = await readAll();
			const news = instructions.map((one) => ({ one, unseen: fresh(one.notifications, state[one.reference]) }));
			const next: NotificationState = {};
			for (const [reference, reached] of Object.entries(state)) {
				const found = news.find(({ one }) => one.reference === reference);
				// With news of the same moment an acknowledgement would take them along unread: it waits.
				const done = acknowledge && (found?.unseen.length ?? 0) === 0 && (await markProcessed(reference, reached));
				if (!done && (found || acknowledge)) next[reference] = reached;
			}
			for (const { one, unseen } of news) {
				const last = unseen.at(-1);
				if (last) next[one.reference] = [timeOf(last), one.notifications.filter((each) => timeOf(each) === timeOf(last)).length];
			}
			const events = news
				.flatMap(({ one, unseen }) => unseen.filter(isWanted).map((notification) => ({ at: timeOf(notification), event: output(one, notification) })))
				.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
				.map(({ event }) => event);
			return { events, state: next };
		},
		async sample() {
			const [first] = (await readAll()).filter(({ notifications }) => notifications.some(isWanted));
			const [notification] = first?.notifications.filter(isWanted) ?? [];
			return first && notification ? [output(first, notification)] : [];
		},
	};
}
