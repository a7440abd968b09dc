import {
	choice,
	json,
	readFields,
	type Field,
	type Fields,
	type Place,
	type Values,
} from '../../shared/fields';
import { isRecord } from '../../shared/words';
import {
	MOST_CUSTOMERS,
	accessFields,
	addressFields,
	caseFields,
	customerFields,
	propertyFields,
	referrerFields,
	type Address,
	type Referral,
} from './fields';

const inJson = json({
	displayName: 'Referral (JSON)',
	description: 'The whole referral as The Moving Portal documents it',
	default: JSON.stringify({ cases: [{}], propertyAddress: {}, customers: [{}] }, null, 2),
});

const addressFormat = choice<'DEFAULT' | 'NONE'>({
	displayName: 'addressFormatCode',
	default: 'DEFAULT',
	options: [
		{ name: 'Default', value: 'DEFAULT' },
		{ name: 'None', value: 'NONE' },
	],
});

/** Reads an object of the payload; a key that the documents do not have is taken for a slip of the pen. */
function readObject<F extends Fields>(
	fields: F,
	raw: unknown,
	place: Place,
	others: readonly string[] = [],
): Values<F> {
	const given = isRecord(raw) ? raw : {};
	if (!isRecord(raw)) place.broken('must be an object');
	for (const key of Object.keys(given)) {
		if (!(key in fields) && !others.includes(key))
			place.inside(key).broken('is not a field that The Moving Portal documents');
	}
	return readFields(fields, (name) => given[name], place) as Values<F>;
}

function readAddress(raw: unknown, place: Place): Address | undefined {
	const format = addressFormat.read(
		isRecord(raw) ? raw.addressFormatCode : undefined,
		place.inside('addressFormatCode'),
	);
	return format === 'NONE' ? undefined : readObject(addressFields, raw, place, ['addressFormatCode']);
}

function readReferral(raw: Record<string, unknown>, at: Place): Referral {
	const { cases, propertyAddress, correspondenceAddress, accessDetails, customers, referrer, ...property } =
		raw;
	const caseList = Array.isArray(cases) ? cases : [];
	if (caseList.length !== 1) at.inside('cases').broken('must be a list of exactly one case');
	const people = Array.isArray(customers) ? customers : [];
	if (people.length < 1 || people.length > MOST_CUSTOMERS)
		at.inside('customers').broken(`must be a list of 1 to ${MOST_CUSTOMERS}, not ${people.length}`);

	const optional = <T>(part: unknown, read: (part: unknown) => T) =>
		part === undefined || part === null ? undefined : read(part);
	const address = readAddress(propertyAddress, at.inside('propertyAddress'));
	if (!address) at.inside('propertyAddress').broken('must be an address');
	return {
		case: readObject(caseFields, caseList[0] ?? {}, at.inside('cases')),
		property: readObject(propertyFields, property, at),
		propertyAddress: address as Address,
		correspondenceAddress: optional(correspondenceAddress, (part) =>
			readAddress(part, at.inside('correspondenceAddress')),
		),
		accessDetails: optional(accessDetails, (part) =>
			readObject(accessFields, part, at.inside('accessDetails')),
		),
		customers: people.map((person, i) =>
			readObject(customerFields, person, at.inside('Customers').numbered(i + 1)),
		),
		referrer: optional(referrer, (part) => {
			const place = at.inside('referrer');
			const home = readAddress(isRecord(part) ? part.address : undefined, place.inside('address'));
			if (!home) place.inside('address').broken('must be an address');
			return { ...readObject(referrerFields, part, place, ['address']), address: home as Address };
		}),
	};
}

/** A whole referral in one JSON field. Undefined when the JSON itself cannot be read. */
export const referralJson: Field<Referral | undefined> = {
	property: inJson.property,
	read(raw, place) {
		const given = inJson.read(raw, place);
		return given && readReferral(given, place);
	},
};
