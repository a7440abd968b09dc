import {
	EMAIL,
	US_STATES,
	binding,
	choice,
	emails,
	flag,
	number,
	pickFrom,
	shownFor,
	text,
	type Rule,
	type Values,
} from '../../shared/fields';

/**
 * The fields of an order, under SmartMove's own keys, whose mixed casing is significant (contract §3.2). Fields that a
 * native order requires are optional in a hosted one. They are defined once here, in both variants.
 */

const TWO_LETTERS: Rule = {
	pattern: /^[A-Za-z]{2}$/,
	must: 'must be the two letters of a US state, like NY',
};
const ZIP: Rule = { pattern: /^\d{5}$/, must: 'must be a ZIP code of five digits, like 12207' };

/** A text field in two variants: required for native orders, optional for hosted ones. */
const bothVariants = <const O extends Parameters<typeof text>[0]>(options: O) => ({
	optional: text(options),
	required: text({ ...options, required: true } as const),
});

const stateText = bothVariants({ displayName: 'State', capitals: true, rule: TWO_LETTERS });
const state = {
	optional: pickFrom(US_STATES, stateText.optional),
	required: pickFrom(US_STATES, stateText.required),
};

const landlordFields = {
	LandlordFirstName: bothVariants({ displayName: 'First Name', maxLength: 50, placeholder: 'e.g. Lee' }),
	LandlordLastName: bothVariants({ displayName: 'Last Name', maxLength: 50, placeholder: 'e.g. Owner' }),
	LandlordEmail: bothVariants({
		displayName: 'Email',
		maxLength: 100,
		placeholder: 'e.g. lee.owner@example.test',
		rule: EMAIL,
	}),
	LandlordPhoneNumber: bothVariants({
		displayName: 'Phone Number',
		maxLength: 15,
		drop: /[\s().-]/g,
		placeholder: 'e.g. 5185550100',
		rule: { pattern: /^\+?\d+$/, must: 'must be digits, like 5185550100' },
	}),
	LandlordStreetAddressLineOne: bothVariants({
		displayName: 'Street Address',
		maxLength: 100,
		placeholder: 'e.g. 1 Main St',
	}),
	LandlordCity: bothVariants({ displayName: 'City', maxLength: 100, placeholder: 'e.g. Albany' }),
	LandlordState: state,
	LandlordZip: bothVariants({ displayName: 'ZIP Code', rule: ZIP, placeholder: 'e.g. 12207' }),
};

const optionalLandlordFields = {
	LandlordPhoneExtension: text({ displayName: 'Phone Extension', maxLength: 6 }),
	LandlordStreetAddressLineTwo: text({ displayName: 'Street Address Line 2', maxLength: 100 }),
};

const propertyFields = {
	PropertyName: bothVariants({ displayName: 'Property Name', maxLength: 50, placeholder: 'e.g. Elm House' }),
	Street: bothVariants({ displayName: 'Street', maxLength: 100, placeholder: 'e.g. 9 Elm St' }),
	UnitNumber: bothVariants({
		displayName: 'Unit Number',
		maxLength: 50,
		placeholder: 'e.g. 2B',
		description: 'N/A where there is none',
	}),
	City: bothVariants({ displayName: 'City', maxLength: 50, placeholder: 'e.g. Albany' }),
	State: state,
	Zip: bothVariants({ displayName: 'ZIP Code', rule: ZIP, placeholder: 'e.g. 12208' }),
};

type Variants = Record<string, ReturnType<typeof bothVariants>>;
type Variant<F extends Variants, S extends 'optional' | 'required'> = { [K in keyof F]: F[K][S] };

function variant<F extends Variants, S extends 'optional' | 'required'>(fields: F, kind: S): Variant<F, S> {
	return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field[kind]])) as Variant<
		F,
		S
	>;
}

const classification = choice<'Conventional' | 'Subsidized'>({
	displayName: 'Classification',
	default: 'Conventional',
	options: [
		{ name: 'Conventional', value: 'Conventional' },
		{ name: 'Subsidized', value: 'Subsidized' },
	],
});

/** Landlord and property of a native order. */
export const requiredLandlord = { ...variant(landlordFields, 'required'), ...optionalLandlordFields };
export const requiredProperty = { ...variant(propertyFields, 'required'), Classification: classification };

/** Landlord and property of a hosted order; the landlord completes them on SmartMove's page. */
export const optionalLandlord = { ...variant(landlordFields, 'optional'), ...optionalLandlordFields };
export const optionalProperty = { ...variant(propertyFields, 'optional'), Classification: classification };

/** The only product today. A native order has to name one (contract §5). */
export const ONLY_PRODUCT = 'PackageCorePlusEviction';

export const product = text({
	displayName: 'Product',
	default: ONLY_PRODUCT,
	description:
		'PackageCorePlusEviction has the credit, recommendation, criminal and eviction reports; the only one today',
});

/** Who pays for the screening, and its rules. */
export const screening = {
	LandlordPays: binding(
		flag({
			displayName: 'Landlord Pays',
			description: 'Whether the landlord pays by card, instead of the applicants',
		}),
	),
	declineForOpenBankruptcies: flag({
		displayName: 'Decline for Open Bankruptcies',
		description: 'Whether applicants with an open bankruptcy are declined',
	}),
	openBankruptcyWindow: shownFor(
		{ declineForOpenBankruptcies: [true] },
		number({
			displayName: 'Bankruptcy Window (Months)',
			required: true,
			default: 24,
			min: 6,
			max: 120,
			description: 'How far back bankruptcies count',
		}),
	),
};

export const applicants = (required: boolean) =>
	emails({
		displayName: 'Applicant Emails',
		...(required && { required }),
		description: 'Tenants to be screened, with commas between them',
	});

/** The months as they stand on a card. */
const MONTHS = Array.from({ length: 12 }, (_, index) => {
	const month = String(index + 1).padStart(2, '0');
	return { name: month, value: month };
});

export const card = {
	firstName: text({ displayName: 'First Name', required: true, maxLength: 50 }),
	lastName: text({ displayName: 'Last Name', required: true, maxLength: 50 }),
	cardType: choice<'amex' | 'discover' | 'mastercard' | 'visa'>({
		displayName: 'Card Type',
		default: 'visa',
		options: [
			{ name: 'American Express', value: 'amex' },
			{ name: 'Discover', value: 'discover' },
			{ name: 'Mastercard', value: 'mastercard' },
			{ name: 'Visa', value: 'visa' },
		],
	}),
	cardNumber: text({
		displayName: 'Card Number',
		required: true,
		secret: true,
		drop: /[\s-]/g,
		maxLength: 16,
		rule: { pattern: /^\d+$/, must: 'must be digits' },
	}),
	cardSecurity: text({
		displayName: 'Security Code',
		required: true,
		secret: true,
		maxLength: 5,
		rule: { pattern: /^\d+$/, must: 'must be digits' },
	}),
	expireMonth: pickFrom(
		MONTHS,
		text({
			displayName: 'Expiry Month',
			required: true,
			rule: { pattern: /^(0[1-9]|1[0-2])$/, must: 'must be two digits from 01 to 12' },
		}),
	),
	expireYear: text({
		displayName: 'Expiry Year',
		required: true,
		placeholder: 'e.g. 2031',
		rule: { pattern: /^\d{4}$/, must: 'must be four digits, like 2031' },
	}),
};

/**
 * The fields about an order's receipt, and what its postbacks bring back. An order that waits has these alone: its
 * postback goes to the execution and resumes it.
 */
export const carriedFields = {
	referenceId: text({
		displayName: 'Order Reference',
		placeholder: 'e.g. order-9',
		description: 'Your own ID of this order; comes back in every postback',
	}),
	referenceText: text({
		displayName: 'Order Text',
		placeholder: 'e.g. spring',
		description: 'Any text; comes back in postbacks',
	}),
	sendCustomerReceipt: flag({
		displayName: 'Send Customer Receipt',
		description:
			'Whether the customer gets a receipt. Announced by SmartMove for later; without effect today.',
	}),
};

/** The fields about an order's postbacks and receipt. */
export const orderFields = {
	postbackUri: text({
		displayName: 'Postback URL',
		placeholder: 'e.g. https://n8n.example.test/webhook/…',
		description:
			'Where SmartMove reports every change: the production URL of a SmartMove Trigger. User and password of the postback come from the credential.',
		rule: {
			pattern: /^https?:\/\/\S+$/i,
			must: 'must be a web address that starts with http:// or https://',
		},
	}),
	...carriedFields,
};

/** Their values, as far as they were filled in. */
export type OrderValues = Partial<Values<typeof orderFields>>;
