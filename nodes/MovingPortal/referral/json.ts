import {
	choice,
	json,
	readFields,
	type Field,
	type Fields,
	type FieldPath,
	type Values,
} from '../../shared/fields';
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
import { byDocumentedKeys } from './keys';
import { isRecord } from '../../shared/guards';

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

/** The members of an object of the payload under their documented keys, whatever they are. */
function membersOf(raw: unknown, fields: Fields, others: readonly string[], fieldPath: FieldPath) {
	if (!isRecord(raw)) fieldPath.addIssue('must be an object');
	return byDocumentedKeys(isRecord(raw) ? raw : {}, [...Object.keys(fields), ...others], fieldPath);
}

/** Reads an object of the payload. */
function readObject<F extends Fields>(fields: F, raw: unknown, fieldPath: FieldPath): Values<F> {
	const given = membersOf(raw, fields, [], fieldPath);
	return readFields(fields, (name) => given[name], fieldPath) as Values<F>;
}

function readAddress(raw: unknown, fieldPath: FieldPath): Address | undefined {
	const { addressFormatCode, ...given } = membersOf(raw, addressFields, ['addressFormatCode'], fieldPath);
	const format = addressFormat.read(addressFormatCode, fieldPath.inside('addressFormatCode'));
	return format === 'NONE' ? undefined : readObject(addressFields, given, fieldPath);
}

function readAccess(raw: unknown, fieldPath: FieldPath): Referral['accessDetails'] {
	const given = membersOf(raw, accessFields, [], fieldPath);
	const access = readObject(accessFields, given, fieldPath);
	// An empty text where nothing need stand is a word of the user's: there is none.
	return given.firmName === '' ? { ...access, firmName: '' } : access;
}

/** The parts of a referral that are no property of the home itself. */
const PARTS = [
	'cases',
	'propertyAddress',
	'correspondenceAddress',
	'accessDetails',
	'customers',
	'referrer',
] as const;

function readReferral(raw: Record<string, unknown>, at: FieldPath): Referral {
	const { cases, propertyAddress, correspondenceAddress, accessDetails, customers, referrer, ...property } =
		membersOf(raw, propertyFields, PARTS, at);
	const caseList = Array.isArray(cases) ? cases : [];
	if (caseList.length !== 1) at.inside('cases').addIssue('must be a list of exactly one case');
	const people = Array.isArray(customers) ? customers : [];
	if (people.length < 1 || people.length > MOST_CUSTOMERS)
		at.inside('customers').addIssue(`must be a list of 1 to ${MOST_CUSTOMERS}, not ${people.length}`);

	const optional = <T>(part: unknown, read: (part: unknown) => T) =>
		part === undefined || part === null ? undefined : read(part);
	const address = readAddress(propertyAddress, at.inside('propertyAddress'));
	if (!address) at.inside('propertyAddress').addIssue('must be an address');
	return {
		case: readObject(caseFields, caseList[0] ?? {}, at.inside('cases')),
		property: readObject(propertyFields, property, at),
		propertyAddress: address as Address,
		correspondenceAddress: optional(correspondenceAddress, (part) =>
			readAddress(part, at.inside('correspondenceAddress')),
		),
		accessDetails: optional(accessDetails, (part) => readAccess(part, at.inside('accessDetails'))),
		customers: people.map((person, i) =>
			readObject(customerFields, person, at.inside('Customers').nth(i + 1)),
		),
		referrer: optional(referrer, (part) => {
			const fieldPath = at.inside('referrer');
			const { address: theirs, ...firm } = membersOf(part, referrerFields, ['address'], fieldPath);
			const home = readAddress(theirs, fieldPath.inside('address'));
			if (!home) fieldPath.inside('address').addIssue('must be an address');
			return { ...readObject(referrerFields, firm, fieldPath), address: home as Address };
		}),
	};
}

/** A whole referral in one JSON field. Undefined when the JSON itself cannot be read. */
export const referralJson: Field<Referral | undefined> = {
	property: inJson.property,
	read(raw, fieldPath) {
		const given = inJson.read(raw, fieldPath);
		return given && readReferral(given, fieldPath);
	},
};
