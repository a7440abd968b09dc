import type { components } from '../../../openapi/types/moving-portal';
import { EventLog } from '../../record/eventLog';
import type { PartnerContext } from '../../partner';
import { NOTIFICATION_TYPES } from './kinds';
import { isAfter, isReset, Stamps as TimestampGenerator } from './timestamps';

/** A notification as the portal shows it. */
export type Notification = components['schemas']['Notification'];
type ListedInstruction = components['schemas']['InstructionWithNotifications'];

/** The introducer's own references of an instruction. */
export interface OwnReferences {
	uniqueIntegrationReference: string | null;
	uniqueCustomerReference: string | null;
}

/** An instruction as far as its notifications go. */
export interface Instruction extends OwnReferences {
	tmpReference: string;
	/** In the order of their arrival. */
	notifications: Array<{ notification: Notification; processed: boolean }>;
	/** How often somebody marked notifications as processed, and up to which timestamp the last time. */
	processedCalls: number;
	lastProcessed: string | null;
}

/** The instructions of a firm and what there is to be told of them. */
export class Instructions {
	readonly events: EventLog<{
		tmpReference: string;
		createdTimestamp: string;
		notificationTypeCode: string;
	}>;

	private readonly byReference = new Map<string, Instruction>();

	private readonly timestamps: TimestampGenerator;

	constructor(context: PartnerContext) {
		this.events = new EventLog(context.clock);
		this.timestamps = new TimestampGenerator({ ...context, random: context.random.branch(0x57a3) });
	}

	/** All of them, oldest first. */
	all(): Instruction[] {
		return [...this.byReference.values()];
	}

	/** The instruction of a TMP reference. */
	find(tmpReference: string): Instruction | undefined {
		return this.byReference.get(tmpReference);
	}

	/** Make an instruction. */
	add(tmpReference: string, own: OwnReferences): Instruction {
		const instruction = { tmpReference, ...own, notifications: [], processedCalls: 0, lastProcessed: null };
		this.byReference.set(tmpReference, instruction);
		return instruction;
	}

	/** The next timestamp. */
	nextTimestamp(): string {
		return this.timestamps.next();
	}

	/** Something has happened to an instruction. */
	addNotification(
		instruction: Instruction,
		code: string,
		createdTimestamp = this.nextTimestamp(),
	): Notification {
		const shown: Notification = {
			createdTimestamp,
			notificationTypeCode: code,
			notificationTypeDescription: NOTIFICATION_TYPES[code] ?? 'Something new',
			// Nobody knows what else there is, so something is that no caller has heard of.
			createdBy: 'TMP',
		};
		instruction.notifications.push({ notification: shown, processed: false });
		const { tmpReference } = instruction;
		this.events.record({ tmpReference, createdTimestamp, notificationTypeCode: code });
		return shown;
	}

	/** Mark as processed what was created up to a timestamp; one before all time makes everything pending again. */
	markProcessed(instruction: Instruction, timestamp: string): void {
		instruction.processedCalls += 1;
		instruction.lastProcessed = timestamp;
		for (const one of instruction.notifications) {
			if (isReset(timestamp)) one.processed = false;
			else if (!isAfter(one.notification.createdTimestamp, timestamp)) one.processed = true;
		}
	}

	/** The instructions that have pending notifications, as the list shows them. */
	withPending(): ListedInstruction[] {
		return this.all().flatMap((instruction) => {
			const [first, ...others] = pendingNotifications(instruction).map(
				({ createdTimestamp }) => createdTimestamp,
			);
			if (first === undefined) return [];
			const { tmpReference, uniqueIntegrationReference, uniqueCustomerReference } = instruction;
			const lastCreatedTimestamp = others.reduce((last, one) => (isAfter(one, last) ? one : last), first);
			return [{ tmpReference, uniqueIntegrationReference, uniqueCustomerReference, lastCreatedTimestamp }];
		});
	}
}

/** The notifications of an instruction that are not processed. */
export function pendingNotifications({ notifications }: Instruction): Notification[] {
	return notifications.filter(({ processed }) => !processed).map(({ notification: shown }) => shown);
}

/** The notifications of an instruction after a timestamp, processed or not; `included` lets it belong to them. */
export function notificationsAfter(
	{ notifications }: Instruction,
	timestamp: string,
	included: boolean,
): Notification[] {
	return notifications
		.map(({ notification: shown }) => shown)
		.filter(({ createdTimestamp: at }) => (included ? !isAfter(timestamp, at) : isAfter(at, timestamp)));
}
