import type { IDataObject } from 'n8n-workflow';

import { toNumber } from '../../shared/execution';
import type { ListedProperty, Property } from '../api';
import { toUnits } from '../money';

/** Amounts are documented as numbers. One that comes as a text becomes one, where it can. */
const toNumberIfPossible = (amount: unknown) => toNumber(amount) ?? amount;

/** An amount in units: null where there is none. What cannot be read stays beside it as it came. */
function amountInUnits(name: string, cents: unknown, currency?: string): IDataObject {
	const amount = toNumber(cents);
	const isUnreadable = amount === undefined && cents !== undefined && cents !== null;
	return { [name]: toUnits(amount, currency), ...(isUnreadable && { [`${name}_cents`]: cents as string }) };
}

/** A property in one shape, whether it came alone or in a list: amounts in units, and whatever else there is. */
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

/** What an operation returns for a property. */
export function output(property: Property | ListedProperty, simplify: boolean): IDataObject {
	return simplify ? simplified(property) : { ...property };
}
