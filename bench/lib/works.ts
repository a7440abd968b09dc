import type { JsonObject } from '../../testbed/n8nTypes';
import type { LoopWork } from './baselines';
import { EXPRESSIONS, OURS } from './inProcess';

/** What is done for each item while its CPU is measured. */
export interface Work {
	/** Its operation, and how much of its panel is filled in. */
	name: string;
	partner: 'movem' | 'movingPortal';
	/** How many of its fields are expressions. */
	expressions: number;
	/** The parameters of our node. */
	ours: JsonObject;
	/** The same for a loop by hand. */
	loop: LoopWork;
	/** The parameters of that loop, with the same expressions. */
	parameters: JsonObject;
}

const applicationId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

/** Twenty fields, of which five are expressions. */
const REFERRAL = {
	customers: {
		values: [
			{
				firstName: '={{ $json.name }}',
				lastName: 'Example',
				emailAddress: '={{ $json.email }}',
				telephoneNumber: '01234 567890',
				title: 'Ms',
				receiveSMS: false,
			},
		],
	},
	propertyAddress: {
		values: {
			addressLine1: '={{ $json.home }}',
			addressLine2: 'Sampleton',
			postcode: 'AB1 2CD',
			countryCode: 'GB',
		},
	},
	propertyValueOrPurchasePrice: 285_000,
	propertyTypeCode: 'TERRACED',
	propertyAgeCode: 'TENTOFIFTYYEARS',
	productCode: 'RICSL2SURVEY',
	totalFeeInclVAT: '={{ $json.fee }}',
	uniqueIntegrationReference: '={{ $json.reference }}',
	additionalFields: {
		accessDetails: {
			values: {
				accessTypeCode: 'AGENT',
				contactName: 'Jo Example',
				telephoneNumber: '01234 567890',
				firmName: 'Sample Lettings',
			},
		},
	},
};

export const WORKS: Work[] = [
	{
		name: 'Application: Create, 3 fields, each an expression',
		partner: 'movem',
		expressions: 3,
		ours: OURS,
		loop: {
			credential: 'movemApi',
			names: Object.keys(EXPRESSIONS),
			request: (body) => ({ method: 'POST', path: '/application', body }),
		},
		parameters: EXPRESSIONS,
	},
	{
		name: 'Application: Get, 1 field, an expression',
		partner: 'movem',
		expressions: 1,
		ours: { resource: 'application', operation: 'get', applicationId, simplify: false },
		loop: {
			credential: 'movemApi',
			names: ['applicationId'],
			request: (values) => ({
				method: 'GET',
				path: `/application/${String((values.applicationId as { value: string }).value)}`,
			}),
		},
		parameters: { applicationId },
	},
	{
		name: 'Referral: Create, 20 fields, 5 of them expressions',
		partner: 'movingPortal',
		expressions: 5,
		ours: { resource: 'referral', operation: 'create', ifExists: 'create', ...REFERRAL },
		loop: {
			credential: 'movingPortalApi',
			names: Object.keys(REFERRAL),
			request: (body) => ({ method: 'POST', path: '/referral', body }),
		},
		parameters: REFERRAL,
	},
];

/**
 * The same parameters with each expression in brackets. It yields the same, but does more than name a value, so that
 * n8n evaluates it by itself (nodes/shared/execution/parameters.ts).
 */
export function inBrackets<P extends JsonObject>(parameters: P): P {
	return JSON.parse(JSON.stringify(parameters).replace(/=\{\{ (.*?) \}\}/g, '={{ ($1) }}')) as P;
}
