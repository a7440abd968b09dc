import type { IDataObject } from 'n8n-workflow';

import type { Application, ListedApplication } from '../api';
import { recommendationName, stageOfApplication } from '../stages';

/** Any property of an application, in one line. */
function addressLine(property: unknown): string {
	const part = (name: string) => String((property as Record<string, unknown> | null)?.[name] ?? '').trim();
	return [part('Street'), part('City'), [part('State'), part('Zip')].filter(Boolean).join(' ')]
		.filter(Boolean)
		.join(', ');
}

/** An application in ten fields. Incomes and assets stay out: who needs them turns Simplify off. */
export function simplified(application: Application): IDataObject {
	const { ApplicationId, Status, LandlordPays, Property, Applicants, CreditRecommendation } = application;
	const applicants = Applicants ?? [];
	return {
		applicationId: ApplicationId,
		status: Status,
		stage: stageOfApplication(
			CreditRecommendation,
			applicants.map(({ ApplicantStatus }) => ApplicantStatus),
		),
		recommendation: recommendationName(CreditRecommendation),
		recommendationPolicy: application.CreditRecommendationPolicyText,
		landlordPays: LandlordPays,
		property: addressLine(Property),
		unitNumber: Property?.UnitNumber,
		applicants: applicants.map((applicant) => ({
			email: applicant.EmailAddress,
			firstName: applicant.FirstName,
			lastName: applicant.LastName,
			status: applicant.ApplicantStatus,
			requestExpires: applicant.RequestExpirationDate,
		})),
	};
}

/** An application of the list; there applicants are plain addresses (contract §9 no. 17). */
export function simplifiedListed(application: ListedApplication): IDataObject {
	const {
		ApplicationId,
		Status,
		LandlordPays,
		Property,
		Applicants,
		UnitNumber,
		IsCancellable,
		CanAddApplicants,
	} = application;
	return {
		applicationId: ApplicationId,
		status: Status,
		landlordPays: LandlordPays,
		property: addressLine(Property),
		unitNumber: UnitNumber ?? Property?.UnitNumber,
		applicants: Applicants,
		cancellable: IsCancellable,
		canAddApplicants: CanAddApplicants,
	};
}
