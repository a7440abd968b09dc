import type { FieldPath } from '../../shared/fields';
import type { Referral } from './fields';

/** A referral while it is being checked: any member may be missing. */
type Unchecked = { [K in keyof Referral]?: Partial<Referral[K]> };

const isKnown = (code: string | undefined) => code !== undefined && code !== 'UNKNOWN';

/** Reports violations of the documented rules between fields (contract §3.1, §6). Rules of one field are in fields.ts. */
export function checkReferral(referral: Unchecked, path: FieldPath): void {
	const { isLead, totalFeeInclVAT } = referral.case ?? {};
	if (isLead && totalFeeInclVAT !== undefined)
		path.inside('Total Fee Including VAT').addIssue('must be empty for a lead');
	if (!isLead && totalFeeInclVAT === undefined)
		path.inside('Total Fee Including VAT').addIssue('must be filled in unless it is sent as a lead');
	checkSurvey(referral, path);
}

/** Those of the rules that hold for a quote as well: of the access and the customers. */
export function checkSurvey(referral: Pick<Unchecked, 'accessDetails' | 'customers'>, path: FieldPath): void {
	// The documents demand a firm name, but The Moving Portal's own examples send an empty one (contract §8 no. 2).
	const { accessTypeCode, firmName } = referral.accessDetails ?? {};
	if (accessTypeCode === 'VENDOR' && firmName === undefined)
		path
			.inside('Access Details → Firm Name')
			.addIssue(
				'must be filled in when access is through the vendor, unless it is left empty on purpose: turn on Send Without Firm Name, or in JSON write "firmName": ""',
			);

	const [first] = referral.customers ?? [];
	if (first && !first.emailAddress)
		path.inside('Customers 1 → Email').addIssue('must be filled in for the first customer');
	if (first && !first.telephoneNumber)
		path.inside('Customers 1 → Telephone Number').addIssue('must be filled in for the first customer');
}

/** The rules of a property whose fields stand side by side, where no choice shows only one of two. */
export function checkProperty(property: Unchecked['property'], path: FieldPath): void {
	const { propertyValueOrPurchasePrice, propertyValueTierCode, propertyAgeCode, yearBuilt } = property ?? {};
	if (propertyValueOrPurchasePrice === undefined && propertyValueTierCode === undefined)
		path.inside('Property Value or Purchase Price').addIssue('or a value tier code must be filled in');
	if (isKnown(propertyAgeCode) && yearBuilt !== undefined)
		path.inside('Year Built').addIssue('must be empty when an age code is given');
}
