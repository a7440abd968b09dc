import type { INodeParameters } from 'n8n-workflow';

/** Parameters of a referral in its smallest form. */
export const smallReferral: INodeParameters = {
	resource: 'referral',
	operation: 'create',
	productCode: 'RICSL2SURVEY',
	totalFeeInclVAT: '={{ $json.fee }}',
	uniqueIntegrationReference: '={{ $json.reference }}',
	propertyValueOrPurchasePrice: 285000,
	propertyAddress: { values: { addressLine1: '3 Fiction Row', postcode: 'AB1 2CD' } },
	customers: {
		values: [
			{
				firstName: 'Kim',
				lastName: 'Example',
				emailAddress: 'kim@example.test.nosend',
				telephoneNumber: '01234 567890',
			},
		],
	},
};
