import { z } from 'zod';
import type { Activity } from '../../time/activity';
import { controlAction } from '../../control/controlAction';
import type { PartnerContext } from '../../partner';
import { toMovemJson, type StoredApplication, type MovemAccount } from './account';

const STATUSES = ['REQUESTED', 'IN_PROGRESS', 'COMPLETED', 'REVOKED', 'HOLD', 'EXPIRED', 'ARCHIVED'] as const;

/** Where Movem's documents leave a choice, the choice. */
export interface MovemSwitches {
	/** How a read of an unknown application is answered: both codes are documented. */
	missingAs: 404 | 204;
	/** Spell the status `IN PROGRESS`, as Movem's prose does. */
	spacedStatus: boolean;
	/** What a create without credits does: lie on hold, or be refused with 400. */
	noCredit: 'hold' | 'refuse';
}

const applicationSchema = z.object({ id: z.string() }).strict();

/** What a person or a test can do to the simulated Movem from behind. */
export function movemControlActions(
	context: PartnerContext,
	account: MovemAccount,
	activity: Activity,
	switches: MovemSwitches,
) {
	/** A lever that moves one application on and shows it; `from` are the states it may start from. */
	const move = (from: readonly string[], change: (application: StoredApplication) => void) =>
		controlAction(applicationSchema, ({ id }) => {
			const application = account.find(id);
			if (!application) throw new Error(`Movem has no application ${id}`);
			if (!from.includes(application.status)) {
				throw new Error(`Application ${id} is ${application.status}, not ${from.join(' or ')}`);
			}
			change(application);
			return toMovemJson(application, false);
		});
	const to = (status: StoredApplication['status']) => (application: StoredApplication) =>
		account.move(application, status);

	return {
		/** The tenant opens the link: in progress, with a reference id. */
		open: move(['REQUESTED'], (application) => account.open(application)),
		/** The tenant finishes the form. */
		complete: move(['IN_PROGRESS'], to('COMPLETED')),
		/** Movem withdraws the application; no credit comes back. */
		revoke: move(STATUSES, to('REVOKED')),
		/** The link runs out now instead of after thirty days. */
		expire: move(STATUSES, to('EXPIRED')),
		/** Movem puts the application away. */
		archive: move(STATUSES, to('ARCHIVED')),
		/** Reads of a hidden application answer 403, of a removed one 410. */
		setVisibility: controlAction(
			applicationSchema.extend({ visibility: z.enum(['shown', 'hidden', 'removed']) }),
			({ id, visibility }) => {
				const application = account.find(id);
				if (!application) throw new Error(`Movem has no application ${id}`);
				application.visibility = visibility;
			},
		),
		/** Put a number of made-up applications into the account without spending credits. */
		addApplications: controlAction(
			z
				.object({
					count: z.number().int().min(0).max(100_000),
					status: z.enum(STATUSES).default('REQUESTED'),
				})
				.strict(),
			({ count, status }) =>
				Array.from({ length: count }, (_, index) => {
					const number = index + 1;
					return account.add({
						name: `Tenant ${number}`,
						email: `tenant.${number}@example.test.nosend`,
						property: `Flat ${number}, 9 Larch Row`,
						status,
						paid: true,
						createdAt: context.clock.now(),
					}).id;
				}),
		),
		/**
		 * Let applications arrive and move on by themselves, so many changes a simulated day; 0 stops it. They cost no
		 * credits, and those made by callers are left alone.
		 */
		setActivity: activity.setActivityAction(),
		/** Every status an application has had, oldest first; bustle takes none to the same status twice. */
		events: account.events.listAction(() => account.all()),
		/** Set the balance. */
		setCredits: controlAction(z.object({ credits: z.number().int().min(0) }).strict(), ({ credits }) => {
			account.credits = credits;
			return { credits };
		}),
		/** Choose between the documents' alternatives. */
		setSwitches: controlAction(
			z
				.object({
					missingAs: z.union([z.literal(404), z.literal(204)]),
					spacedStatus: z.boolean(),
					noCredit: z.enum(['hold', 'refuse']),
				})
				.strict()
				.partial(),
			(chosen) => Object.assign(switches, chosen),
		),
	};
}

/** The levers of Movem with their types. */
export type MovemControlActions = ReturnType<typeof movemControlActions>;
