import { z } from 'zod';
import { controlAction } from '../../control/controlAction';
import { findApplicant, type SmartMoveAccount } from './account';
import { type Application, toControlJson } from './application';
import { type Autoplay, advance } from './autoplay';
import { completeOrder } from './fakeData';
import { AUTHORIZATION_FORMS, BODY_FORMS } from './postback/encoding';
import { type PostbackSender, REPETITIONS } from './postback/postbackSender';
import type { TransitionName } from './transitions';

/** What RentPrep's documents leave open. */
export interface SmartMoveSwitches {
	/** How the answer of a native order has the application id. */
	applicationIdAs: 'number' | 'string' | 'object';
	/** The number of the first page. With 1, page 0 is the first as well. */
	firstPage: 0 | 1;
	/** Whether the report link is available before the report is ready. */
	earlyReportUrl: boolean;
	/**
	 * Whether input is accepted that RentPrep's own clients send although it is not documented: several addresses,
	 * joined by commas, to add or delete applicants, and a number as `Customer.referenceId` of an order.
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
		/** `Customer.referenceId`. */
		referenceId: z.string().default('cust-42'),
		landlordPays: z.boolean().default(false),
		/** The tenants; by default one fake tenant. */
		emails: z.array(z.string()).optional(),
	})
	.strict();

/** The control actions of SmartMove. */
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
	/** A control action that changes the status of tenants and returns the application. */
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
		/** A tenant declines the request. */
		decline: move('decline'),
		/** A tenant answers the identity questions; also out of `SupportRequired`, after the phone call. */
		completeIdentity: move('completeIdentity'),
		/** A tenant completes the application, and the reports are requested. */
		requestReports: move('requestReports'),
		/** A tenant's reports are available. */
		makeAvailable: move('makeAvailable'),
		/** A tenant must phone TransUnion. */
		supportRequired: move('supportRequired'),
		/** All steps up to `Ready`, with their postbacks. */
		makeReady: controlAction(applicationSchema, ({ applicationId }) => {
			const application = getApplication(applicationId);
			while (advance(account, application));
			return toControlJson(application);
		}),
		/** The application expires now instead of after sixty days. */
		expire: controlAction(applicationSchema, ({ applicationId }) => {
			throwIfRefused(account.end(getApplication(applicationId), 'Expired'));
			return toControlJson(getApplication(applicationId));
		}),
		/** An error occurs in the reports. */
		fail: controlAction(applicationSchema, ({ applicationId }) => {
			throwIfRefused(account.end(getApplication(applicationId), 'Error'));
			return toControlJson(getApplication(applicationId));
		}),
		/** Sets the credit recommendation of the reports. */
		setRecommendation: controlAction(
			applicationSchema.extend({
				recommendation: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
			}),
			({ applicationId, recommendation }) => {
				getApplication(applicationId).recommendation = recommendation;
			},
		),
		/** The customer completes the form of a hosted order; missing fields are faked. */
		finishHosted: controlAction(
			z.object({ url: z.string(), landlordPays: z.boolean().optional() }).strict(),
			({ url, landlordPays }) => {
				const draft = account.draft(url.split('/').pop() ?? '');
				if (!draft) throw new Error('SmartMove has handed out no such link');
				if (draft.applicationId !== null)
					throw new Error(`This order is application ${draft.applicationId} already`);
				return toControlJson(account.completeDraft(draft, landlordPays));
			},
		),
		/** Places fake orders; returns their ids. */
		addApplications: controlAction(newApplications, ({ count, referenceId, landlordPays, emails }) =>
			Array.from({ length: count }, (_, index) => {
				const Application = { LandlordPays: landlordPays, Applicants: emails };
				const order = { Customer: { referenceId }, Application };
				return account.place(completeOrder(order, index + 1)).id;
			}),
		),
		/** Moves every order on by itself, one step every `everyMs`, up to `Ready`; 0 stops it. */
		autoplay: controlAction(
			z.object({ everyMs: milliseconds, by: z.enum(['clock', 'machine']).default('clock') }).strict(),
			(pace) => {
				autoplay.set(pace);
				return pace;
			},
		),
		/** Chooses what the documents leave open; returns all switches. */
		setSwitches: controlAction(switchFields, (chosen) => ({ ...Object.assign(switches, chosen) })),
		/** Chooses how postbacks are sent from now on; returns all switches. */
		setPostbacks: controlAction(postbackFields, (chosen) => ({
			...Object.assign(postbackSender.switches, chosen),
		})),
		/** The postbacks that were sent, of one application or all. */
		postbacks: controlAction(applicationSchema.partial().default({}), ({ applicationId }) =>
			postbackSender.log.list(applicationId),
		),
		/** Sends a postback again, as it was sent or as a forger would send it. */
		sendAgain: controlAction(
			z.object({ id, how: z.enum(REPETITIONS).default('now') }).strict(),
			({ id: number, how }) => {
				const sent = postbackSender.log.list().find((one) => one.id === number);
				if (!sent) throw new Error(`SmartMove has sent no postback ${number}`);
				postbackSender.sendAgain(getApplication(sent.applicationId), sent, how);
			},
		),
		/** Waits until every postback that is due has been sent. */
		settled: controlAction(z.object({}).strict().default({}), async () => {
			await postbackSender.settled();
			return { postbacks: postbackSender.log.list().length };
		}),
	};
}

/** The type of SmartMove's control actions. */
export type SmartMoveControlActions = ReturnType<typeof smartMoveControlActions>;
