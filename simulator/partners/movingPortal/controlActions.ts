import { z } from 'zod';
import type { Activity } from '../../time/activity';
import { controlAction } from '../../control/controlAction';
import type { MovingPortalAccount } from './account';
import type { Instruction, Notification } from './instructions';
import type { Tokens } from './tokens';

const switchFields = z
	.object({
		/** How a create is answered; both codes are documented. */
		createdStatus: z.union([z.literal(200), z.literal(201)]),
		/** Firms that collect their customers' payments cannot send leads. */
		collectsPayment: z.boolean(),
		/** How marking as processed is answered; nothing is documented. */
		processedStatus: z.union([z.literal(200), z.literal(204)]),
		/** In which order notifications are read; none is promised. */
		order: z.enum(['oldestFirst', 'newestFirst']),
		/** Whether a read from a timestamp on includes those of that very timestamp. */
		startIncluded: z.boolean(),
	})
	.strict();

/** Where the documents leave a choice, the choice. */
export type MovingPortalSwitches = z.output<typeof switchFields>;

const reference = z.string();
const timestamp = z
	.string()
	.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/, 'must look like 2025-02-19T15:22:12.2963802Z');

const notifyFields = z
	.object({
		/** The TMP reference; the instruction that was made last when left out. */
		reference: reference.optional(),
		/** Codes, also unheard-of ones; in turn when there are fewer than `count`. */
		kinds: z
			.array(z.string().regex(/^[A-Z0-9]+$/))
			.nonempty()
			.default(['NOTEADDED']),
		/** As many as there are kinds or timestamps when left out. */
		count: z.number().int().min(0).max(100_000).optional(),
		/** The last one stands for all that follow; the time of the clock when left out. */
		timestamps: z.array(timestamp).nonempty().optional(),
	})
	.strict();

/** What a person or a test can do to the simulated portal from behind. */
export function movingPortalControlActions(
	account: MovingPortalAccount,
	tokens: Tokens,
	activity: Activity,
	switches: MovingPortalSwitches,
) {
	const { instructions } = account;
	/** A lever that lets TMP decide on a new referral and shows the instruction. */
	const decide = (status: 'ACCEPTED' | 'REJECTED') =>
		controlAction(z.object({ reference }).strict(), (one) => {
			const referral = account.find(one.reference);
			if (!referral) throw new Error(`The Moving Portal has no referral ${one.reference}`);
			if (referral.status !== 'NEW')
				throw new Error(`Referral ${one.reference} is ${referral.status}, not NEW`);
			return referencesOf(account.decide(referral, status));
		});

	return {
		/** Let every access token run out now; with `refreshToo` the refresh tokens as well. */
		expireTokens: controlAction(
			z
				.object({ refreshToo: z.boolean().default(false) })
				.strict()
				.default({}),
			({ refreshToo }) => tokens.expire(refreshToo),
		),
		/** Choose between the documents' alternatives. */
		setSwitches: controlAction(switchFields.partial(), (chosen) => {
			Object.assign(switches, chosen);
			account.collectsPayment = switches.collectsPayment;
			return { ...switches };
		}),
		/** TMP accepts a new referral, found by any of its references: it becomes an instruction and tells of it. */
		accept: decide('ACCEPTED'),
		/** TMP rejects it, which is told as well. */
		reject: decide('REJECTED'),
		/** Make up instructions nothing has happened to yet. */
		addInstructions: controlAction(
			z.object({ count: z.number().int().min(0).max(100_000) }).strict(),
			({ count }) => Array.from({ length: count }, () => referencesOf(account.addInstruction())),
		),
		/** Let something happen to an instruction; returns the notifications. */
		notify: controlAction(
			notifyFields.default({}),
			({ reference: tmpReference, kinds, count, timestamps }) => {
				const instruction =
					tmpReference === undefined ? instructions.all().at(-1) : instructions.find(tmpReference);
				if (!instruction) throw new Error(`The Moving Portal has no instruction ${tmpReference ?? 'yet'}`);
				const wanted = count ?? Math.max(kinds.length, timestamps?.length ?? 0);
				return Array.from({ length: wanted }, (_, index): Notification & { tmpReference: string } => {
					const code = kinds[index % kinds.length] ?? kinds[0];
					const at = timestamps?.[index] ?? timestamps?.at(-1);
					return {
						tmpReference: instruction.tmpReference,
						...instructions.addNotification(instruction, code, at),
					};
				});
			},
		),
		/** Let instructions come in and notifications arise by themselves, about so many a simulated day; 0 stops it. */
		setActivity: activity.setActivityAction(),
		/** Every notification there ever was, oldest first. */
		events: instructions.events.listAction(),
	};
}

/** The levers of The Moving Portal with their types. */
export type MovingPortalControlActions = ReturnType<typeof movingPortalControlActions>;

function referencesOf({ tmpReference, uniqueIntegrationReference, uniqueCustomerReference }: Instruction) {
	return { tmpReference, uniqueIntegrationReference, uniqueCustomerReference };
}
