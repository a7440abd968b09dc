import type { IDataObject } from 'n8n-workflow';

import type { ListedProperty, Property } from '../api';
import { inUnits } from '../money';

/** A property in one shape, whether it came alone or in a list: amounts in units, and whatever else there is. */
export function simplified(property: Property | ListedProperty): IDataObject {
	if (!('rent_cents' in property)) return { ...property };
	const { rent_cents, deposit_cents, ...rest } = property;
	const { rent_currency, deposit_currency } = property;
	return {
		...rest,
		rent: inUnits(rent_cents, rent_currency),
		deposit: inUnits(deposit_cents, deposit_currency),
	};
}

/** What an operation returns for a property. */
export function output(property: Property | ListedProperty, simplify: boolean): IDataObject {
	return simplify ? simplified(property) : { ...property };
}
