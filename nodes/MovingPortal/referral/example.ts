/**
 * What the JSON field shows at first: a referral with every part that most need, valid as it stands. Its values are made
 * up, and its address ends in `.nosend`, so that a test system sends no mail for it.
 */
export const EXAMPLE = {
	cases: [
		{
			uniqueIntegrationReference: 'I-1001',
			uniqueCustomerReference: 'C-1001',
			productCode: 'RICSL2SURVEY',
			isLead: false,
			totalFeeInclVAT: 620,
			yourFeeInclVAT: null,
		},
	],
	propertyValueOrPurchasePrice: 285000,
	propertyValueTierCode: null,
	propertyTypeCode: 'TERRACED',
	propertyAgeCode: 'UNKNOWN',
	yearBuilt: 1998,
	propertyAddress: {
		addressFormatCode: 'DEFAULT',
		addressLine1: '3 Fiction Row',
		addressLine2: '',
		addressLine3: 'Anytown',
		addressLine4: '',
		postcode: 'AB1 2CD',
		countryCode: 'GB',
	},
	correspondenceAddress: null,
	accessDetails: {
		accessTypeCode: 'AGENT',
		firmName: 'Sample Lettings',
		contactName: 'Jo Example',
		telephoneNumber: '01234 567890',
		emailAddress: 'desk@example.test.nosend',
	},
	customers: [
		{
			title: 'Ms',
			firstName: 'Kim',
			lastName: 'Example',
			emailAddress: 'kim@example.test.nosend',
			telephoneNumber: '01234 567890',
			receiveSMS: false,
		},
	],
	referrer: null,
};
