import { SIMULATED_CREDENTIALS } from '../../../simulator/http/server';

const { username, password } = SIMULATED_CREDENTIALS.movingPortal;

/** Valid credentials for The Moving Portal without a login. */
export const BASIC = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };

export const CASE = {
	productCode: 'RICSL2SURVEY',
	totalFeeInclVAT: 620,
	yourFeeInclVAT: null,
	isLead: false,
};
export const ADDRESS = { addressFormatCode: 'DEFAULT', addressLine1: '3 Fiction Row', postcode: 'AB1 2CD' };
export const CUSTOMER = {
	emailAddress: 'kim@example.test.nosend',
	firstName: 'Kim',
	lastName: 'Example',
	telephoneNumber: '07000 000000',
};
export const REFERRER = {
	companyReference: 'F-1',
	companyName: 'Sample Mortgages',
	companyTelephoneNumber: '+44 (1234) 567890',
	companyEmailAddress: 'desk@example.test.nosend',
	address: ADDRESS,
	contactLastName: 'Sample',
};
export const REFERRAL = {
	cases: [CASE],
	propertyValueOrPurchasePrice: 285_000,
	propertyTypeCode: 'TERRACED',
	propertyAgeCode: 'UNKNOWN',
	propertyAddress: ADDRESS,
	customers: [CUSTOMER],
};
export const ACCESS = {
	accessTypeCode: 'AGENT',
	contactName: 'Jo Example',
	telephoneNumber: 'office-hours: 01234',
};

/** An error in the portal's shape. */
export interface Problem {
	status: number;
	title: string;
	detail: string;
	instance: string;
	errors?: Record<string, string[]>;
}
