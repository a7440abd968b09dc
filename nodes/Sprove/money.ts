import type { FieldPath } from '../shared/fields';

/**
 * Digits after the point where they are not two (ISO 4217, list one). `Intl` goes by usage instead and drops
 * the fillér: a Hungarian rent would come out a hundred times too large.
 */
const DECIMALS: ReadonlyArray<[digits: number, currencies: string]> = [
	[0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
	[3, 'BHD IQD JOD KWD LYD OMR TND'],
	[4, 'CLF UYW'],
];

/** Digits after the point of a currency's unit: 2 for NOK, 0 for JPY and ISK; 2 for one that is unknown. */
function decimalsOf(currency = ''): number {
	return DECIMALS.find(([, currencies]) => currencies.split(' ').includes(currency.toUpperCase()))?.[0] ?? 2;
}

/**
 * Says that an amount has more decimals than its currency: sprove keeps it in the smallest coin, and would have to
 * round it.
 *
 * @param amount in units; undefined where none was entered
 * @param currency undefined where it stays what it is, which is not known here
 * @param place where the amount stands in the panel
 */
export function checkDecimals(
	amount: number | undefined,
	currency: string | undefined,
	path: FieldPath,
): void {
	const digits = decimalsOf(currency);
	if (!Number.isFinite(amount) || Number(amount?.toFixed(digits)) === amount) return;
	const problem = digits === 0 ? 'cannot have decimals' : `can have at most ${digits} decimals`;
	path.addIssue(
		currency ? `${problem} in ${currency}` : `${problem}, unless its currency has more and is given as well`,
	);
}

/** An amount in units, from one in the currency's smallest coin; null where there is none. */
export function toUnits(minorUnits?: number | null, currency?: string): number | null {
	return typeof minorUnits === 'number' ? minorUnits / 10 ** decimalsOf(currency) : null;
}
