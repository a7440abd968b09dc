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

/** A tenant as the simulator stores it. */
export interface Applicant {
	email: string;
	firstName: string;
	lastName: string;
	income: number;
	status: ApplicantStatus;
	/** When this tenant was invited. */
	askedAt: number;
	/** The id of the tenant's payment, once made. */
	paymentId: number | null;
}

/** A placed order as the simulator stores it. */
export interface Application {
	id: number;
	/** `Customer.referenceId` of the order. */
	customer: string;
	landlordPays: boolean;
	/** The type of the card; nothing else of it is stored. */
	paidWith: CardType | null;
	property: Schemas['ScreenedProperty'];
	applicants: Applicant[];
	createdAt: number;
	/** Set when the application was cancelled, has expired or has failed. */
	ending: 'Cancelled' | 'Expired' | 'Error' | undefined;
	recommendation: Recommendation;
	/** The last part of its report link. */
	reportToken: string;
	/** Where to send postbacks, and with what. */
	parameters: RequestParameters;
}

const LIFETIME = 60 * DAY;

/** What the recommendations say. */
export const POLICY_TEXTS: Record<Recommendation, string> = {
	0: 'Unavailable',
	1: 'Accept',
	2: 'Low Accept',
	3: 'Conditional',
	4: 'Decline',
	5: 'Refer',
	6: 'Pending',
};

/** The status of an application's reports. */
export function reportStatus({ ending, applicants }: Application): ReportStatus {
	if (ending === 'Expired' || ending === 'Error') return ending;
	const remaining = applicants.filter(({ status }) => status !== 'RequestDeclined');
	if (remaining.length === 0) return 'RequestDeclined';
	if (remaining.every(({ status }) => status === 'ReportsAvailable')) return 'Ready';
	return remaining.every(({ status }) => status === 'NoActivity') ? 'Pending' : 'InProgress';
}

/** Whether an application can still change. */
export function isOpen(application: Application): boolean {
	return application.ending === undefined && reportStatus(application) !== 'Ready';
}

/** Whether an application can be cancelled: not after a report was requested. */
export function isCancellable(application: Application): boolean {
	const underWay = application.applicants.some(({ status }) =>
		['ReportsRequested', 'ReportsAvailable'].includes(status),
	);
	return isOpen(application) && !underWay;
}

/** When the latest request to a tenant expires. */
export function expiresAt({ applicants }: Application): number {
	return Math.max(...applicants.map(({ askedAt }) => askedAt)) + LIFETIME;
}

/** The recommendation that the details have. */
function recommendation(application: Application): Recommendation {
	const status = reportStatus(application);
	if (status === 'Ready') return application.recommendation;
	return application.applicants.some(({ status: one }) => one === 'ReportsRequested') ? 6 : 0;
}

/** An application as `getApplication` returns it. */
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

/** An application as `listApplications` returns it. */
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

/** An application as the control interface returns it. */
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

// In the document's samples an open application is Active in one call and InProgress in the other.
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

// In the document's samples the fraction of a second has no trailing zero.
function localTime(time: number): string {
	return new Date(time).toISOString().replace('Z', '').replace(/0$/, '');
}
