import type { components } from '../../../openapi/types/moving-portal';
import { EventLog } from '../../record/eventLog';
import type { PartnerContext, PartnerFile } from '../../partner';
import { pdfOf } from '../../files/pdf';
import { isReadOnly, stateAfter, type InstructionStatus } from './instructionStatus';
import { visibilityOf, type NewNote, type Note } from './notes';
import { NOTIFICATION_TYPES } from './notificationTypes';
import { isAfter, isReset, TimestampGenerator } from './timestamps';

/** A notification as the portal's API returns it. */
export type Notification = components['schemas']['Notification'];
type ListedInstruction = components['schemas']['InstructionWithNotifications'];

/** The introducer's references of an instruction. */
export interface OwnReferences {
	uniqueIntegrationReference: string | null;
	uniqueCustomerReference: string | null;
}

/** An instruction with its notifications. */
export interface Instruction extends OwnReferences {
	tmpReference: string;
	createdTimestamp: string;
	statusCode: InstructionStatus;
	isOnHold: boolean;
	notes: Note[];
	/** By name. */
	files: Map<string, PartnerFile>;
	/** In the order in which they were added. */
	notifications: Array<{ notification: Notification; processed: boolean }>;
	/** How often notifications were marked as processed, and up to which timestamp the last time. */
	processedCalls: number;
	lastProcessed: string | null;
}

/** The introducer's instructions and their notifications. */
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

	/** Every instruction, oldest first. */
	all(): Instruction[] {
		return [...this.byReference.values()];
	}

	/** The instruction of a TMP reference. */
	find(tmpReference: string): Instruction | undefined {
		return this.byReference.get(tmpReference);
	}

	/** The instruction of one of the introducer's references; the integration reference goes first. */
	findOwn(reference: string): Instruction | undefined {
		const all = this.all();
		return (
			all.find(({ uniqueIntegrationReference }) => uniqueIntegrationReference === reference) ??
			all.find(({ uniqueCustomerReference }) => uniqueCustomerReference === reference)
		);
	}

	/** Adds an instruction. */
	add(tmpReference: string, own: OwnReferences): Instruction {
		const instruction: Instruction = {
			tmpReference,
			...own,
			createdTimestamp: this.nextTimestamp(),
			statusCode: 'NEW',
			isOnHold: false,
			notes: [],
			files: new Map(),
			notifications: [],
			processedCalls: 0,
			lastProcessed: null,
		};
		this.byReference.set(tmpReference, instruction);
		return instruction;
	}

	/** A timestamp for what happens now. */
	nextTimestamp(): string {
		return this.timestamps.next();
	}

	/** Adds a notification to an instruction, and does to it what the notification says. */
	addNotification(
		instruction: Instruction,
		code: string,
		createdTimestamp = this.nextTimestamp(),
	): Notification {
		const shown: Notification = {
			createdTimestamp,
			notificationTypeCode: code,
			notificationTypeDescription: NOTIFICATION_TYPES[code] ?? 'Something new',
			// The documents do not list the values, so this is one that no caller knows.
			createdBy: 'TMP',
		};
		instruction.notifications.push({ notification: shown, processed: false });
		const { tmpReference } = instruction;
		Object.assign(instruction, stateAfter(code, instruction));
		if (code === 'CASECOMPLETED') {
			const bytes = pdfOf(['Survey report', tmpReference, 'Simulated: nobody has been there.']);
			instruction.files.set(`Survey report ${tmpReference}.pdf`, { bytes, mimeType: 'application/pdf' });
		}
		this.events.record({ tmpReference, createdTimestamp, notificationTypeCode: code });
		return shown;
	}

	/** Adds a note; undefined where the instruction can only be read. */
	addNote(
		instruction: Instruction,
		note: NewNote,
		createdBy: Note['createdBy'] = 'Introducer',
	): Note | undefined {
		if (isReadOnly(instruction.statusCode)) return undefined;
		const added: Note = {
			sequence: instruction.notes.length + 1,
			caseNoteReference: note.caseNoteReference ?? null,
			visibleTo: visibilityOf(note),
			noteBody: note.noteBody,
			createdBy,
			createdTimestamp: this.nextTimestamp(),
			isRead: createdBy === 'Introducer',
		};
		instruction.notes.push(added);
		return added;
	}

	/** Marks notifications up to a timestamp as processed; a reset timestamp makes all of them pending again. */
	markProcessed(instruction: Instruction, timestamp: string): void {
		instruction.processedCalls += 1;
		instruction.lastProcessed = timestamp;
		for (const one of instruction.notifications) {
			if (isReset(timestamp)) one.processed = false;
			else if (!isAfter(one.notification.createdTimestamp, timestamp)) one.processed = true;
		}
	}

	/** The instructions that have pending notifications, as the API lists them. */
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

/** The notifications of an instruction that are not processed yet. */
export function pendingNotifications({ notifications }: Pick<Instruction, 'notifications'>): Notification[] {
	return notifications.filter(({ processed }) => !processed).map(({ notification: shown }) => shown);
}

/** The notifications after a timestamp, with `included` also of the timestamp itself, processed or not. */
export function notificationsAfter(
	{ notifications }: Instruction,
	timestamp: string,
	included: boolean,
): Notification[] {
	return notifications
		.map(({ notification: shown }) => shown)
		.filter(({ createdTimestamp: at }) => (included ? !isAfter(timestamp, at) : isAfter(at, timestamp)));
}

/** An instruction as the API returns it. Nearly all of its names are made up, because the documents do not list them. */
export function shownInstruction(instruction: Instruction): Record<string, unknown> {
	const { tmpReference, uniqueIntegrationReference, uniqueCustomerReference } = instruction;
	const { createdTimestamp, statusCode, isOnHold, notes, files, notifications } = instruction;
	return {
		tmpReference,
		uniqueIntegrationReference,
		uniqueCustomerReference,
		createdTimestamp,
		statusCode,
		isOnHold,
		fee: { TOTALFEEINCLVAT: 620, YOURFEEINCLVAT: 60 },
		otherInformation: {},
		milestones: notifications.map(({ notification }) => ({
			code: notification.notificationTypeCode,
			timestamp: notification.createdTimestamp,
		})),
		notes: structuredClone(notes),
		files: [...files.keys()].map((fileName) => ({ fileName })),
	};
}
