import type { components } from '../../../openapi/types/mymove';
import { series } from '../../random';

/** A lead as MYMOVE's API returns it. */
export type Lead = components['schemas']['Lead'];

type Choices<T> = readonly [T, ...T[]];

const FIRST: Choices<string> = [
	'Iris',
	'Otto',
	'Mabel',
	'Rufus',
	'Wilma',
	'Hugo',
	'Tilda',
	'Casper',
	'Nell',
	'Ivo',
	'Greta',
	'Linus',
];
const LAST: Choices<string> = [
	'Vane',
	'Quill',
	'Larkspur',
	'Pennyfold',
	'Marrow',
	'Tindle',
	'Oakhurst',
	'Sedge',
	'Brindle',
	'Fennimore',
];
const STREETS: Choices<string> = [
	'Sample Rd',
	'Fiction Ave',
	'Placeholder Ln',
	'Invented Way',
	'Specimen St',
	'Example Ct',
];
const UNITS: Choices<string> = ['', '', '', 'Apt 4', 'Unit B', 'Ste 12'];

interface Place {
	city: string;
	state: string;
	postalCode: string;
}

// New England's postal codes begin with a zero, which is lost if a workflow reads them as numbers.
const PLACES: Choices<Place> = [
	{ city: 'Austin', state: 'TX', postalCode: '73301' },
	{ city: 'Boston', state: 'MA', postalCode: '02108' },
	{ city: 'Boise', state: 'ID', postalCode: '83702' },
	{ city: 'Newark', state: 'NJ', postalCode: '07102' },
	{ city: 'Denver', state: 'CO', postalCode: '80202' },
	{ city: 'Portland', state: 'ME', postalCode: '04101' },
	{ city: 'Omaha', state: 'NE', postalCode: '68102' },
	{ city: 'Hartford', state: 'CT', postalCode: '06103' },
];

const DAY = 86_400_000;

/** A fake lead for one slot of the stream. The same seed and slot always give the same person. */
export function fakeLead(seed: number, slot: number, createdAt: number): Lead {
	const next = series(seed, slot);
	const below = (count: number) => next() % count;
	const pick = <T>(choices: Choices<T>) => choices[below(choices.length)] ?? choices[0];
	const first = pick(FIRST);
	const last = pick(LAST);
	const from = pick(PLACES);
	const to = pick(PLACES);
	return {
		offer_id: String(20_001 + below(3)),
		created_at: toSecond(createdAt),
		first_name: first,
		last_name: last,
		email: `${first}.${last}.${slot}@example.test.nosend`.toLowerCase(),
		move_date: toMidnight(createdAt + (7 + below(54)) * DAY),
		new_housing_tenure: below(5) < 2 ? 'own' : 'rent',
		new_address_1: `${1 + below(900)} ${pick(STREETS)}`,
		new_address_2: pick(UNITS),
		new_city: to.city,
		new_state: to.state,
		new_postal_code: to.postalCode,
		new_postal_code_plus4: fourDigits(below(10_000)),
		old_address_1: `${1 + below(900)} ${pick(STREETS)}`,
		old_address_2: pick(UNITS),
		old_city: from.city,
		old_state: from.state,
		old_postal_code: from.postalCode,
		old_postal_code_plus4: fourDigits(below(10_000)),
	};
}

/** A time in MYMOVE's format, to the second. */
export function toSecond(milliseconds: number): string {
	return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

function toMidnight(milliseconds: number): string {
	return `${new Date(milliseconds).toISOString().slice(0, 10)}T00:00:00Z`;
}

function fourDigits(value: number): string {
	return String(value).padStart(4, '0');
}
