import {
	FieldPath,
	collection,
	choice,
	date,
	flag,
	group,
	list,
	mapper,
	number,
	text,
} from '../../../nodes/shared/fields';
import { comparable } from '../../../nodes/shared/fields/columns';
import { referralColumns } from '../../../nodes/MovingPortal/referral/columns';
import { tenantColumns } from '../../../nodes/Movem/application/columns';

const address = {
	street: text({ displayName: 'Street', required: true }),
	postcode: text({ displayName: 'Postcode', required: true }),
	isFlat: flag({ displayName: 'Flat' }),
};
const sheet = mapper({
	displayName: 'Columns',
	description: 'For tests',
	method: 'getColumns',
	fields: {
		note: text({ displayName: 'Note' }),
		moveIn: date({ displayName: 'Move-in Date' }),
		rent: number({ displayName: 'Rent', decimals: 2 }),
		rooms: number({ displayName: 'Rooms' }),
		pets: flag({ displayName: 'Pets' }),
		kind: choice<'A' | 'B'>({
			displayName: 'Kind',
			default: 'A',
			options: [
				{ name: 'Let', value: 'A' },
				{ name: 'Sale', value: 'B' },
			],
		}),
		home: group({ displayName: 'Home Address', fields: address, required: true }),
		people: list({
			displayName: 'People',
			min: 1,
			max: 3,
			fields: {
				firstName: text({ displayName: 'First Name', required: true }),
				sms: flag({ displayName: 'SMS' }),
			},
		}),
		more: collection({
			displayName: 'More',
			fields: {
				fee: number({ displayName: 'Fee' }),
				office: group({ displayName: 'Office', fields: address }),
			},
		}),
	},
	groups: { people: { prefix: 'Person', entries: 3 }, home: { prefix: 'Home' } },
});
const FILLED = { 'Home Street': '3 Fiction Row', 'Home Postcode': 'AB1 2CD', 'Person First Name': 'Kim' };

/** Reads a row as the engine does; `mapping` is what n8n has stored. */
function readRow(
	cells: Record<string, unknown>,
	mapping: unknown = { mappingMode: 'autoMapInputData', value: null },
) {
	const broken: string[] = [];
	const leftOut: string[] = [];
	let labels: ReadonlyMap<string, string> = new Map();
	const path = new FieldPath({
		timeZone: 'Europe/London',
		addIssue: (label, problem) => broken.push(`${labels.get(label) ?? label} ${problem}`),
		secret: () => {},
		row: {
			cells,
			nameColumns: (names) => (labels = names),
			leaveOut: (headings) => leftOut.push(...headings),
		},
	});
	return { values: sheet.field.read(mapping, path.inside('Columns')), broken, leftOut };
}
const readFilled = (cells: Record<string, unknown>) => readRow({ ...FILLED, ...cells });

it('derives the columns from the fields, flat, and shows first what the panel shows first', () => {
	const { fields } = sheet.mapperFields();
	expect(fields.filter(({ required }) => required).map(({ displayName }) => displayName)).toEqual([
		'Home Street',
		'Home Postcode',
		'Person First Name',
	]);
	expect(
		fields.filter(({ removed }) => !removed).map(({ displayName, type }) => [displayName, type]),
	).toEqual([
		['Note', 'string'],
		['Move-in Date', 'dateTime'],
		['Rent', 'number'],
		['Rooms', 'number'],
		['Pets', 'boolean'],
		['Kind', 'options'],
		['Home Street', 'string'],
		['Home Postcode', 'string'],
		['Home Flat', 'boolean'],
		['Person First Name', 'string'],
		['Person SMS', 'boolean'],
	]);
	expect(fields.filter(({ removed }) => removed).map(({ displayName }) => displayName)).toEqual([
		'Person 2 First Name',
		'Person 2 SMS',
		'Person 3 First Name',
		'Person 3 SMS',
		'Fee',
		'Office Street',
		'Office Postcode',
		'Office Flat',
	]);
});

it.each([
	'Home Postcode',
	'home_postcode',
	'HOME-POSTCODE',
	' homePostcode ',
	'Home Address → Postcode',
	'home.postcode',
	'\uFEFFHome  Postcode',
])('knows “%s”', (heading) => {
	const { values, broken, leftOut } = readRow({ ...FILLED, 'Home Postcode': '', [heading]: 'ZZ9 9ZZ' });
	expect([values.home?.postcode, broken, leftOut]).toEqual(['ZZ9 9ZZ', [], []]);
});

it.each(['Person First Name', 'Person 1 First Name', 'People 1 → First Name', 'people[0].firstName'])(
	'knows the first of a list by “%s”',
	(heading) => {
		const { values } = readRow({ ...FILLED, 'Person First Name': null, [heading]: 'Lou' });
		expect(values.people?.map(({ firstName }) => firstName)).toEqual(['Lou']);
	},
);

it.each(['Person 2 First Name', 'People 2 → First Name', 'people[1].firstName'])(
	'knows the second by “%s”',
	(heading) => {
		expect(readFilled({ [heading]: 'Lou' }).values.people?.map(({ firstName }) => firstName)).toEqual([
			'Kim',
			'Lou',
		]);
	},
);

it('names what no column has, and leaves out the number of the row that n8n adds', () => {
	expect(readFilled({ row_number: 2, Agent: 'Jo', 'Postcode Home': '' }).leftOut).toEqual([
		'Agent',
		'Postcode Home',
	]);
});

it('says which heading to write for what is missing', () => {
	expect(readRow({ Street: 'nowhere' }).broken).toEqual([
		'Column “Home Street” must be filled in',
		'Column “Home Postcode” must be filled in',
		'Column “Person First Name” must be filled in',
	]);
});

it('reports a column that is there twice with different values', () => {
	expect(readFilled({ home_postcode: 'AB1 2CD' }).broken).toEqual([]);
	expect(readFilled({ home_postcode: 'ZZ9 9ZZ' }).broken).toEqual([
		'Column “Home Postcode” is there twice, as “Home Postcode” and as “home_postcode”, with different values',
	]);
});

describe('a group that may be left out', () => {
	it('is there where one of its columns is filled in, and then complete', () => {
		const { values } = readFilled({ 'Office Street': ' ', 'Office Flat': false, 'Person 2 SMS': 'no' });
		expect([values.more, values.people]).toEqual([{}, [{ firstName: 'Kim', sms: false }]]);
		expect(readFilled({ 'Office Street': '4 Fiction Row' }).broken).toEqual([
			'Column “Office Postcode” must be filled in',
		]);
	});

	it('is missed where the one before it is left out', () => {
		expect(readFilled({ 'Person 3 First Name': 'Max' }).broken).toEqual([
			'Column “Person 2 First Name” must be filled in',
		]);
	});
});

describe('a cell', () => {
	it.each([
		['Pets', 'yes', true],
		['Pets', 'Y', true],
		['Pets', 'TRUE', true],
		['Pets', 1, true],
		['Pets', 'No', false],
		['Pets', false, false],
		['Pets', '', false],
		['Rent', '£1,250.50', 1250.5],
		['Rent', '1,250,000', 1250000],
		['Rent', '£620', 620],
		['Rent', 620.5, 620.5],
		['Rooms', '3', 3],
		['Kind', 'sale', 'B'],
		['Kind', 'b', 'B'],
		['Kind', ' ', 'A'],
		['Move-in Date', '2027-02-01', '2027-02-01T00:00:00Z'],
	])('under %s that holds %p is read as %p', (heading, cell, value) => {
		const { values, broken } = readFilled({ [heading]: cell });
		const name = sheet.columns.find((column) => column.heading === heading)?.id ?? '';
		expect([(values as Record<string, unknown>)[name], broken]).toEqual([value, []]);
	});

	it.each([
		['Pets', 'perhaps', 'must be true or false'],
		['Rent', '620,50', 'must be a number'],
		['Rent', 'about 600', 'must be a number'],
		['Rooms', '1,5', 'must be a number'],
		['Kind', 'Lease', 'must be one of A, B'],
		// Whether the first or the second of them is the month cannot be known.
		['Move-in Date', '01/02/2027', 'must be a date and time, like 2026-05-01T09:00:00Z'],
		['Move-in Date', 46419, 'must be a date and time, like 2026-05-01T09:00:00Z'],
	])('under %s that holds %p is refused and not guessed', (heading, cell, problem) => {
		expect(readFilled({ [heading]: cell }).broken).toEqual([`Column “${heading}” ${problem}`]);
	});
});

it('takes the mapping in place of the item where each column is mapped', () => {
	const value = {
		home_street: '5 Fiction Row',
		home_postcode: 'AB1 2CF',
		people_1_firstName: 'Lee',
		fee: 12,
	};
	const { values, broken } = readRow(FILLED, { mappingMode: 'defineBelow', value });
	expect(broken).toEqual([]);
	expect(values).toMatchObject({
		home: { street: '5 Fiction Row' },
		people: [{ firstName: 'Lee' }],
		more: { fee: 12 },
	});
	expect(readRow(FILLED, { mappingMode: 'defineBelow', value: null }).broken).toHaveLength(3);
});

it.each([
	['a referral', referralColumns],
	['a tenant', tenantColumns],
])('no two columns of %s are known by one heading', (_, { columns }) => {
	const ids = new Map<string, Set<string>>();
	for (const { id, names } of columns)
		for (const name of names) ids.set(comparable(name), (ids.get(comparable(name)) ?? new Set()).add(id));
	expect([...ids].filter(([, owners]) => owners.size > 1)).toEqual([]);
	// n8n takes them apart by quotation marks and brackets (editor, parseResourceMapperFieldName).
	expect(columns.map(({ id }) => id).filter((id) => !/^\w+$/.test(id))).toEqual([]);
});
