import type { components } from '../../../openapi/types/smartmove';
import { DAY } from '../../time/clock';
import type { CardType } from './cards';

type Schemas = components['schemas'];
export type HostedOrder = Schemas['HostedOrder'];
export type NativeOrder = Schemas['NativeOrder'];
export type ApplicantStatus = Schemas['ApplicantStatus'];
export type ReportStatus = Schemas['ReportStatus'];
export type Recommendation = Schemas['CreditRecommendation'];
export type RequestParameters = Schemas['RequestParameters'];

/** A tenant as the simulator keeps them. */
export interface Applicant {
	email: string;
	firstName: string;
	lastName: string;
	income: number;
	status: ApplicantStatus;
	/** When this tenant was written to. */
	askedAt: number;
	/** What the tenant's own payment is called, once made. */
	paymentId: number | null;
}

/** A placed order as the simulator keeps it. */
export interface Application {
	id: number;
	/** Whose it is: `Customer.referenceId`. */
	customer: string;
	landlordPays: boolean;
	/** All that is kept of a card. */
	paidWith: CardType | null;
	property: Schemas['ScreenedProperty'];
	applicants: Applicant[];
	createdAt: number;
	/** Set when the application ended otherwise than by its tenants' doing. */
	ending: 'Cancelled' | 'Expired' | 'Error' | undefined;
	recommendation: Recommendation;
	/** Where its report is shown. */
	reportToken: string;
	/** How to tell the caller. */
	parameters: RequestParameters;
}

const LIFETIME = 60 * DAY;

const POLICY_TEXTS: Record<Recommendation, string> = {
	0: 'Unavailable',
	1: 'Accept',
	2: 'Low Accept',
	3: 'Conditional',
	4: 'Decline',
	5: 'Refer',
	6: 'Pending',
};

/** How far the reports of an application have come. */
export function reportStatus({ ending, applicants }: Application): ReportStatus {
	if (ending === 'Expired' || ending === 'Error') return ending;
	const remaining = applicants.filter(({ status }) => status !== 'RequestDeclined');
	if (remaining.length === 0) return 'RequestDeclined';
	if (remaining.every(({ status }) => status === 'ReportsAvailable')) return 'Ready';
	return remaining.every(({ status }) => status === 'NoActivity') ? 'Pending' : 'InProgress';
}

/** Whether anything can still become of an application. */
export function isOpen(application: Application): boolean {
	return application.ending === undefined && reportStatus(application) !== 'Ready';
}

/** Whether it can be cancelled: not once a report is under way. */
export function isCancellable(application: Application): boolean {
	const underWay = application.applicants.some(({ status }) =>
		['ReportsRequested', 'ReportsAvailable'].includes(status),
	);
	return isOpen(application) && !underWay;
}

/** When the last request to a tenant runs out. */
export function expiresAt({ applicants }: Application): number {
	return Math.max(...applicants.map(({ askedAt }) => askedAt)) + LIFETIME;
}

/** What the details say about the credit. */
function recommendation(application: Application): Recommendation {
	const status = reportStatus(application);
	if (status === 'Ready') return application.recommendation;
	return application.applicants.some(({ status: one }) => one === 'ReportsRequested') ? 6 : 0;
}

/** An application as `getApplication` shows it. */
export function toDetails(application: Application): Schemas['ApplicationDetails'] {
	const credit = recommendation(application);
	return {
		ApplicationId: application.id,
		LandlordPays: application.landlordPays,
		Property: { ...application.property },
		Status: statusOf(application, 'Active'),
		Applicants: application.applicants.map(toApplicant),
		CreditRecommendation: credit,
		CreditRecommendationPolicyText: POLICY_TEXTS[credit],
		SelectedBundle: 0,
	};
}

/** An application as `listApplications` shows it. */
export function toSummary(application: Application): Schemas['ApplicationSummary'] {
	return {
		ApplicationId: application.id,
		Applicants: application.applicants.map(({ email }) => email),
		UnitNumber: null,
		LandlordPays: application.landlordPays,
		Property: { ...application.property },
		Status: statusOf(application, 'InProgress'),
		RenterStatuses: null,
		PaymentStatuses: application.applicants.map(({ email, status, paymentId }) => ({
			emailAddress: email,
			didAccept: status === 'NoActivity' ? null : status !== 'RequestDeclined',
			orderPaymentId: paymentId,
		})),
		IsCancellable: isCancellable(application),
		CanAddApplicants: !application.landlordPays && isOpen(application),
	};
}

/** An application as the control panel shows it. */
export function toControlJson(application: Application) {
	const { id, customer, parameters, landlordPays, paidWith, applicants, createdAt } = application;
	return {
		applicationId: id,
		customerReference: customer,
		orderReference: parameters.referenceId ?? null,
		status: statusOf(application, 'Active'),
		reportStatus: reportStatus(application),
		applicants: applicants.map(({ email, status }) => ({ email, status })),
		landlordPays,
		paidWith,
		postbackUri: parameters.postbackUri ?? null,
		createdAt: new Date(createdAt).toISOString(),
	};
}

// The two calls spell the same state differently while it lasts, as the samples do.
function statusOf(application: Application, whileOpen: 'Active' | 'InProgress'): string {
	return application.ending ?? (isOpen(application) ? whileOpen : 'Completed');
}

function toApplicant(applicant: Applicant): Schemas['Applicant'] {
	const { email, firstName, lastName, income, status, askedAt } = applicant;
	return {
		AccountId: 0,
		FirstName: firstName,
		LastName: lastName,
		MiddleName: null,
		EmailAddress: email,
		EmploymentIncome: income,
		EmploymentIncomePeriod: 1,
		EmploymentStatus: 'Employed',
		OtherIncome: 0,
		OtherIncomePeriod: 1,
		RequestCreatedDate: localTime(askedAt),
		RequestExpirationDate: localTime(askedAt + LIFETIME),
		ApplicantStatus: status,
		Assets: 0,
		CreditReport: null,
		CriminalRecords: null,
		EvictionRecords: null,
		ExtraElements: null,
		ParsingErrors: null,
	};
}

// The samples drop one trailing zero of the fraction.
function localTime(time: number): string {
	return new Date(time).toISOString().replace('Z', '').replace(/0$/, '');
}
