import type { components } from '../../../openapi/types/moving-portal';
import { CODES } from './codes';

/** A referral as an introducer sends it. */
export type NewReferral = components['schemas']['NewReferral'];
/** The one case of a referral. */
export type Case = components['schemas']['Case'];
/** Field to what is wrong with it, as the portal's errors carry it. */
export type FieldErrors = Record<string, string[]>;

/** What the rules need to know about the firm that sends. */
export interface Firm {
	/** Whether the firm collects the customers' payments itself, which rules leads out. */
	collectsPayment: boolean;
	/** Whether one of its cases has this reference in this field already. */
	isInUse(field: 'uniqueCustomerReference' | 'uniqueIntegrationReference', reference: string): boolean;
}

type FieldError = [field: string, message: string];
const blank = (value: string | null | undefined) =>
	value === undefined || value === null || value.trim() === '';

/** Check the rules that span fields or need the firm's own data; an empty object means all is well. */
export function fieldErrors(referral: NewReferral, account: Firm): FieldErrors {
	const wrongs = [
		...referral.cases.flatMap((one, index) => caseErrors(one, `cases[${index}]`, account)),
		...propertyErrors(referral),
		...addressErrors(referral),
		...contactErrors(referral),
	];
	const errors: FieldErrors = {};
	for (const [field, message] of wrongs) errors[field] = [...(errors[field] ?? []), message];
	return errors;
}

function caseErrors(one: Case, at: string, account: Firm): FieldError[] {
	const wrongs: FieldError[] = [];
	const hasTotal = one.totalFeeInclVAT !== undefined && one.totalFeeInclVAT !== null;
	if (!CODES.products.has(one.productCode)) {
		wrongs.push([`${at}.productCode`, `${one.productCode} is not an active product of your firm.`]);
	}
	if (one.isLead && hasTotal) wrongs.push([`${at}.totalFeeInclVAT`, 'Must not be provided for a lead.']);
	if (!one.isLead && !hasTotal)
		wrongs.push([`${at}.totalFeeInclVAT`, 'Must be provided unless the case is a lead.']);
	if (one.isLead && account.collectsPayment) {
		wrongs.push([`${at}.isLead`, 'Firms that collect payments themselves cannot send leads.']);
	}
	for (const field of ['uniqueCustomerReference', 'uniqueIntegrationReference'] as const) {
		const reference = one[field];
		if (reference && account.isInUse(field, reference))
			wrongs.push([`${at}.${field}`, `${reference} is already in use.`]);
	}
	return wrongs;
}

function propertyErrors(referral: NewReferral): FieldError[] {
	const wrongs: FieldError[] = [];
	const { propertyValueOrPurchasePrice: price, propertyValueTierCode: tier, yearBuilt } = referral;
	const { propertyTypeCode: type, propertyAgeCode: age } = referral;
	const given = (value: unknown) => value !== undefined && value !== null;
	if (!given(price) && !given(tier)) {
		wrongs.push(['propertyValueOrPurchasePrice', 'Either this or propertyValueTierCode is required.']);
	}
	const unknown = (code: string) => `${code} is not a known code.`;
	if (given(tier) && !CODES.tiers.has(String(tier)))
		wrongs.push(['propertyValueTierCode', unknown(String(tier))]);
	if (given(type) && !CODES.propertyTypes.has(String(type)))
		wrongs.push(['propertyTypeCode', unknown(String(type))]);
	if (given(age) && !CODES.propertyAges.has(String(age)))
		wrongs.push(['propertyAgeCode', unknown(String(age))]);
	if (given(age) && age !== 'UNKNOWN' && given(yearBuilt)) {
		wrongs.push(['yearBuilt', 'Must not be provided together with a propertyAgeCode other than UNKNOWN.']);
	}
	return wrongs;
}

function addressErrors({ correspondenceAddress, referrer }: NewReferral): FieldError[] {
	const wrongs: FieldError[] = [];
	if (correspondenceAddress && correspondenceAddress.addressFormatCode !== 'NONE') {
		for (const field of ['addressLine1', 'postcode'] as const) {
			if (blank(correspondenceAddress[field])) {
				wrongs.push([`correspondenceAddress.${field}`, 'Is required unless addressFormatCode is NONE.']);
			}
		}
	}
	if (referrer?.address.addressFormatCode === 'NONE') {
		wrongs.push(['referrer.address.addressFormatCode', 'Must be DEFAULT.']);
	}
	return wrongs;
}

function contactErrors({ accessDetails, customers }: NewReferral): FieldError[] {
	const wrongs: FieldError[] = [];
	if (accessDetails?.accessTypeCode === 'VENDOR' && blank(accessDetails.firmName)) {
		wrongs.push(['accessDetails.firmName', 'Is required when accessTypeCode is VENDOR.']);
	}
	const first = customers[0];
	for (const field of ['emailAddress', 'telephoneNumber'] as const) {
		if (blank(first?.[field])) wrongs.push([`customers[0].${field}`, 'Is required for the first customer.']);
	}
	return wrongs;
}
