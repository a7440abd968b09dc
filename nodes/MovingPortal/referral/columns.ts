import { mapper } from '../../shared/fields';
import { caseFields, MAX_CUSTOMERS } from './fields';
import { panelFields } from './panel';

/** A referral as a row of a sheet: the fields of the panel, flat. */
export const referralColumns = mapper({
	displayName: 'Columns',
	description: 'The row of a sheet, by its headings, such as Customer First Name',
	method: 'getReferralColumns',
	// The panel hides the total of a lead. In a sheet it can be seen, and is refused.
	fields: { ...panelFields, totalFeeInclVAT: caseFields.totalFeeInclVAT },
	groups: {
		customers: { prefix: 'Customer', entries: MAX_CUSTOMERS },
		propertyAddress: { prefix: 'Property' },
		correspondenceAddress: { prefix: 'Correspondence' },
		accessDetails: { prefix: 'Access' },
		referrer: { prefix: 'Referrer' },
	},
});
