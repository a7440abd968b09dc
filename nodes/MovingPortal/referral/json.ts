import {
	binding,
	choice,
	json,
	readFields,
	type Field,
	type Fields,
	type FieldPath,
	type Values,
} from '../../shared/fields';
import {
	MAX_CUSTOMERS,
	accessFields,
	addressFields,
	caseFields,
	customerFields,
	propertyFields,
	referrerFields,
	type Address,
	type Referral,
} from './fields';
import { EXAMPLE } from './example';
import { byDocumentedKeys } from './keys';
import { isRecord } from '../../shared/guards';

const jsonField = json({
	displayName: 'Referral (JSON)',
	description: 'The whole referral as The Moving Portal documents it',
	default: JSON.stringify(EXAMPLE, null, 2),
});

const addressFormat = choice<'DEFAULT' | 'NONE'>({
	displayName: 'addressFormatCode',
	default: 'DEFAULT',
	options: [
		{ name: 'Default', value: 'DEFAULT' },
		{ name: 'None', value: 'NONE' },
	],
});

/** The raw members of an object of the payload, by their documented keys. */
function membersOf(raw: unknown, fields: Fields, otherKeys: readonly string[], path: FieldPath) {
	if (!isRecord(raw)) path.addIssue('must be an object');
	return byDocumentedKeys(isRecord(raw) ? raw : {}, [...Object.keys(fields), ...otherKeys], path);
}

/** Reads an object of the payload. */
function readObject<F extends Fields>(fields: F, raw: unknown, path: FieldPath): Values<F> {
	const members = membersOf(raw, fields, [], path);
	return readFields(fields, (name) => members[name], path) as Values<F>;
}

function readAddress(raw: unknown, path: FieldPath): Address | undefined {
	const { addressFormatCode, ...members } = membersOf(raw, addressFields, ['addressFormatCode'], path);
	const format = addressFormat.read(addressFormatCode, path.inside('addressFormatCode'));
	return format === 'NONE' ? undefined : readObject(addressFields, members, path);
}

function readAccess(raw: unknown, path: FieldPath): Referral['accessDetails'] {
	const members = membersOf(raw, accessFields, [], path);
	const access = readObject(accessFields, members, path);
	// An explicitly empty name means that there is none; the field would read it as not filled in.
	return members.firmName === '' ? { ...access, firmName: '' } : access;
}

/** The keys of the payload that do not describe the property itself. */
const PART_KEYS = [
	'cases',
	'propertyAddress',
	'correspondenceAddress',
	'accessDetails',
	'customers',
	'referrer',
] as const;

function readReferral(raw: Record<string, unknown>, path: FieldPath): Referral {
	const { cases, propertyAddress, correspondenceAddress, accessDetails, customers, referrer, ...property } =
		membersOf(raw, propertyFields, PART_KEYS, path);
	const caseList = Array.isArray(cases) ? cases : [];
	if (caseList.length !== 1) path.inside('cases').addIssue('must be a list of exactly one case');
	const customerList = Array.isArray(customers) ? customers : [];
	if (customerList.length < 1 || customerList.length > MAX_CUSTOMERS)
		path.inside('customers').addIssue(`must be a list of 1 to ${MAX_CUSTOMERS}, not ${customerList.length}`);

	const optional = <T>(part: unknown, read: (part: unknown) => T) =>
		part === undefined || part === null ? undefined : read(part);
	const address = readAddress(propertyAddress, path.inside('propertyAddress'));
	if (!address) path.inside('propertyAddress').addIssue('must be an address');
	return {
		case: readObject(caseFields, caseList[0] ?? {}, path.inside('cases')),
		property: readObject(propertyFields, property, path),
		propertyAddress: address as Address,
		correspondenceAddress: optional(correspondenceAddress, (part) =>
			readAddress(part, path.inside('correspondenceAddress')),
		),
		accessDetails: optional(accessDetails, (part) => readAccess(part, path.inside('accessDetails'))),
		customers: customerList.map((customer, i) =>
			readObject(customerFields, customer, path.inside('Customers').nth(i + 1)),
		),
		referrer: optional(referrer, (part) => {
			const referrerPath = path.inside('referrer');
			const { address: rawAddress, ...firm } = membersOf(part, referrerFields, ['address'], referrerPath);
			const referrerAddress = readAddress(rawAddress, referrerPath.inside('address'));
			if (!referrerAddress) referrerPath.inside('address').addIssue('must be an address');
			return { ...readObject(referrerFields, firm, referrerPath), address: referrerAddress as Address };
		}),
	};
}

/** The field for a whole referral as JSON. Yields undefined when the JSON cannot be parsed, which is reported. */
export const referralJson: Field<Referral | undefined> = binding({
	property: jsonField.property,
	read(raw, path) {
		const members = jsonField.read(raw, path);
		return members && readReferral(members, path);
	},
});
