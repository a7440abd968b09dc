import { CODES } from './codes';

/** An entry of a data set. The objects page says that it has a code, a description and a list of keys and values. */
export interface DataSetEntry {
	code: string;
	description: string;
	information: Array<{ key: string; value: string }>;
}

const CODES_BY_SET: Readonly<Record<string, Iterable<string>>> = {
	'DEFAULT-PROPERTYTYPES': CODES.propertyTypes,
	'DEFAULT-PROPERTYAGES': CODES.propertyAges,
	CANCELCASEREASONS: ['CUSTOMERREQUEST', 'DUPLICATE', 'SALEFELLTHROUGH'],
	CASEONHOLDREASONS: ['AWAITINGACCESS', 'AWAITINGPAYMENT'],
	REJECTCASEREASONS: ['FEETOOLOW', 'UNSUITABLEPRODUCT'],
	CASEATTRIBUTES: ['FASTTRACK'],
	APPOINTMENTTIMES: ['MORNING', 'AFTERNOON'],
};

/** The entries of a data set; undefined for one that the introducer has no access to. */
export function dataSet(setCode: string): DataSetEntry[] | undefined {
	const codes = CODES_BY_SET[setCode];
	return (
		codes &&
		[...codes].map((code) => ({
			code,
			description: `${code.charAt(0)}${code.slice(1).toLowerCase()}`,
			information: [],
		}))
	);
}
