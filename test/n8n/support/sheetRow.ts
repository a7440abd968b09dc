/** A row of a sheet that refers a customer, under the headings of the template. */
export const SHEET_ROW = {
	'Customer First Name': 'Kim',
	'Customer Last Name': 'Example',
	'Customer Email': 'kim@example.test.nosend',
	'Customer Telephone Number': '01234 567890',
	'Property Address Line 1': '3 Fiction Row',
	'Property Postcode': 'AB1 2CD',
	'Property Value or Purchase Price': '£285,000',
	'Product Code': 'RICSL2SURVEY',
	'Send as Lead': 'no',
	'Total Fee Including VAT': '620.00',
	'Integration Reference': 'I-1001',
};
