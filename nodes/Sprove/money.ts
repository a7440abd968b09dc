import type { FieldPath } from '../shared/fields';

/**
 * Currencies whose decimals are not two (ISO 4217, list one). `Intl` goes by usage instead and has none for the forint: a
 * Hungarian rent would come out a hundred times too large.
 */
const DECIMALS: ReadonlyArray<[digits: number, currencies: string]> = [
	[0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
	[3, 'BHD IQD JOD KWD LYD OMR TND'],
	[4, 'CLF UYW'],
];

/** The decimals of a currency: 2 for NOK, 0 for JPY and ISK, 2 for an unknown one or none. */
function decimalsOf(currency?: string | null): number {
	const code = String(currency).toUpperCase();
	return DECIMALS.find(([, currencies]) => currencies.split(' ').includes(code))?.[0] ?? 2;
}

/**
 * Reports an amount with more decimals than its currency has. sprove stores amounts in minor units and would round it.
 *
 * @param amount in units; undefined where none was entered
 * @param currency ISO 4217 code; undefined where an update leaves it as it is
 * @param path of the amount in the panel
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

/** Converts an amount from minor units (cents) to units; null where there is none. */
export function toUnits(minorUnits?: number | null, currency?: string | null): number | null {
	return typeof minorUnits === 'number' ? minorUnits / 10 ** decimalsOf(currency) : null;
}
