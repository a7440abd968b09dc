import type { PartnerContext } from '../../partner';
import {
	type Applicant,
	type ApplicantStatus,
	type Application,
	expiresAt,
	type HostedOrder,
	isCancellable,
	isOpen,
	type NativeOrder,
	reportStatus,
} from './application';
import { cardRefusal } from './cards';
import { completed, person } from './fakeData';

const FIRST_APPLICATION = 70_001;
const FIRST_PROPERTY = 30_001;
const FIRST_PAYMENT = 50_001;

/** An order begun by link, waiting for the customer to finish it. */
export interface Draft {
	token: string;
	order: HostedOrder;
	/** The application it became. */
	applicationId: number | null;
}

/** Told of everything that happens to an application, in words. */
export type Teller = (application: Application, text: string) => void;

/** A move of a tenant: from which states, to which, and what is said about it. */
interface Move {
	from: readonly ApplicantStatus[];
	to: ApplicantStatus;
	says: string;
}

/** What tenants do. */
export const MOVES = {
	accept: { from: ['NoActivity'], to: 'RequestAccepted', says: 'has accepted the request' },
	decline: { from: ['NoActivity'], to: 'RequestDeclined', says: 'has declined the request' },
	completeIdentity: {
		from: ['RequestAccepted', 'SupportRequired'],
		to: 'IDMACompleted',
		says: 'has answered the identity questions',
	},
	requestReports: {
		from: ['IDMACompleted'],
		to: 'ReportsRequested',
		says: 'has completed the application; the reports are in progress',
	},
	makeAvailable: {
		from: ['ReportsRequested'],
		to: 'ReportsAvailable',
		says: 'has reports that are ready for viewing',
	},
	supportRequired: {
		from: ['RequestAccepted', 'IDMACompleted', 'ReportsRequested'],
		to: 'SupportRequired',
		says: 'must phone TransUnion to complete the application',
	},
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof MOVES;

/** One RentPrep account: the orders of its customers. A method that returns text says why it did nothing. */
export class SmartMoveAccount {
	/** Called with every application placed. */
	onPlaced: (application: Application) => void = () => undefined;

	private readonly applications = new Map<number, Application>();

	private readonly drafts = new Map<string, Draft>();

	private payments = 0;

	constructor(
		private readonly world: PartnerContext,
		private readonly tell: Teller,
	) {}

	/** Every application, oldest first. */
	all(): Application[] {
		return [...this.applications.values()];
	}

	/** Every order begun by link. */
	allDrafts(): Draft[] {
		return [...this.drafts.values()];
	}

	/** One application. */
	find(id: number): Application | undefined {
		return this.applications.get(id);
	}

	/** The application whose report a link shows. */
	withReport(token: string): Application | undefined {
		return this.all().find(({ reportToken }) => reportToken === token);
	}

	/** Begin an order that the customer finishes by link. */
	begin(order: HostedOrder): Draft {
		const draft: Draft = { token: this.world.random.hex(48), order, applicationId: null };
		this.drafts.set(draft.token, draft);
		return draft;
	}

	/** The order behind a link. */
	draft(token: string): Draft | undefined {
		return this.drafts.get(token);
	}

	/** The customer completes the form; what the order left out is made up. */
	finish(draft: Draft): Application {
		const application = this.place(completed(draft.order, this.applications.size + 1));
		draft.applicationId = application.id;
		return application;
	}

	/** Why a native order is refused although it is valid by itself. */
	refusal(order: NativeOrder): string | undefined {
		if (!order.Property.IsFcraAgreementAccepted) return 'The FCRA agreement must be accepted.';
		const emails = (order.Application.Applicants ?? []).map((email) => email.toLowerCase());
		const twice = emails.find((email, index) => emails.indexOf(email) !== index);
		if (twice !== undefined) return `${twice} is on the application twice.`;
		return order.CreditCard && cardRefusal(order.CreditCard, this.world.clock.now());
	}

	/** Place an order. */
	place(order: NativeOrder): Application {
		const { clock, random } = this.world;
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
			applicants: (order.Application.Applicants ?? []).map((email) => this.asked(email)),
			createdAt: clock.now(),
			ending: undefined,
			recommendation: random.pick([1, 1, 2, 3, 4, 5]),
			reportToken: random.hex(48),
			parameters: { ...order.RequestParameters },
		};
		this.applications.set(application.id, application);
		this.expireInTime(application);
		this.onPlaced(application);
		return application;
	}

	/** Put another tenant on an application. */
	addApplicant(application: Application, email: string): string | undefined {
		if (application.landlordPays) return 'Applicants can only be added if the tenants pay.';
		if (!isOpen(application)) return 'Applicants cannot be added to a completed application.';
		if (find(application, email)) return `${email} is on the application already.`;
		this.andTell(application, `${email} was added`, () => application.applicants.push(this.asked(email)));
		this.expireInTime(application);
		return undefined;
	}

	/** Take a tenant off an application. */
	deleteApplicant(application: Application, email: string): string | undefined {
		const applicant = find(application, email);
		if (!applicant) return `${email} is not on the application.`;
		if (applicant.status !== 'NoActivity') return `${email} has already responded to the request.`;
		if (application.applicants.length === 1) return 'The only applicant cannot be deleted.';
		this.andTell(application, `${email} was removed`, () => {
			application.applicants = application.applicants.filter((one) => one !== applicant);
		});
		return undefined;
	}

	/** Cancel an application. */
	cancel(application: Application): string | undefined {
		if (application.ending === 'Cancelled') return 'The application is cancelled already.';
		if (!isCancellable(application)) return 'The application can no longer be cancelled.';
		application.ending = 'Cancelled';
		return undefined;
	}

	/** Let a tenant do something. */
	move(application: Application, applicant: Applicant, name: MoveName): string | undefined {
		const { from, to, says }: Move = MOVES[name];
		if (!isOpen(application)) return `Application ${application.id} is over`;
		if (!from.includes(applicant.status))
			return `${applicant.email} is ${applicant.status}, not ${from.join(' or ')}`;
		applicant.status = to;
		if (name === 'accept' && !application.landlordPays) {
			applicant.paymentId = FIRST_PAYMENT + this.payments;
			this.payments += 1;
		}
		this.tell(application, `${applicant.email} ${says}`);
		return undefined;
	}

	/** End an application otherwise than by its tenants' doing. */
	end(application: Application, ending: 'Expired' | 'Error'): string | undefined {
		if (!isOpen(application)) return `Application ${application.id} is over`;
		application.ending = ending;
		this.tell(
			application,
			ending === 'Expired' ? 'The application has expired' : 'An error occurred in the reports',
		);
		return undefined;
	}

	private asked(email: string): Applicant {
		const { clock, random } = this.world;
		return { email, ...person(random), status: 'NoActivity', askedAt: clock.now(), paymentId: null };
	}

	/** What the caller does is not told back to them, unless the reports are further (or less far) by it. */
	private andTell(application: Application, text: string, act: () => void): void {
		const before = reportStatus(application);
		act();
		if (reportStatus(application) !== before) this.tell(application, text);
	}

	private expireInTime(application: Application): void {
		const { clock } = this.world;
		clock.after(expiresAt(application) - clock.now(), () => {
			const due = clock.now() >= expiresAt(application);
			if (due && reportStatus(application) !== 'RequestDeclined') this.end(application, 'Expired');
		});
	}
}

/** A tenant of an application, however the address is capitalised. */
export function find({ applicants }: Application, email: string): Applicant | undefined {
	return applicants.find((one) => one.email.toLowerCase() === email.toLowerCase());
}
