import { z } from 'zod';
import type { Activity } from '../../time/activity';
import { controlAction } from '../../control/controlAction';
import type { MovingPortalAccount } from './account';
import type { Instruction, Notification } from './instructions';
import { SAMPLE_QUOTE } from './quotes';
import type { Tokens } from './tokens';

const switchFields = z
	.object({
		/** The status of a create; both are documented. */
		createdStatus: z.union([z.literal(200), z.literal(201)]),
		/** Whether the introducer collects its customers' payments; then it cannot send leads. */
		collectsPayment: z.boolean(),
		/** The status of marking as processed; none is documented. */
		processedStatus: z.union([z.literal(200), z.literal(204)]),
		/** The status of what a note does; none is documented. */
		noteStatus: z.union([z.literal(200), z.literal(204)]),
		/** Whether a data set is a bare list or stands in an object; neither is documented. */
		dataSetAs: z.enum(['list', 'object']),
		/** The order of notifications; the documents promise none. */
		order: z.enum(['oldestFirst', 'newestFirst']),
		/** Whether notifications after a timestamp include those of the timestamp itself. */
		startIncluded: z.boolean(),
	})
	.strict();

/** What The Moving Portal's documents leave open. */
export type MovingPortalSwitches = z.output<typeof switchFields>;

const reference = z.string();
const timestamp = z
	.string()
	.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/, 'must look like 2025-02-19T15:22:12.2963802Z');

const notifyFields = z
	.object({
		/** The TMP reference; by default the latest instruction. */
		reference: reference.optional(),
		/** Codes, also unknown ones; they repeat if there are fewer than `count`. */
		kinds: z
			.array(z.string().regex(/^[A-Z0-9]+$/))
			.nonempty()
			.default(['NOTEADDED']),
		/** By default as many as there are kinds or timestamps. */
		count: z.number().int().min(0).max(100_000).optional(),
		/** The last one is used for all that follow; by default the time of the clock. */
		timestamps: z.array(timestamp).nonempty().optional(),
	})
	.strict();

/** The control actions of The Moving Portal. */
export function movingPortalControlActions(
	account: MovingPortalAccount,
	tokens: Tokens,
	activity: Activity,
	switches: MovingPortalSwitches,
) {
	const { instructions } = account;
	/** A control action by which TMP decides on a new referral; returns the instruction. */
	const decide = (status: 'ACCEPTED' | 'REJECTED') =>
		controlAction(z.object({ reference }).strict(), (one) => {
			const referral = account.find(one.reference);
			if (!referral) throw new Error(`The Moving Portal has no referral ${one.reference}`);
			if (referral.status !== 'NEW')
				throw new Error(`Referral ${one.reference} is ${referral.status}, not NEW`);
			return referencesOf(account.decide(referral, status));
		});

	return {
		/** Expires every access token, with `refreshToo` every refresh token as well. */
		expireTokens: controlAction(
			z
				.object({ refreshToo: z.boolean().default(false) })
				.strict()
				.default({}),
			({ refreshToo }) => tokens.expire(refreshToo),
		),
		/** Chooses what the documents leave open; returns all switches. */
		setSwitches: controlAction(switchFields.partial(), (chosen) => {
			Object.assign(switches, chosen);
			account.collectsPayment = switches.collectsPayment;
			return { ...switches };
		}),
		/** TMP accepts a new referral, given by any of its references; it becomes an instruction with a notification. */
		accept: decide('ACCEPTED'),
		/** TMP rejects a new referral, with a notification as well. */
		reject: decide('REJECTED'),
		/** Adds fake instructions without notifications. */
		addInstructions: controlAction(
			z.object({ count: z.number().int().min(0).max(100_000) }).strict(),
			({ count }) => Array.from({ length: count }, () => referencesOf(account.addInstruction())),
		),
		/** Adds notifications to an instruction; returns them. */
		notify: controlAction(
			notifyFields.default({}),
			({ reference: tmpReference, kinds, count, timestamps }) => {
				const instruction =
					tmpReference === undefined ? instructions.all().at(-1) : instructions.find(tmpReference);
				if (!instruction) throw new Error(`The Moving Portal has no instruction ${tmpReference ?? 'yet'}`);
				const length = count ?? Math.max(kinds.length, timestamps?.length ?? 0);
				return Array.from({ length }, (_, index): Notification & { tmpReference: string } => {
					const code = kinds[index % kinds.length] ?? kinds[0];
					const at = timestamps?.[index] ?? timestamps?.at(-1);
					return {
						tmpReference: instruction.tmpReference,
						...instructions.addNotification(instruction, code, at),
					};
				});
			},
		),
		/** Adds fake quotes; returns their references. */
		addQuotes: controlAction(z.object({ count: z.number().int().min(0).max(1000) }).strict(), ({ count }) =>
			Array.from({ length: count }, () => {
				const { tmpReference } = account.addQuote(SAMPLE_QUOTE);
				return { tmpReference };
			}),
		),
		/** TMP adds a note to an instruction, with a notification; returns the note. */
		addNote: controlAction(
			z.object({ reference, noteBody: z.string().min(1).default('A note') }).strict(),
			({ reference: tmpReference, noteBody }) => {
				const instruction = instructions.find(tmpReference);
				if (!instruction) throw new Error(`The Moving Portal has no instruction ${tmpReference}`);
				const note = instructions.addNote(instruction, { visibleTo: [], noteBody }, 'TMP');
				if (!note) throw new Error(`Instruction ${tmpReference} can only be read`);
				instructions.addNotification(instruction, 'NOTEADDED');
				return note;
			},
		),
		/** Lets instructions and notifications arrive by themselves. */
		setActivity: activity.setActivityAction(),
		/** Every notification, oldest first. */
		events: instructions.events.listAction(),
	};
}

/** The type of The Moving Portal's control actions. */
export type MovingPortalControlActions = ReturnType<typeof movingPortalControlActions>;

function referencesOf({ tmpReference, uniqueIntegrationReference, uniqueCustomerReference }: Instruction) {
	return { tmpReference, uniqueIntegrationReference, uniqueCustomerReference };
}
