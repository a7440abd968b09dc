import type { IDataObject } from 'n8n-workflow';

import { startWith, toNumber } from '../../shared/execution';
import type { ListedProperty, Property } from '../api';
import { toUnits } from '../money';

/** Amounts are documented as numbers. A text is converted to a number where it is one. */
const toNumberIfPossible = (amount: unknown) => toNumber(amount) ?? amount;

/** A member with an amount in units, or null. Cents that cannot be read are kept beside it in their own member. */
function amountInUnits(name: string, cents: unknown, currency?: string): IDataObject {
	const amount = toNumber(cents);
	const isUnreadable = amount === undefined && cents !== undefined && cents !== null;
	return { [name]: toUnits(amount, currency), ...(isUnreadable && { [`${name}_cents`]: cents as string }) };
}

/** What a person looks for first in a property. */
export const FIRST = [
	'name',
	'address',
	'rent',
	'rent_currency',
	'verification_url',
	'alreadyExisted',
	'updated',
];

/** A property with its amounts in units, whether it was read alone or in a list. */
export function simplified(property: Property | ListedProperty): IDataObject {
	if (!('rent_cents' in property)) {
		const amounts = Object.entries(property).filter(([name]) => name === 'rent' || name === 'deposit');
		return {
			...property,
			...Object.fromEntries(amounts.map(([name, amount]) => [name, toNumberIfPossible(amount)])),
		};
	}
	const { rent_cents, deposit_cents, ...rest } = property;
	return {
		...rest,
		...amountInUnits('rent', rent_cents, property.rent_currency),
		...amountInUnits('deposit', deposit_cents, property.deposit_currency),
	};
}

/** A property as operations return it. */
export function output(property: Property | ListedProperty, simplify: boolean): IDataObject {
	return simplify ? startWith(FIRST, simplified(property)) : { ...property };
}
