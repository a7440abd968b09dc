import { choice, number, picked, shownFor, text } from '../../shared/fields';
import { age, price, propertyFields, tier, year } from './fields';

/** Each of them shows one of two fields. */
export const choices = {
	valueGivenAs: choice<'price' | 'tier'>({
		displayName: 'Property Value Given As',
		default: 'price',
		options: [
			{ name: 'Purchase Price or Value', value: 'price' },
			{ name: 'Value Tier', value: 'tier' },
		],
	}),
	ageGivenAs: choice<'band' | 'year'>({
		displayName: 'Property Age Given As',
		default: 'band',
		options: [
			{ name: 'Age Band', value: 'band' },
			{ name: 'Year Built', value: 'year' },
		],
	}),
};

/** The property as the panel asks for it. */
export const propertyByChoice = {
	valueGivenAs: choices.valueGivenAs,
	propertyValueOrPurchasePrice: shownFor(
		{ valueGivenAs: ['price'] },
		number({ ...price, required: true, description: 'In pounds' }),
	),
	propertyValueTierCode: shownFor({ valueGivenAs: ['tier'] }, text({ ...tier, required: true })),
	propertyTypeCode: propertyFields.propertyTypeCode,
	ageGivenAs: choices.ageGivenAs,
	propertyAgeCode: shownFor(
		{ ageGivenAs: ['band'] },
		picked({ ...age, hint: 'An ID is a code such as TENTOFIFTYYEARS' }),
	),
	yearBuilt: shownFor({ ageGivenAs: ['year'] }, number(year)),
};
