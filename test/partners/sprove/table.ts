import type { OperationCase } from '../../operations/operationCase';

const byId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
const properties: OperationCase['items'] = ({ sprove }, count) =>
	sprove.addProperties({ count, checks: 1 }).map((id) => ({ id }));

/** Every operation of sprove, for the tests that hold for every operation. */
export const SPROVE_OPERATIONS: Record<string, OperationCase> = {
	'sprove property create': {
		partner: 'sprove',
		parameters: {
			resource: 'property',
			operation: 'create',
			name: '={{ $json.name }}',
			address: 'Prøveveien 1, 5013 Bergen',
			rent: '={{ $json.rent }}',
			rentCurrency: 'NOK',
		},
		operationId: 'createProperty',
		items: (_, count) => Array.from({ length: count }, (__, i) => ({ name: `Loft ${i}`, rent: 9000 + i })),
		bad: { item: { name: 'Loft', rent: -1 }, label: 'Monthly Rent' },
		belongs: (output, input) => output.name === input.name && output.rent === input.rent,
	},
	'sprove property delete': {
		partner: 'sprove',
		parameters: { resource: 'property', operation: 'delete', propertyId: byId },
		operationId: 'deleteProperty',
		items: properties,
		bad: { item: { id: 'a b' }, label: 'Property' },
		belongs: (output, input) => output.id === input.id && output.deleted === true,
		emptyIsFine: true,
	},
	'sprove property get': {
		partner: 'sprove',
		parameters: { resource: 'property', operation: 'get', propertyId: byId },
		operationId: 'getProperty',
		items: properties,
		bad: { item: { id: '..' }, label: 'Property' },
		belongs: (output, input) => output.id === input.id,
	},
	'sprove property getAll': {
		partner: 'sprove',
		parameters: { resource: 'property', operation: 'getAll', limit: '={{ $json.limit }}' },
		operationId: 'listProperties',
		items: ({ sprove }, count) => {
			sprove.addProperties({ count: 1 });
			return Array.from({ length: count }, (_, n) => ({ limit: 1, n }));
		},
		bad: { item: { limit: 'some' }, label: 'Limit' },
		belongs: (output) => output.name === 'Leilighet 1',
	},
	'sprove property update': {
		partner: 'sprove',
		parameters: {
			resource: 'property',
			operation: 'update',
			propertyId: byId,
			updateFields: { name: '={{ "New name of " + $json.id }}' },
		},
		operationId: 'updateProperty',
		items: properties,
		bad: { item: { id: 'a%b' }, label: 'Property' },
		belongs: (output, input) => output.name === `New name of ${String(input.id)}`,
		emptyIsFine: true,
	},
	'sprove check getAll': {
		partner: 'sprove',
		parameters: { resource: 'check', operation: 'getAll', propertyId: byId },
		operationId: 'listChecks',
		items: properties,
		bad: { item: { id: '' }, label: 'Property' },
		belongs: (output, input) => output.property_id === input.id,
	},
};
