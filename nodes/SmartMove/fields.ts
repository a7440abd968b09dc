import { emails, locator, text, type FieldPath, simplifyField } from '../shared/fields';

/** Whose application it is; has to be the same in every call about it (contract §6 no. 9). */
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

/** The two that name an application in every call. */
export const applicationKeyFields = { customerReference, applicationId };

/** Which application, as the panel yields it. */
export interface ApplicationKey {
	customerReference: string;
	applicationId: string;
}

/** The number of an application as a number. A longer one stays a text: rounded, it would be another's. */
function numberOf(id: string): number | string {
	return Number.isSafeInteger(Number(id)) ? Number(id) : id;
}

/** Which application, as SmartMove wants it: the number as a number, the reference as a text (contract §9 no. 2). */
export function keyInRequest({ customerReference: referenceId, applicationId: id }: ApplicationKey) {
	return { applicationId: numberOf(id), referenceId };
}

/** Which application, as it stands in the output: by the names of the panel, the number as a number. */
export function keyInOutput({ customerReference: reference, applicationId: id }: ApplicationKey) {
	return { customerReference: reference, applicationId: numberOf(id) };
}

export const applicantEmails = emails({
	displayName: 'Applicant Emails',
	required: true,
	placeholder: 'e.g. pat.renter@example.test',
	description: 'One or more, with commas between them. Each is a request of its own, one after the other.',
});

/** Refuses an address that is named twice: the second request for it could only fail. */
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
