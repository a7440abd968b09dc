import type { components } from '../../../openapi/types/moving-portal';
import { CODES } from './codes';
import type { NewQuote } from './quotes';

/** A referral as an introducer sends it. */
export type NewReferral = components['schemas']['NewReferral'];
/** The one case of a referral. */
export type Case = components['schemas']['Case'];
/** Messages by field, as in the portal's errors. */
export type FieldErrors = Record<string, string[]>;

/** What the rules need to know about the introducer. */
export interface Introducer {
	/** Whether it collects its customers' payments itself; then it cannot send leads. */
	collectsPayment: boolean;
	/** Whether one of its cases has this reference already. */
	isInUse(field: 'uniqueCustomerReference' | 'uniqueIntegrationReference', reference: string): boolean;
}

type FieldError = [field: string, message: string];
const blank = (value: string | null | undefined) =>
	value === undefined || value === null || value.trim() === '';

/** Checks the rules that concern several fields or the introducer's data; an empty object means no errors. */
export function fieldErrors(referral: NewReferral, introducer: Introducer): FieldErrors {
	return byField([
		...referral.cases.flatMap((one, index) => caseErrors(one, `cases[${index}]`, introducer)),
		...propertyErrors(referral),
		...addressErrors(referral),
		...contactErrors(referral),
	]);
}

/** The same for a quote, whose case has neither references nor a total. */
export function quoteErrors(quote: NewQuote): FieldErrors {
	const products = quote.cases.flatMap(({ productCode }, index) =>
		productErrors(productCode, `cases[${index}]`),
	);
	return byField([...products, ...propertyErrors(quote), ...addressErrors(quote), ...contactErrors(quote)]);
}

function byField(all: FieldError[]): FieldErrors {
	const errors: FieldErrors = {};
	for (const [field, message] of all) errors[field] = [...(errors[field] ?? []), message];
	return errors;
}

function productErrors(productCode: string, at: string): FieldError[] {
	return CODES.products.has(productCode)
		? []
		: [[`${at}.productCode`, `${productCode} is not an active product of your firm.`]];
}

function caseErrors(one: Case, at: string, introducer: Introducer): FieldError[] {
	const errors = productErrors(one.productCode, at);
	const hasTotal = one.totalFeeInclVAT !== undefined && one.totalFeeInclVAT !== null;
	if (one.isLead && hasTotal) errors.push([`${at}.totalFeeInclVAT`, 'Must not be provided for a lead.']);
	if (!one.isLead && !hasTotal)
		errors.push([`${at}.totalFeeInclVAT`, 'Must be provided unless the case is a lead.']);
	if (one.isLead && introducer.collectsPayment) {
		errors.push([`${at}.isLead`, 'Firms that collect payments themselves cannot send leads.']);
	}
	for (const field of ['uniqueCustomerReference', 'uniqueIntegrationReference'] as const) {
		const reference = one[field];
		if (reference && introducer.isInUse(field, reference))
			errors.push([`${at}.${field}`, `${reference} is already in use.`]);
	}
	return errors;
}

function propertyErrors(referral: Partial<NewReferral>): FieldError[] {
	const errors: FieldError[] = [];
	const { propertyValueOrPurchasePrice: price, propertyValueTierCode: tier, yearBuilt } = referral;
	const { propertyTypeCode: type, propertyAgeCode: age } = referral;
	const isSet = (value: unknown) => value !== undefined && value !== null;
	if (!isSet(price) && !isSet(tier)) {
		errors.push(['propertyValueOrPurchasePrice', 'Either this or propertyValueTierCode is required.']);
	}
	const unknown = (code: string) => `${code} is not a known code.`;
	if (isSet(tier) && !CODES.tiers.has(String(tier)))
		errors.push(['propertyValueTierCode', unknown(String(tier))]);
	if (isSet(type) && !CODES.propertyTypes.has(String(type)))
		errors.push(['propertyTypeCode', unknown(String(type))]);
	if (isSet(age) && !CODES.propertyAges.has(String(age)))
		errors.push(['propertyAgeCode', unknown(String(age))]);
	if (isSet(age) && age !== 'UNKNOWN' && isSet(yearBuilt)) {
		errors.push(['yearBuilt', 'Must not be provided together with a propertyAgeCode other than UNKNOWN.']);
	}
	return errors;
}

function addressErrors({ correspondenceAddress, referrer }: Partial<NewReferral>): FieldError[] {
	const errors: FieldError[] = [];
	if (correspondenceAddress && correspondenceAddress.addressFormatCode !== 'NONE') {
		for (const field of ['addressLine1', 'postcode'] as const) {
			if (blank(correspondenceAddress[field])) {
				errors.push([`correspondenceAddress.${field}`, 'Is required unless addressFormatCode is NONE.']);
			}
		}
	}
	if (referrer?.address.addressFormatCode === 'NONE') {
		errors.push(['referrer.address.addressFormatCode', 'Must be DEFAULT.']);
	}
	return errors;
}

function contactErrors({
	accessDetails,
	customers,
}: Pick<NewReferral, 'accessDetails' | 'customers'>): FieldError[] {
	const errors: FieldError[] = [];
	if (accessDetails?.accessTypeCode === 'VENDOR' && blank(accessDetails.firmName)) {
		errors.push(['accessDetails.firmName', 'Is required when accessTypeCode is VENDOR.']);
	}
	const first = customers[0];
	for (const field of ['emailAddress', 'telephoneNumber'] as const) {
		if (blank(first?.[field])) errors.push([`customers[0].${field}`, 'Is required for the first customer.']);
	}
	return errors;
}
