import type { IDataObject } from 'n8n-workflow';

import type { Lead } from '../api';

/** An address in one line, such as "1 Sample Rd, Apt 2, Austin, TX 73301-0001". Empty parts are left out. */
function addressLine(lead: Lead, prefix: 'new' | 'old'): string {
	const part = (name: string) => String((lead as Record<string, unknown>)[`${prefix}_${name}`] ?? '').trim();
	const postalCode = [part('postal_code'), part('postal_code_plus4')].filter(Boolean).join('-');
	const stateAndCode = [part('state'), postalCode].filter(Boolean).join(' ');
	return [part('address_1'), part('address_2'), part('city'), stateAndCode].filter(Boolean).join(', ');
}

/** A lead in ten fields: each address in one line, and the moving date without its time, which means nothing. */
export function simplified(lead: Lead): IDataObject {
	const {
		offer_id,
		created_at,
		first_name,
		last_name,
		email,
		move_date,
		new_housing_tenure,
		new_postal_code,
	} = lead;
	return {
		first_name,
		last_name,
		email,
		// Midnight UTC stands for a calendar day, so it is cut and never converted (contract §8 no. 7).
		move_date: typeof move_date === 'string' ? move_date.slice(0, 10) : move_date,
		new_address: addressLine(lead, 'new'),
		old_address: addressLine(lead, 'old'),
		new_postal_code,
		new_housing_tenure,
		created_at,
		offer_id,
	};
}
