import type { IDataObject } from 'n8n-workflow';

import type { Address, Quote, Referral } from './fields';

/** An empty text where nothing was entered, as in the documented payload. */
const orEmpty = (text: string | undefined) => text ?? '';

function addressBody(address: Address): IDataObject {
	return {
		addressFormatCode: 'DEFAULT',
		addressLine1: address.addressLine1,
		addressLine2: orEmpty(address.addressLine2),
		addressLine3: orEmpty(address.addressLine3),
		addressLine4: orEmpty(address.addressLine4),
		postcode: address.postcode,
		countryCode: address.countryCode ?? 'GB',
	};
}

/** Sends members without a value as null, as The Moving Portal's own example does. */
function withNulls(values: object): IDataObject {
	return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? null]));
}

/** Leaves out members without a value. */
function withoutBlanks(values: object): IDataObject {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The body of `POST /referral` (contract §3.1). */
export function payload({ referrer, ...referral }: Referral): IDataObject {
	return {
		...quotePayload(referral),
		referrer: referrer ? { ...withoutBlanks(referrer), address: addressBody(referrer.address) } : null,
	};
}

/** The body of `POST /quote`. */
export function quotePayload(referral: Quote): IDataObject {
	const { property, accessDetails, correspondenceAddress } = referral;
	return {
		cases: [withNulls(referral.case)],
		...withNulls(property),
		propertyTypeCode: property.propertyTypeCode ?? 'UNKNOWN',
		propertyAgeCode: property.propertyAgeCode ?? 'UNKNOWN',
		propertyAddress: addressBody(referral.propertyAddress),
		correspondenceAddress: correspondenceAddress ? addressBody(correspondenceAddress) : null,
		accessDetails: accessDetails
			? { ...withoutBlanks(accessDetails), firmName: orEmpty(accessDetails.firmName) }
			: null,
		customers: referral.customers.map((customer) => ({
			...withoutBlanks(customer),
			title: orEmpty(customer.title),
		})),
	};
}
