import { z } from 'zod';
import { controlAction } from '../../partner';
import { find, type MoveName, type SmartMoveAccount } from './account';
import { type Application, picture } from './application';
import { type Autoplay, moveOn } from './autoplay';
import { completed } from './fakeData';
import { BODIES, HEADERS } from './postbackForms';
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
	takesOwnClients: boolean;
}

const id = z.number().int();
const one = z.object({ applicationId: id }).strict();
/** Without `email` every tenant of the application. */
const tenants = one.extend({ email: z.string().optional() });
const milliseconds = z.number().int().min(0);

const switchFields = z
	.object({
		applicationIdAs: z.enum(['number', 'string', 'object']),
		firstPage: z.union([z.literal(0), z.literal(1)]),
		earlyReportUrl: z.boolean(),
		takesOwnClients: z.boolean(),
	})
	.strict()
	.partial();

const postbackFields = z
	.object({
		deliver: z.boolean(),
		header: z.enum(HEADERS),
		body: z.enum(BODIES),
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
	postman: PostbackSender,
	autoplay: Autoplay,
	switches: SmartMoveSwitches,
) {
	const known = (applicationId: number): Application => {
		const application = account.find(applicationId);
		if (!application) throw new Error(`SmartMove has no application ${applicationId}`);
		return application;
	};
	const hold = (objection: string | undefined) => {
		if (objection !== undefined) throw new Error(objection);
	};
	/** A lever that lets tenants make a move and shows the application. */
	const move = (name: MoveName) =>
		controlAction(tenants, ({ applicationId, email }) => {
			const application = known(applicationId);
			const tenant = email === undefined ? undefined : find(application, email);
			if (email !== undefined && !tenant) throw new Error(`${email} is not on application ${applicationId}`);
			for (const mover of tenant ? [tenant] : application.applicants)
				hold(account.move(application, mover, name));
			return picture(application);
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
		makeReady: controlAction(one, ({ applicationId }) => {
			const application = known(applicationId);
			while (moveOn(account, application));
			return picture(application);
		}),
		/** The application runs out now instead of after sixty days. */
		expire: controlAction(one, ({ applicationId }) => {
			hold(account.end(known(applicationId), 'Expired'));
			return picture(known(applicationId));
		}),
		/** An error occurs in the reports. */
		fail: controlAction(one, ({ applicationId }) => {
			hold(account.end(known(applicationId), 'Error'));
			return picture(known(applicationId));
		}),
		/** What the reports will say of the credit once they are ready. */
		setRecommendation: controlAction(
			one.extend({
				recommendation: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
			}),
			({ applicationId, recommendation }) => {
				known(applicationId).recommendation = recommendation;
			},
		),
		/** The customer opens the link of a hosted order and completes the form; what is missing is made up. */
		finishHosted: controlAction(z.object({ url: z.string() }).strict(), ({ url }) => {
			const draft = account.draft(url.split('/').pop() ?? '');
			if (!draft) throw new Error('SmartMove has handed out no such link');
			if (draft.applicationId !== null)
				throw new Error(`This order is application ${draft.applicationId} already`);
			return picture(account.finish(draft));
		}),
		/** Place made-up orders; returns their ids. */
		addApplications: controlAction(newApplications, ({ count, referenceId, landlordPays, emails }) =>
			Array.from({ length: count }, (_, index) => {
				const Application = { LandlordPays: landlordPays, Applicants: emails };
				const order = { Customer: { referenceId }, Application };
				return account.place(completed(order, index + 1)).id;
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
		setPostbacks: controlAction(postbackFields, (chosen) => ({ ...Object.assign(postman.switches, chosen) })),
		/** What was posted, of one application or of all. */
		postbacks: controlAction(one.partial().default({}), ({ applicationId }) =>
			postman.postbacks(applicationId),
		),
		/** Wait until every postback that is due has been delivered. */
		settled: controlAction(z.object({}).strict().default({}), async () => {
			await postman.settled();
			return { postbacks: postman.postbacks().length };
		}),
	};
}

/** The levers of SmartMove with their types. */
export type SmartMoveControlActions = ReturnType<typeof smartMoveControlActions>;
