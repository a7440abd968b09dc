/**
 * Digits after the point of a currency's unit: 2 for NOK, 0 for JPY and ISK.
 *
 * @param currency ISO 4217; two digits are taken for one that is unknown
 */
export function minorDigits(currency: string): number {
	try {
		return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
	} catch {
		return 2;
	}
}

/** An amount in units, from one in the currency's smallest coin. */
export function inUnits(smallest: number, currency: string): number {
	return smallest / 10 ** minorDigits(currency);
}
