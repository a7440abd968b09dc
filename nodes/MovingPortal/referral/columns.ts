import { mapper } from '../../shared/fields';
import { MAX_CUSTOMERS, propertyFields } from './fields';
import { mainCaseFields, panelFields } from './panel';

const { customers, propertyAddress, additionalFields } = panelFields;

/** A referral as a row of a sheet: the fields of the panel, flat. */
export const referralColumns = mapper({
	displayName: 'Columns',
	description: 'The row of a sheet, by its headings, such as Customer First Name',
	method: 'getReferralColumns',
	// The panel hides what does not go together, such as the total of a lead. In a sheet it can be seen, and is refused.
	fields: { customers, propertyAddress, ...propertyFields, ...mainCaseFields, additionalFields },
	groups: {
		customers: { prefix: 'Customer', entries: MAX_CUSTOMERS },
		propertyAddress: { prefix: 'Property' },
		correspondenceAddress: { prefix: 'Correspondence' },
		accessDetails: { prefix: 'Access' },
		referrer: { prefix: 'Referrer' },
	},
});
