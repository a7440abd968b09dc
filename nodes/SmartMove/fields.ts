import { emails, locator, text, type FieldPath, simplifyField } from '../shared/fields';

/** The customer of an application. Every request about it needs the same one (contract §6 no. 9). */
export const customerReference = text({
	displayName: 'Customer Reference',
	required: true,
	maxLength: 100,
	placeholder: 'e.g. cust-42',
	description:
		'Your own ID of the landlord or firm whose application it is. Every later call needs the same one.',
});

/** Picks the application to act on, among those of the customer. */
export const applicationId = locator({
	displayName: 'Application',
	searchMethod: 'searchApplications',
	placeholder: 'e.g. 70001',
	description: 'The application to act on. The list shows those of the customer reference above.',
	rule: {
		pattern: { test: (typed) => /^\d+$/.test(typed) && Number.isSafeInteger(Number(typed)) },
		must: `must be the number of an application, like 70001, and at most ${Number.MAX_SAFE_INTEGER}`,
	},
});

/** The two fields that identify an application. */
export const applicationKeyFields = { customerReference, applicationId };

/** Their values. */
export interface ApplicationKey {
	customerReference: string;
	applicationId: string;
}

/** An application ID as a number. One that a number would round stays a text. */
function numberOf(id: string): number | string {
	return Number.isSafeInteger(Number(id)) ? Number(id) : id;
}

/** The key of an application in a request: the ID as a number, the reference as a text (contract §9 no. 2). */
export function keyInRequest({ customerReference: referenceId, applicationId: id }: ApplicationKey) {
	return { applicationId: numberOf(id), referenceId };
}

/** The key of an application in the output: with the panel's names, the ID as a number. */
export function keyInOutput({ customerReference: reference, applicationId: id }: ApplicationKey) {
	return { customerReference: reference, applicationId: numberOf(id) };
}

export const applicantEmails = emails({
	displayName: 'Applicant Emails',
	required: true,
	placeholder: 'e.g. pat.renter@example.test',
	description: 'One or more, with commas between them. Each is a request of its own, one after the other.',
});

/** Reports an address that is listed twice, because the second request for it could only fail. */
export function checkApplicants({ email: addresses = [] }: { email?: string[] }, panel: FieldPath): void {
	const lowerCased = addresses.map((address) => address?.toLowerCase());
	const duplicate = addresses.find(
		(address, index) => address && lowerCased.indexOf(address.toLowerCase()) !== index,
	);
	if (duplicate)
		panel
			.inside('Applicant Emails')
			.addIssue(`must name each applicant once, but ${duplicate} is there twice`);
}

export const simplify = simplifyField('Adds the stage and leaves out incomes and other personal data');
