import { z } from 'zod';
import { controlAction } from '../../control/controlAction';
import { findApplicant, type TransitionName, type SmartMoveAccount } from './account';
import { type Application, toControlJson } from './application';
import { type Autoplay, advance } from './autoplay';
import { completeOrder } from './fakeData';
import { BODY_FORMS, AUTHORIZATION_FORMS } from './postbackForms';
import type { PostbackSender } from './postbackSender';

/** Where RentPrep's documents leave a choice, the choice. */
export interface SmartMoveSwitches {
	/** The form in which a native order answers the application id. */
	applicationIdAs: 'number' | 'string' | 'object';
	/** 1 makes a server that counts pages from 1 and takes 0 for 1. */
	firstPage: 0 | 1;
	/** Hand out the report link before the report is ready. */
	earlyReportUrl: boolean;
	/**
	 * Take what RentPrep's own clients send beside its document: several addresses, joined by commas, to add or delete
	 * applicants, and a number as `Customer.referenceId` of an order.
	 */
	acceptsUndocumentedInput: boolean;
}

const id = z.number().int();
const applicationSchema = z.object({ applicationId: id }).strict();
/** Without `email` every tenant of the application. */
const tenantSchema = applicationSchema.extend({ email: z.string().optional() });
const milliseconds = z.number().int().min(0);

const switchFields = z
	.object({
		applicationIdAs: z.enum(['number', 'string', 'object']),
		firstPage: z.union([z.literal(0), z.literal(1)]),
		earlyReportUrl: z.boolean(),
		acceptsUndocumentedInput: z.boolean(),
	})
	.strict()
	.partial();

const postbackFields = z
	.object({
		deliver: z.boolean(),
		header: z.enum(AUTHORIZATION_FORMS),
		body: z.enum(BODY_FORMS),
		referenceText: z.boolean(),
		copies: z.number().int().min(1).max(10),
		delayMs: milliseconds,
		outOfOrder: z.boolean(),
		retries: z.number().int().min(0).max(20),
		retryAfterMs: milliseconds,
		timeoutMs: z.number().int().min(1).max(60_000),
	})
	.strict()
	.partial();

const newApplications = z
	.object({
		count: z.number().int().min(0).max(10_000),
		/** Whose: `Customer.referenceId`. */
		referenceId: z.string().default('cust-42'),
		landlordPays: z.boolean().default(false),
		/** The tenants; one is made up when there are none. */
		emails: z.array(z.string()).optional(),
	})
	.strict();

/** What a person or a test can do to the simulated SmartMove from behind. */
export function smartMoveControlActions(
	account: SmartMoveAccount,
	postbackSender: PostbackSender,
	autoplay: Autoplay,
	switches: SmartMoveSwitches,
) {
	const getApplication = (applicationId: number): Application => {
		const application = account.find(applicationId);
		if (!application) throw new Error(`SmartMove has no application ${applicationId}`);
		return application;
	};
	const throwIfRefused = (problem: string | undefined) => {
		if (problem !== undefined) throw new Error(problem);
	};
	/** A lever that lets tenants make a move and shows the application. */
	const move = (name: TransitionName) =>
		controlAction(tenantSchema, ({ applicationId, email }) => {
			const application = getApplication(applicationId);
			const tenant = email === undefined ? undefined : findApplicant(application, email);
			if (email !== undefined && !tenant) throw new Error(`${email} is not on application ${applicationId}`);
			for (const mover of tenant ? [tenant] : application.applicants)
				throwIfRefused(account.move(application, mover, name));
			return toControlJson(application);
		});

	return {
		/** A tenant accepts the request. */
		accept: move('accept'),
		/** A tenant rejects it. */
		decline: move('decline'),
		/** A tenant answers the identity questions; also out of `SupportRequired`, after the phone call. */
		completeIdentity: move('completeIdentity'),
		/** A tenant completes everything: the reports are being made. */
		requestReports: move('requestReports'),
		/** A tenant's reports are there. */
		makeAvailable: move('makeAvailable'),
		/** A tenant has a conflict and must phone. */
		supportRequired: move('supportRequired'),
		/** Everything from where the application stands to `Ready`, with all its postbacks. */
		makeReady: controlAction(applicationSchema, ({ applicationId }) => {
			const application = getApplication(applicationId);
			while (advance(account, application));
			return toControlJson(application);
		}),
		/** The application runs out now instead of after sixty days. */
		expire: controlAction(applicationSchema, ({ applicationId }) => {
			throwIfRefused(account.end(getApplication(applicationId), 'Expired'));
			return toControlJson(getApplication(applicationId));
		}),
		/** An error occurs in the reports. */
		fail: controlAction(applicationSchema, ({ applicationId }) => {
			throwIfRefused(account.end(getApplication(applicationId), 'Error'));
			return toControlJson(getApplication(applicationId));
		}),
		/** What the reports will say of the credit once they are ready. */
		setRecommendation: controlAction(
			applicationSchema.extend({
				recommendation: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
			}),
			({ applicationId, recommendation }) => {
				getApplication(applicationId).recommendation = recommendation;
			},
		),
		/** The customer opens the link of a hosted order and completes the form; what is missing is made up. */
		finishHosted: controlAction(z.object({ url: z.string() }).strict(), ({ url }) => {
			const draft = account.draft(url.split('/').pop() ?? '');
			if (!draft) throw new Error('SmartMove has handed out no such link');
			if (draft.applicationId !== null)
				throw new Error(`This order is application ${draft.applicationId} already`);
			return toControlJson(account.completeDraft(draft));
		}),
		/** Place made-up orders; returns their ids. */
		addApplications: controlAction(newApplications, ({ count, referenceId, landlordPays, emails }) =>
			Array.from({ length: count }, (_, index) => {
				const Application = { LandlordPays: landlordPays, Applicants: emails };
				const order = { Customer: { referenceId }, Application };
				return account.place(completeOrder(order, index + 1)).id;
			}),
		),
		/** Let every order move on by itself, a step every so many milliseconds, up to `Ready`; 0 stops it. */
		autoplay: controlAction(
			z.object({ everyMs: milliseconds, by: z.enum(['clock', 'machine']).default('clock') }).strict(),
			(pace) => {
				autoplay.set(pace);
				return pace;
			},
		),
		/** Choose between the documents' alternatives. */
		setSwitches: controlAction(switchFields, (chosen) => ({ ...Object.assign(switches, chosen) })),
		/** Choose how postbacks are sent from now on. */
		setPostbacks: controlAction(postbackFields, (chosen) => ({
			...Object.assign(postbackSender.switches, chosen),
		})),
		/** What was posted, of one application or of all. */
		postbacks: controlAction(applicationSchema.partial().default({}), ({ applicationId }) =>
			postbackSender.postbacks(applicationId),
		),
		/** Wait until every postback that is due has been delivered. */
		settled: controlAction(z.object({}).strict().default({}), async () => {
			await postbackSender.settled();
			return { postbacks: postbackSender.postbacks().length };
		}),
	};
}

/** The levers of SmartMove with their types. */
export type SmartMoveControlActions = ReturnType<typeof smartMoveControlActions>;
