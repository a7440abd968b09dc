import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** Every key that The Moving Portal documents, with made-up values. */
export const DOCUMENTED = {
	cases: [
		{
			uniqueCustomerReference: 'C-1001',
			uniqueIntegrationReference: 'I-1001',
			productCode: 'RICSL2SURVEY',
			totalFeeInclVAT: 620.5,
			yourFeeInclVAT: 60,
			isLead: false,
		},
	],
	propertyValueOrPurchasePrice: 285000,
	propertyValueTierCode: '250KTO300K',
	propertyTypeCode: 'TERRACED',
	propertyAgeCode: 'UNKNOWN',
	yearBuilt: 1998,
	propertyAddress: {
		addressFormatCode: 'DEFAULT',
		addressLine1: '3 Fiction Row',
		addressLine2: 'Upper End',
		addressLine3: 'Anytown',
		addressLine4: 'Shire',
		postcode: 'AB1 2CD',
		countryCode: 'GB',
	},
	correspondenceAddress: {
		addressFormatCode: 'DEFAULT',
		addressLine1: '4 Fiction Row',
		addressLine2: '',
		addressLine3: '',
		addressLine4: '',
		postcode: 'AB1 2CE',
		countryCode: 'IE',
	},
	accessDetails: {
		accessTypeCode: 'VENDOR',
		firmName: 'Sample Lettings',
		emailAddress: 'desk@example.test.nosend',
		contactName: 'Jo Example',
		telephoneNumber: 'ask for Jo, 01234/567890',
	},
	customers: [
		{
			emailAddress: 'kim@example.test.nosend',
			title: 'Ms',
			firstName: 'Kim',
			lastName: 'Example',
			telephoneNumber: '+44 7000 000000',
			receiveSMS: true,
		},
		{ title: '', firstName: 'Lee', lastName: 'Example', receiveSMS: false },
	],
	referrer: {
		companyReference: 'HR1001',
		companyName: 'Sample Homes',
		companyTelephoneNumber: '01234 567890',
		companyEmailAddress: 'office@example.test.nosend',
		address: {
			addressFormatCode: 'DEFAULT',
			addressLine1: '5 Fiction Row',
			addressLine2: '',
			addressLine3: '',
			addressLine4: '',
			postcode: 'AB1 2CF',
			countryCode: 'GB',
		},
		contactReference: 'R-7',
		contactTitle: 'Mr',
		contactFirstName: 'Max',
		contactLastName: 'Sample',
		contactTelephoneNumber: '01234 567891',
		contactMobileNumber: '(07000) 000001',
		contactEmailAddress: 'max@example.test.nosend',
	},
};

const { cases, customers, propertyAddress, correspondenceAddress, accessDetails, referrer, ...property } =
	DOCUMENTED;
const { yourFeeInclVAT, ...theCase } = cases[0]!;
const { address: referrerAddress, ...firm } = referrer;

/** An address as in the panel, which has no format code. */
const inPanel = ({ addressFormatCode: _, ...address }: typeof propertyAddress) => address;

/** The same referral as a user enters it field by field. The tier is there, but it is the price that is chosen. */
export const ALL_FIELDS = {
	resource: 'referral',
	operation: 'create',
	ageGivenAs: 'year',
	...theCase,
	...property,
	propertyAddress: { values: inPanel(propertyAddress) },
	customers: { values: customers },
	additionalFields: {
		accessDetails: { values: accessDetails },
		correspondenceAddress: { values: inPanel(correspondenceAddress) },
		referrer: { values: { ...firm, ...inPanel(referrerAddress) } },
		yourFeeInclVAT,
	},
} as INodeParameters;

/** The same referral as one JSON field. */
export const asJson = (referral: unknown, more: IDataObject = {}): INodeParameters =>
	({
		resource: 'referral',
		operation: 'create',
		specify: 'json',
		referral: typeof referral === 'string' ? referral : JSON.stringify(referral),
		...more,
	}) as INodeParameters;

/** A copy with one value changed, named by its path: `customers.0.firstName`. Undefined removes it. */
export function changed<T extends object>(original: T, path: string, value: unknown): T {
	const copy = structuredClone(original);
	const keys = path.split('.');
	const last = keys.pop() ?? '';
	const parent = keys.reduce<Record<string, unknown>>(
		(at, key) => at[key] as Record<string, unknown>,
		copy as Record<string, unknown>,
	);
	if (value === undefined) delete parent[last];
	else parent[last] = value;
	return copy;
}
