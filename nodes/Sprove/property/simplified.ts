import type { IDataObject } from 'n8n-workflow';

import { toNumber } from '../../shared/execution';
import type { ListedProperty, Property } from '../api';
import { inUnits } from '../money';

/** Amounts are documented as numbers. One that comes as a text becomes one, where it can. */
const number = (amount: unknown) => toNumber(amount) ?? amount;

/** An amount in units: null where there is none. What cannot be read stays beside it as it came. */
function inItsUnits(name: string, cents: unknown, currency?: string): IDataObject {
	const known = toNumber(cents);
	const isUnread = known === undefined && cents !== undefined && cents !== null;
	return { [name]: inUnits(known, currency), ...(isUnread && { [`${name}_cents`]: cents as string }) };
}

/** A property in one shape, whether it came alone or in a list: amounts in units, and whatever else there is. */
export function simplified(property: Property | ListedProperty): IDataObject {
	if (!('rent_cents' in property)) {
		const amounts = Object.entries(property).filter(([name]) => name === 'rent' || name === 'deposit');
		return { ...property, ...Object.fromEntries(amounts.map(([name, amount]) => [name, number(amount)])) };
	}
	const { rent_cents, deposit_cents, ...rest } = property;
	return {
		...rest,
		...inItsUnits('rent', rent_cents, property.rent_currency),
		...inItsUnits('deposit', deposit_cents, property.deposit_currency),
	};
}

/** What an operation returns for a property. */
export function output(property: Property | ListedProperty, simplify: boolean): IDataObject {
	return simplify ? simplified(property) : { ...property };
}
