import { z } from 'zod';
import type { Activity } from '../../time/activity';
import { controlAction } from '../../control/controlAction';
import type { PartnerContext } from '../../partner';
import { toMovemJson, type StoredApplication, type MovemAccount } from './account';

const STATUSES = ['REQUESTED', 'IN_PROGRESS', 'COMPLETED', 'REVOKED', 'HOLD', 'EXPIRED', 'ARCHIVED'] as const;

/** What Movem's documents leave open. */
export interface MovemSwitches {
	/** The status for an unknown application: both are documented. */
	missingAs: 404 | 204;
	/** Whether the status is spelled `IN PROGRESS`, as in the text of Movem's documents. */
	spacedStatus: boolean;
	/** What a create without credits does: the application is on hold, or the create fails with 400. */
	noCredit: 'hold' | 'refuse';
}

const applicationSchema = z.object({ id: z.string() }).strict();

/** The control actions of Movem. */
export function movemControlActions(
	context: PartnerContext,
	account: MovemAccount,
	activity: Activity,
	switches: MovemSwitches,
) {
	/** A control action that changes one application and returns it; `from` are the statuses it may have before. */
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
		/** The tenant opens the link: the application is in progress and has a reference id. */
		open: move(['REQUESTED'], (application) => account.open(application)),
		/** The tenant finishes the form. */
		complete: move(['IN_PROGRESS'], to('COMPLETED')),
		/** Movem revokes the application; no credit is returned. */
		revoke: move(STATUSES, to('REVOKED')),
		/** The link expires now instead of after thirty days. */
		expire: move(STATUSES, to('EXPIRED')),
		/** Movem archives the application. */
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
		/** Adds fake applications without spending credits; returns their ids. */
		addApplications: controlAction(
			z
				.object({
					count: z.number().int().min(0).max(100_000),
					status: z.enum(STATUSES).default('REQUESTED'),
				})
				.strict(),
			({ count, status }) => {
				const before = account.all().length;
				return Array.from({ length: count }, (_, index) => {
					const number = before + index + 1;
					return account.add({
						name: `Tenant ${number}`,
						email: `tenant.${number}@example.test.nosend`,
						property: `Flat ${number}, 9 Larch Row`,
						status,
						paid: true,
						createdAt: context.clock.now(),
					}).id;
				});
			},
		),
		/**
		 * Lets applications arrive and change by themselves. They cost no credits, and applications created by callers
		 * are not changed.
		 */
		setActivity: activity.setActivityAction(),
		/** Every status of every application, oldest first. `setActivity` gives no application the same status twice. */
		events: account.events.listAction(() => account.all()),
		/** Sets the number of credits. */
		setCredits: controlAction(z.object({ credits: z.number().int().min(0) }).strict(), ({ credits }) => {
			account.credits = credits;
			return { credits };
		}),
		/** Chooses what the documents leave open; returns all switches. */
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

/** The type of Movem's control actions. */
export type MovemControlActions = ReturnType<typeof movemControlActions>;
