import type { PartnerContext } from '../../partner';
import {
	type Applicant,
	type Application,
	expiresAt,
	type HostedOrder,
	isCancellable,
	isOpen,
	type NativeOrder,
	reportStatus,
} from './application';
import { cardProblem } from './cards';
import { completeOrder, fakePerson } from './fakeData';
import { type Transition, type TransitionName, TRANSITIONS } from './transitions';

const FIRST_APPLICATION = 70_001;
const FIRST_PROPERTY = 30_001;
const FIRST_PAYMENT = 50_001;

/** An order by hosted link, which the customer completes in a form. */
export interface Draft {
	token: string;
	order: HostedOrder;
	/** The application it became; null until then. */
	applicationId: number | null;
}

/** Called with every event of an application. */
export type SendPostback = (application: Application, text: string) => void;

/** A RentPrep account: the orders of its customers. A method that returns text did nothing; the text says why. */
export class SmartMoveAccount {
	/** Called with every new application. */
	onPlaced: (application: Application) => void = () => undefined;

	/** Called with every tenant who is asked. */
	onAsked: (application: Application, applicant: Applicant) => void = () => undefined;

	private readonly applications = new Map<number, Application>();

	private readonly drafts = new Map<string, Draft>();

	private payments = 0;

	constructor(
		private readonly context: PartnerContext,
		private readonly sendPostback: SendPostback,
	) {}

	/** Every application, oldest first. */
	all(): Application[] {
		return [...this.applications.values()];
	}

	/** Every order by hosted link. */
	allDrafts(): Draft[] {
		return [...this.drafts.values()];
	}

	/** The application of an id. */
	find(id: number): Application | undefined {
		return this.applications.get(id);
	}

	/** The application of a report link. */
	findByReportToken(token: string): Application | undefined {
		return this.all().find(({ reportToken }) => reportToken === token);
	}

	/** Starts an order that the customer completes by link. */
	createDraft(order: HostedOrder): Draft {
		const findDraft: Draft = { token: this.context.random.hex(48), order, applicationId: null };
		this.drafts.set(findDraft.token, findDraft);
		return findDraft;
	}

	/** The order of a link. */
	draft(token: string): Draft | undefined {
		return this.drafts.get(token);
	}

	/** The customer completes the form, says who pays unless the order does, and what is missing is faked. */
	completeDraft(draft: Draft, landlordPays?: boolean): Application {
		const { order } = draft;
		const Application = {
			...order.Application,
			LandlordPays: landlordPays ?? order.Application?.LandlordPays,
		};
		const application = this.place(completeOrder({ ...order, Application }, this.applications.size + 1));
		draft.applicationId = application.id;
		return application;
	}

	/** Why a native order is rejected although it is valid by the schema. */
	orderProblem(order: NativeOrder): string | undefined {
		if (!order.Property.IsFcraAgreementAccepted) return 'The FCRA agreement must be accepted.';
		const emails = (order.Application.Applicants ?? []).map((email) => email.toLowerCase());
		const duplicate = emails.find((email, index) => emails.indexOf(email) !== index);
		if (duplicate !== undefined) return `${duplicate} is on the application twice.`;
		return order.CreditCard && cardProblem(order.CreditCard, this.context.clock.now());
	}

	/** Places an order. */
	place(order: NativeOrder): Application {
		const { clock, random } = this.context;
		const {
			Street = '',
			PropertyName = '',
			UnitNumber = '',
			City = '',
			State = '',
			Zip = '',
		} = order.Property;
		const count = this.applications.size;
		const application: Application = {
			id: FIRST_APPLICATION + count,
			customer: String(order.Customer.referenceId),
			landlordPays: order.Application.LandlordPays,
			paidWith: order.CreditCard?.cardType ?? null,
			property: {
				PropertyId: FIRST_PROPERTY + count,
				Name: PropertyName,
				PropertyIdentifier: Street,
				UnitNumber,
				Street,
				City,
				State,
				Zip,
			},
			applicants: (order.Application.Applicants ?? []).map((email) => this.newApplicant(email)),
			createdAt: clock.now(),
			ending: undefined,
			recommendation: random.pick([1, 1, 2, 3, 4, 5]),
			reportToken: random.hex(48),
			parameters: { ...order.RequestParameters },
		};
		this.applications.set(application.id, application);
		this.scheduleExpiry(application);
		this.onPlaced(application);
		for (const applicant of application.applicants) this.onAsked(application, applicant);
		return application;
	}

	/** Adds a tenant to an application. */
	addApplicant(application: Application, email: string): string | undefined {
		if (application.landlordPays) return 'Applicants can only be added if the tenants pay.';
		if (!isOpen(application)) return 'Applicants cannot be added to a completed application.';
		if (findApplicant(application, email)) return `${email} is on the application already.`;
		const applicant = this.newApplicant(email);
		this.sendPostbackIfStatusChanges(application, `${email} was added`, () =>
			application.applicants.push(applicant),
		);
		this.scheduleExpiry(application);
		this.onAsked(application, applicant);
		return undefined;
	}

	/** Removes a tenant from an application. */
	deleteApplicant(application: Application, email: string): string | undefined {
		const applicant = findApplicant(application, email);
		if (!applicant) return `${email} is not on the application.`;
		if (applicant.status !== 'NoActivity') return `${email} has already responded to the request.`;
		if (application.applicants.length === 1) return 'The only applicant cannot be deleted.';
		this.sendPostbackIfStatusChanges(application, `${email} was removed`, () => {
			application.applicants = application.applicants.filter((one) => one !== applicant);
		});
		return undefined;
	}

	/** Cancels an application. */
	cancel(application: Application): string | undefined {
		if (application.ending === 'Cancelled') return 'The application is cancelled already.';
		if (!isCancellable(application)) return 'The application can no longer be cancelled.';
		application.ending = 'Cancelled';
		return undefined;
	}

	/** Changes the status of a tenant. */
	move(application: Application, applicant: Applicant, name: TransitionName): string | undefined {
		const { from, to, notification }: Transition = TRANSITIONS[name];
		if (!isOpen(application)) return `Application ${application.id} is over`;
		if (!from.includes(applicant.status))
			return `${applicant.email} is ${applicant.status}, not ${from.join(' or ')}`;
		applicant.status = to;
		if (name === 'accept' && !application.landlordPays) {
			applicant.paymentId = FIRST_PAYMENT + this.payments;
			this.payments += 1;
		}
		this.sendPostback(application, `${applicant.email} ${notification}`);
		return undefined;
	}

	/** Ends an application because it has expired or its reports have failed. */
	end(application: Application, ending: 'Expired' | 'Error'): string | undefined {
		if (!isOpen(application)) return `Application ${application.id} is over`;
		application.ending = ending;
		this.sendPostback(
			application,
			ending === 'Expired' ? 'The application has expired' : 'An error occurred in the reports',
		);
		return undefined;
	}

	private newApplicant(email: string): Applicant {
		const { clock, random } = this.context;
		return { email, ...fakePerson(random), status: 'NoActivity', askedAt: clock.now(), paymentId: null };
	}

	/** A caller's own change causes a postback only if it changes the status of the reports. */
	private sendPostbackIfStatusChanges(application: Application, text: string, change: () => void): void {
		const before = reportStatus(application);
		change();
		if (reportStatus(application) !== before) this.sendPostback(application, text);
	}

	private scheduleExpiry(application: Application): void {
		const { clock } = this.context;
		clock.after(expiresAt(application) - clock.now(), () => {
			const due = clock.now() >= expiresAt(application);
			if (due && reportStatus(application) !== 'RequestDeclined') this.end(application, 'Expired');
		});
	}
}

/** A tenant of an application, by email address in any capitalisation. */
export function findApplicant({ applicants }: Application, email: string): Applicant | undefined {
	return applicants.find((one) => one.email.toLowerCase() === email.toLowerCase());
}
