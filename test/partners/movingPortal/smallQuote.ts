import { smallReferral } from './smallReferral';

const { productCode, propertyValueOrPurchasePrice, propertyAddress, customers } = smallReferral;

/** Parameters of a quote in its smallest form. */
export const smallQuote = {
	resource: 'quote',
	operation: 'create',
	productCode,
	propertyValueOrPurchasePrice,
	propertyAddress,
	customers,
};
