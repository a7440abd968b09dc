import {
	binding,
	choice,
	email,
	flag,
	number,
	picked,
	text,
	type Field,
	type Rule,
	type Values,
} from '../../shared/fields';
import { ownReference } from '../fields';

/**
 * The fields of a referral, under The Moving Portal's own keys (contract §3.1). The panel and the JSON field use the same
 * ones, so that the same rules hold for both.
 */

/** The documented pattern. It also matches an empty text, so `required` is checked beside it (contract §8 no. 13). */
const PHONE: Rule = {
	pattern: /^((\+|00)(\d){1,3})?((\s|\d|\(|\))?){8,15}$/,
	must: 'must be a telephone number of digits, spaces and brackets, like 01234 567890',
};

const phone = <const O extends { displayName: string; description?: string; required?: boolean }>(
	options: O,
) => text({ ...options, maxLength: 20, rule: PHONE, placeholder: 'e.g. 01234 567890' });

export const caseFields = {
	productCode: text({
		displayName: 'Product Code',
		required: true,
		placeholder: 'e.g. RICSL2SURVEY',
		description: 'Code of a product that is active for your firm',
	}),
	isLead: flag({
		displayName: 'Send as Lead',
		description:
			'Whether to send it as a lead, for which The Moving Portal works out the total fee. Not for introducers who collect the payment themselves.',
	}),
	totalFeeInclVAT: binding(
		number({
			displayName: 'Total Fee Including VAT',
			min: 0,
			decimals: 2,
			placeholder: 'e.g. 620.00',
			description: 'What the customer pays, in pounds',
			hint: 'Required, unless it is sent as a lead',
		}),
	),
	yourFeeInclVAT: binding(
		number({
			displayName: 'Your Fee Including VAT',
			min: 0,
			decimals: 2,
			description:
				'Your referral fee, in pounds. Left out, The Moving Portal works it out from your total or its price list.',
		}),
	),
	uniqueIntegrationReference: ownReference({
		displayName: 'Integration Reference',
		placeholder: 'e.g. I-1001',
		description: 'Your own reference, unique among your cases, not shown to the customer. Avoid "/" and "+".',
	}),
	uniqueCustomerReference: ownReference({
		displayName: 'Customer Reference',
		placeholder: 'e.g. C-1001',
		description: 'Your own reference, unique among your cases, shown to the customer. Avoid "/" and "+".',
	}),
};

/** The fields that the panel asks for by a choice (see `property.ts`), and that JSON and version 1 have side by side. */
export const price = {
	displayName: 'Property Value or Purchase Price',
	min: 0,
	decimals: 2,
	placeholder: 'e.g. 285000',
};
export const tier = {
	displayName: 'Property Value Tier Code',
	placeholder: 'e.g. 300KTO350K',
	description: 'Code of the band the value lies in, from The Moving Portal’s own list',
};
export const age = { displayName: 'Property Age', default: 'UNKNOWN', loadMethod: 'getPropertyAges' };
export const year = { displayName: 'Year Built', min: 1000, max: 2200, placeholder: 'e.g. 1998' };

export const propertyFields = {
	propertyValueOrPurchasePrice: number({
		...price,
		description: 'In pounds. This or the value tier is needed; this one counts when both are given.',
	}),
	propertyValueTierCode: text(tier),
	propertyTypeCode: picked({
		displayName: 'Property Type',
		default: 'UNKNOWN',
		loadMethod: 'getPropertyTypes',
		hint: 'An ID is a code such as TERRACED',
	}),
	propertyAgeCode: picked({
		...age,
		hint: 'An ID is a code such as TENTOFIFTYYEARS. Unknown when the year is given.',
	}),
	yearBuilt: number({ ...year, description: 'Instead of an age code' }),
};

export const addressFields = {
	addressLine1: text({ displayName: 'Address Line 1', required: true, placeholder: 'e.g. 3 Fiction Row' }),
	addressLine2: text({ displayName: 'Address Line 2' }),
	addressLine3: text({ displayName: 'Address Line 3', placeholder: 'e.g. Anytown' }),
	addressLine4: text({ displayName: 'Address Line 4' }),
	postcode: text({ displayName: 'Postcode', required: true, placeholder: 'e.g. AB1 2CD' }),
	countryCode: text({ displayName: 'Country Code', default: 'GB' }),
};

const accessThrough = choice<'AGENT' | 'VENDOR'>({
	displayName: 'Access Through',
	default: 'AGENT',
	options: [
		{ name: 'Agent', value: 'AGENT' },
		{ name: 'Vendor', value: 'VENDOR' },
	],
});

export const accessFields = {
	accessTypeCode: {
		...accessThrough,
		// The panel shows one of the two; what JSON or a sheet leaves open is not for this node to choose.
		read: (raw, path) => {
			if ((raw ?? '') === '') path.addIssue('must be AGENT or VENDOR');
			return accessThrough.read(raw, path);
		},
	} satisfies Field<'AGENT' | 'VENDOR'>,
	contactName: text({
		displayName: 'Contact Name',
		required: true,
		maxLength: 150,
		placeholder: 'e.g. Jo Example',
	}),
	telephoneNumber: text({
		displayName: 'Telephone Number',
		required: true,
		maxLength: 150,
		placeholder: 'e.g. 01234 567890',
	}),
	emailAddress: email({ displayName: 'Email', maxLength: 100 }),
	firmName: text({
		displayName: 'Firm Name',
		maxLength: 150,
		placeholder: 'e.g. Sample Lettings',
		description: 'Needed when access is through the vendor, as documented; advisable for an agent',
	}),
};

/** The most customers of a referral. */
export const MAX_CUSTOMERS = 4;

export const customerFields = {
	firstName: text({ displayName: 'First Name', required: true, maxLength: 50, placeholder: 'e.g. Kim' }),
	lastName: text({ displayName: 'Last Name', required: true, maxLength: 50, placeholder: 'e.g. Example' }),
	emailAddress: email({
		displayName: 'Email',
		maxLength: 100,
		placeholder: 'e.g. kim@example.test.nosend',
		description: 'Needed for the first customer',
	}),
	telephoneNumber: phone({ displayName: 'Telephone Number', description: 'Needed for the first customer' }),
	title: text({ displayName: 'Title', maxLength: 20, placeholder: 'e.g. Ms' }),
	receiveSMS: binding(
		flag({
			displayName: 'Receive SMS',
			description: 'Whether the customer may be sent text messages',
		}),
	),
};

export const referrerFields = {
	companyReference: text({
		displayName: 'Company Reference',
		required: true,
		maxLength: 50,
		placeholder: 'e.g. HR1001',
		description:
			'The same value means the same firm: its details at The Moving Portal are overwritten with these',
	}),
	companyName: text({ displayName: 'Company Name', required: true, maxLength: 100 }),
	companyTelephoneNumber: phone({ displayName: 'Company Telephone Number', required: true }),
	companyEmailAddress: email({ displayName: 'Company Email', required: true, maxLength: 100 }),
	contactLastName: text({ displayName: 'Contact Last Name', required: true, maxLength: 50 }),
	contactFirstName: text({ displayName: 'Contact First Name', maxLength: 50 }),
	contactTitle: text({ displayName: 'Contact Title', maxLength: 20 }),
	contactReference: text({ displayName: 'Contact Reference' }),
	contactTelephoneNumber: phone({ displayName: 'Contact Telephone Number' }),
	contactMobileNumber: phone({ displayName: 'Contact Mobile Number' }),
	contactEmailAddress: email({ displayName: 'Contact Email', maxLength: 100 }),
};

export type Address = Values<typeof addressFields>;
export type Customer = Values<typeof customerFields>;

/** A quote as entered: a referral without references and referrer. */
export interface Quote extends Omit<Referral, 'case' | 'referrer'> {
	case: Pick<Referral['case'], 'productCode' | 'yourFeeInclVAT'>;
}

/** A referral as entered, by fields or as JSON. */
export interface Referral {
	case: Values<typeof caseFields>;
	property: Values<typeof propertyFields>;
	propertyAddress: Address;
	correspondenceAddress?: Address;
	/** A `firmName` of "" was left empty on purpose; undefined means that nothing was entered. */
	accessDetails?: Values<typeof accessFields>;
	customers: Customer[];
	referrer?: Values<typeof referrerFields> & { address: Address };
}
