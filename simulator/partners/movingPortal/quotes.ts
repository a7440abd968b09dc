import type { components } from '../../../openapi/types/moving-portal';

/** A quote as an introducer asks for it. */
export type NewQuote = components['schemas']['NewQuote'];

/** TMP's price of a survey, and the introducer's fee where it names none. Both are made up. */
const SURVEY_PRICE = 500;
const DEFAULT_FEE = 60;

/** A quote. Only `tmpReference` is documented. */
export interface Quote extends NewQuote {
	tmpReference: string;
	results: Array<{
		resultSequence: number;
		productCode: string;
		yourFeeInclVAT: number;
		totalFeeInclVAT: number;
	}>;
}

/** The introducer's quotes. */
export class Quotes {
	private readonly byReference = new Map<string, Quote>();

	/** Every quote, oldest first. */
	all(): Quote[] {
		return [...this.byReference.values()];
	}

	/** The quote of a TMP reference. */
	find(tmpReference: string): Quote | undefined {
		return this.byReference.get(tmpReference);
	}

	/** Adds a quote with one result for its case. */
	add(tmpReference: string, asked: NewQuote): Quote {
		const results = asked.cases.map(({ productCode, yourFeeInclVAT }, index) => {
			const fee = yourFeeInclVAT ?? DEFAULT_FEE;
			return {
				resultSequence: index + 1,
				productCode,
				yourFeeInclVAT: fee,
				totalFeeInclVAT: SURVEY_PRICE + fee,
			};
		});
		const quote: Quote = { tmpReference, ...structuredClone(asked), results };
		this.byReference.set(tmpReference, quote);
		return quote;
	}
}

/** Changes the introducer's fee in one result, and the total by as much; false where there is no such result. */
export function changeFee(quote: Quote, resultSequence: number, fee: number): boolean {
	const result = quote.results.find((one) => one.resultSequence === resultSequence);
	if (!result) return false;
	result.yourFeeInclVAT = fee;
	result.totalFeeInclVAT = SURVEY_PRICE + fee;
	return true;
}

/** A quote that the simulator adds by itself. */
export const SAMPLE_QUOTE: NewQuote = {
	cases: [{ productCode: 'RICSL2SURVEY', yourFeeInclVAT: null }],
	propertyValueOrPurchasePrice: 285_000,
	propertyValueTierCode: null,
	propertyTypeCode: 'TERRACED',
	propertyAgeCode: 'UNKNOWN',
	yearBuilt: null,
	propertyAddress: { addressLine1: '3 Fiction Row', postcode: 'AB1 2CD', countryCode: 'GB' },
	correspondenceAddress: null,
	accessDetails: null,
	customers: [
		{
			firstName: 'Kim',
			lastName: 'Example',
			emailAddress: 'kim@example.test.nosend',
			telephoneNumber: '01234 567890',
		},
	],
};
