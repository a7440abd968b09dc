/**
 * The currencies of ISO 4217 by their number of decimals. They are not taken from `Intl`, which goes by usage: it gives
 * HUF, IDR and COP none, although the standard gives them two.
 */
const BY_DECIMALS: Record<number, string> = {
	0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
	2: `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
		CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
		IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR
		MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD
		SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR
		ZMW ZWG`,
	3: 'BHD IQD JOD KWD LYD OMR TND',
	4: 'CLF UYW',
};

const DECIMALS = new Map(
	Object.entries(BY_DECIMALS).flatMap(([decimals, codes]) =>
		codes.split(/\s+/).map((code) => [code, Number(decimals)] as const),
	),
);

/** Whether a code is a currency of ISO 4217. */
export function isCurrency(code: string): boolean {
	return DECIMALS.has(code);
}

/** An amount of whole units in the currency's minor unit: 7500 NOK is 750000, 7500 JPY is 7500. */
export function toMinor(amount: number, currency: string): number {
	// In floating point 1.005 times 100 is 100.49999999999999, which would be rounded down.
	return Math.round(Number((amount * factor(currency)).toPrecision(15)));
}

/** The amount in whole units of an amount in minor units. */
export function toMajor(minor: number, currency: string): number {
	return minor / factor(currency);
}

function factor(currency: string): number {
	return 10 ** (DECIMALS.get(currency) ?? 2);
}
