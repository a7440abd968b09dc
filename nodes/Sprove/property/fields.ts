import {
	locator,
	number,
	pickFrom,
	text,
	type FieldPath,
	type Rule,
	type Values,
	simplifyField,
} from '../../shared/fields';
import { checkDecimals } from '../money';

/** The currencies of most who let in Norway, the krone first (ISO 4217). */
const CURRENCIES = [
	{ name: 'NOK (Norwegian Krone)', value: 'NOK' },
	{ name: 'CHF (Swiss Franc)', value: 'CHF' },
	{ name: 'DKK (Danish Krone)', value: 'DKK' },
	{ name: 'EUR (Euro)', value: 'EUR' },
	{ name: 'GBP (Pound Sterling)', value: 'GBP' },
	{ name: 'ISK (Icelandic Króna)', value: 'ISK' },
	{ name: 'PLN (Polish Złoty)', value: 'PLN' },
	{ name: 'SEK (Swedish Krona)', value: 'SEK' },
	{ name: 'USD (US Dollar)', value: 'USD' },
];

const CURRENCY: Rule = { pattern: /^[A-Z]{3}$/, must: 'must be three capital letters, like NOK' };

/** Picks the property to act on. */
export const propertyId = locator({
	displayName: 'Property',
	searchMethod: 'searchProperties',
	placeholder: 'e.g. 0f0f0f0f-0000-4000-8000-000000000001',
	description: 'The property to act on. Its verification link is taken for it, too.',
	url: {
		pattern: '/properties/([^/?#\\s]+)',
		placeholder: 'e.g. https://app.sprove.me/properties/0f0f0f0f-0000-4000-8000-000000000001',
	},
});

const display = {
	name: { displayName: 'Name', placeholder: 'e.g. Loft 7', description: 'Tenants see it' },
	address: {
		displayName: 'Address',
		placeholder: 'e.g. Strandgaten 1, 5013 Bergen',
		description: 'Tenants see it and should know the place by it',
	},
	rent: {
		displayName: 'Monthly Rent',
		min: 0,
		decimals: 2,
		placeholder: 'e.g. 14500',
		description: 'In units of the currency, not in its cents',
	},
	rentCurrency: {
		displayName: 'Rent Currency',
		description: 'Others can be given by an expression, as ISO 4217 code',
		rule: CURRENCY,
	},
};

export const requiredFields = {
	name: text({ ...display.name, required: true }),
	address: text({ ...display.address, required: true }),
	rent: number({ ...display.rent, required: true }),
	rentCurrency: pickFrom(CURRENCIES, text({ ...display.rentCurrency, required: true, default: 'NOK' })),
};

/** The optional fields of a property. Their keys are sprove's own, so that the values are sent as they are. */
export const depositFields = {
	deposit: number({
		displayName: 'Deposit',
		min: 0,
		decimals: 2,
		placeholder: 'e.g. 29000',
		description: 'In units of the currency, not in its cents',
	}),
	deposit_currency: pickFrom(
		CURRENCIES,
		text({ ...display.rentCurrency, displayName: 'Deposit Currency', default: 'NOK' }),
	),
};

/** Reports amounts with more decimals than their currency has. A deposit without one is in the currency of the rent. */
export function checkAmounts(
	{
		rent,
		rentCurrency,
		additionalFields = {},
	}: Partial<Values<typeof requiredFields>> & { additionalFields?: Partial<Values<typeof depositFields>> },
	panel: FieldPath,
): void {
	const { deposit: amount, deposit_currency: currency = rentCurrency } = additionalFields;
	checkDecimals(rent, rentCurrency, panel.inside('Monthly Rent'));
	checkDecimals(amount, currency, panel.inside('Additional Fields').inside('Deposit'));
}

export const updatableFields = {
	address: text(display.address),
	...depositFields,
	rent: number(display.rent),
	name: text(display.name),
	rent_currency: pickFrom(CURRENCIES, text({ ...display.rentCurrency, default: 'NOK' })),
};

export const simplify = simplifyField('Amounts in units of their currency, as you enter them');
