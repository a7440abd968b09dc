import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: {
		name: '={{ $json.name }}',
		address: 'Prøveveien 1, 5013 Bergen',
		rent: '={{ $json.rent }}',
		rentCurrency: 'NOK',
	},
	operationId: 'createProperty',
	items: (_, count) => Array.from({ length: count }, (__, i) => ({ name: `Loft ${i}`, rent: 9000 + i })),
	bad: { item: { name: 'Loft', rent: -1 }, label: 'Monthly Rent' },
	belongs: (output, input) => output.name === input.name && output.rent === input.rent,
	effect: ({ sprove }, { name }) => sprove.properties.filter((one) => one.name === name).length,
	more: [{ rent: 9000.5, additionalFields: { deposit: 18_000.5 } }],
};
