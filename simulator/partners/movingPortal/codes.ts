/** The codes of the simulated introducer: those of the documents' samples, and fake ones in the same style. */
export const CODES = {
	products: new Set([
		'RICSL2SURVEY',
		'RICSL2SURVEYVALUATION',
		'RICSL3SURVEY',
		'RICSHTBVALUATION',
		'STRUCTURALENGINEER',
	]),
	tiers: new Set([
		'100K150K',
		'100KTO150K',
		'150KTO200K',
		'200KTO250K',
		'250KTO300K',
		'300KTO350K',
		'350KTO400K',
		'400KTO500K',
	]),
	propertyTypes: new Set(['UNKNOWN', 'DETACHED', 'SEMIDETACHED', 'TERRACED', 'FLAT', 'BUNGALOW']),
	propertyAges: new Set([
		'UNKNOWN',
		'LESSTHANTENYEARS',
		'TENTOFIFTYYEARS',
		'FIFTYTOONEHUNDREDYEARS',
		'MORETHANONEHUNDREDYEARS',
	]),
} as const;

/** Products without a list price: their referrals have no total. */
export const PRICE_ON_APPLICATION = new Set(['STRUCTURALENGINEER']);
