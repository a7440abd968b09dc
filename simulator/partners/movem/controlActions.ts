import { z } from 'zod';
import type { Activity } from '../../time/activity';
import { controlAction } from '../../control/controlAction';
import type { PartnerContext } from '../../partner';
import { toMovemJson, type StoredApplication, type MovemAccount } from './account';
import type { StatementKind } from './files';
import type { ReferenceSwitches } from './referenceJson';

const STATUSES = ['REQUESTED', 'IN_PROGRESS', 'COMPLETED', 'REVOKED', 'HOLD', 'EXPIRED', 'ARCHIVED'] as const;

/** What Movem's documents leave open. */
export interface MovemSwitches extends ReferenceSwitches {
	/** The status for an unknown application or reference: both are documented. */
	missingAs: 404 | 204;
	/** Whether the status is spelled `IN PROGRESS`, as in the text of Movem's documents. */
	spacedStatus: boolean;
	/** What a create without credits does: the application is on hold, or the create fails with 400. */
	noCredit: 'hold' | 'refuse';
	/** What kind of file the uploaded statements are. */
	statementsAs: StatementKind;
}

const applicationSchema = z.object({ id: z.string() }).strict();
const endingSchema = z
	.object({
		/** How the rules of the account decide, or that they leave it to a person. */
		outcome: z.enum(['PASSED', 'FAILED', 'REVIEW_NEEDED']).optional(),
		/** Whether the tenant uploads statements instead of connecting a bank account. */
		hasStatements: z.boolean().optional(),
	})
	.strict();
const referenceSchema = z.object({ referenceId: z.string() }).strict();

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
	const referenceOf = (id: string) => {
		const reference = account.references.find(id);
		if (!reference) throw new Error(`Movem has no reference ${id}`);
		return reference;
	};

	return {
		/** The tenant opens the link: the application is in progress and has a reference id. */
		open: move(['REQUESTED'], (application) => account.open(application)),
		/** The tenant finishes the form, which passes unless another outcome is given. */
		complete: controlAction(applicationSchema.merge(endingSchema), ({ id, ...ending }) =>
			move(['IN_PROGRESS'], (application) => account.complete(application, ending))({ id }),
		),
		/** A person passes or fails a reference that the rules of the account have left to a person. */
		decide: controlAction(
			referenceSchema.extend({
				status: z.enum(['MANUAL_PASSED', 'MANUAL_FAILED']),
				reason: z.string().min(1).default('Income verified by calling the employer'),
			}),
			({ referenceId, status, reason }) => {
				const reference = referenceOf(referenceId);
				if (reference.status !== 'REVIEW_NEEDED')
					throw new Error(`Reference ${referenceId} is ${reference.status}, not REVIEW_NEEDED`);
				account.references.decide(reference, status, reason);
			},
		),
		/** A person of Movem leaves a note on a reference. */
		addNote: controlAction(referenceSchema.extend({ note: z.string().min(1) }), ({ referenceId, note }) =>
			account.references.addNote(referenceOf(referenceId), note),
		),
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
				.merge(endingSchema)
				.strict(),
			({ count, status, ...ending }) => {
				const before = account.all().length;
				return Array.from({ length: count }, (_, index) => {
					const number = before + index + 1;
					const application = {
						name: `Tenant ${number}`,
						email: `tenant.${number}@example.test.nosend`,
						property: `Flat ${number}, 9 Larch Row`,
						status,
						paid: true,
						createdAt: context.clock.now(),
					};
					return account.add(application, ending).id;
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
					decisionAs: z.enum(['sample', 'list']),
					reviewAs: z.enum(['none', 'decision']),
					statementsAs: z.enum(['pdf', 'jpeg', 'png']),
				})
				.strict()
				.partial(),
			(chosen) => Object.assign(switches, chosen),
		),
	};
}

/** The type of Movem's control actions. */
export type MovemControlActions = ReturnType<typeof movemControlActions>;
