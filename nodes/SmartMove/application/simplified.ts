import type { IDataObject } from 'n8n-workflow';

import { toList } from '../../shared/execution';
import type { Application, ListedApplication } from '../api';
import { recommendationName, stageOfApplication } from '../stages';
import { readApplicationId } from './applicationId';
import { isRecord } from '../../shared/guards';

/** The address of an application's property in one line. Empty parts are left out. */
function addressLine(property: unknown): string {
	const part = (name: string) => String((property as Record<string, unknown> | null)?.[name] ?? '').trim();
	return [part('Street'), part('City'), [part('State'), part('Zip')].filter(Boolean).join(' ')]
		.filter(Boolean)
		.join(', ');
}

/** Applicants as a list of objects. They may come as objects or email addresses (contract §9 no. 17), or as one of them. */
function applicantsOf(applicants: unknown): Array<Partial<Application['Applicants'][number]>> {
	return toList(applicants).map((applicant) =>
		isRecord(applicant) ? applicant : { EmailAddress: String(applicant) },
	);
}

/** The email addresses of an application's applicants. */
export function addressesOf({ Applicants }: { Applicants?: unknown }): string[] {
	return applicantsOf(Applicants).map(({ EmailAddress }) => EmailAddress ?? '');
}

/** An application in nine fields, without incomes and assets. */
export function simplified(application: Application): IDataObject {
	const { ApplicationId, Status, LandlordPays, Property, CreditRecommendation } = application;
	const applicants = applicantsOf(application.Applicants);
	return {
		property: addressLine(Property),
		unitNumber: Property?.UnitNumber,
		applicants: applicants.map((applicant) => ({
			firstName: applicant.FirstName,
			lastName: applicant.LastName,
			email: applicant.EmailAddress,
			status: applicant.ApplicantStatus,
			requestCreated: applicant.RequestCreatedDate,
			requestExpires: applicant.RequestExpirationDate,
		})),
		stage: stageOfApplication(
			CreditRecommendation,
			applicants.map(({ ApplicantStatus }) => ApplicantStatus),
		),
		recommendation: recommendationName(CreditRecommendation),
		recommendationPolicy: application.CreditRecommendationPolicyText,
		status: Status,
		landlordPays: LandlordPays,
		applicationId: readApplicationId(ApplicationId),
	};
}

/** An application of the list, where applicants are email addresses (contract §9 no. 17). */
export function simplifiedListed(application: ListedApplication): IDataObject {
	const { ApplicationId, Status, LandlordPays, Property, UnitNumber, IsCancellable, CanAddApplicants } =
		application;
	return {
		property: addressLine(Property),
		unitNumber: UnitNumber ?? Property?.UnitNumber,
		applicants: addressesOf(application),
		status: Status,
		landlordPays: LandlordPays,
		cancellable: IsCancellable,
		canAddApplicants: CanAddApplicants,
		applicationId: readApplicationId(ApplicationId),
	};
}
