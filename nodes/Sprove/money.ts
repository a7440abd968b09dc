/**
 * Digits after the point where they are not two (ISO 4217, list one). `Intl` goes by usage instead and drops
 * the fillér: a Hungarian rent would come out a hundred times too large.
 */
const DIGITS: ReadonlyArray<[digits: number, currencies: string]> = [
	[0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
	[3, 'BHD IQD JOD KWD LYD OMR TND'],
	[4, 'CLF UYW'],
];

/** Digits after the point of a currency's unit: 2 for NOK, 0 for JPY and ISK; 2 for one that is unknown. */
function minorDigits(currency = ''): number {
	return DIGITS.find(([, currencies]) => currencies.split(' ').includes(currency.toUpperCase()))?.[0] ?? 2;
}

/** An amount in units, from one in the currency's smallest coin; null where there is none. */
export function inUnits(smallest?: number | null, currency?: string): number | null {
	return typeof smallest === 'number' ? smallest / 10 ** minorDigits(currency) : null;
}
