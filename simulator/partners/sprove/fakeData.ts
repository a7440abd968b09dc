import type { PartnerContext } from '../../partner';
import type { Check, NewProperty } from './account';

const DAY_SECONDS = 86_400;
// Some have letters that a caller could mangle.
const FIRST = ['Kari', 'Åse', 'Ola', 'Bjørn', 'Siv', 'Sæmund'] as const;
const LAST = ['Eksempel', 'Prøve', 'Testdal', 'Påfunn', 'Oppdikt'] as const;
const STREETS = ['Prøveveien', 'Eksempelgata', 'Oppdiktet allé', 'Påfunnstien'] as const;

/** A fake property of a number: every third rent has decimals, every second property has a deposit. */
export function fakeProperty(number: number, currency: string): NewProperty {
	const rent = 9000 + (number % 200) * 50 + (number % 3 === 0 ? 0.5 : 0);
	const street = STREETS[number % STREETS.length];
	return {
		name: `Leilighet ${number}`,
		address: `${street} ${number}, 5013 Bergen`,
		rent,
		rent_currency: currency,
		...(number % 2 === 0 ? { deposit: 3 * rent, deposit_currency: currency } : {}),
	};
}

/** A fake check: two in three are approved, and only those have an expiry. */
export function fakeCheck(
	{ random, clock }: Pick<PartnerContext, 'random' | 'clock'>,
	fields: Partial<Check> = {},
): Check {
	const approved = fields.approved ?? random.integer(1, 3) < 3;
	const wage = 20_000 + 500 * random.integer(0, 100);
	const until = Math.floor(clock.now() / 1000) + 90 * DAY_SECONDS;
	return {
		tenant_name: `${random.pick(FIRST)} ${random.pick(LAST)}`,
		approved,
		valid_until: approved ? until : null,
		max_rent: Math.round(wage * 0.35),
		avg_wage: wage,
		current_rent: Math.round(wage * 0.25),
		...fields,
	};
}
