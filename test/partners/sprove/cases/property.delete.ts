import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { propertyId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
	items: ({ sprove }, count) => sprove.addProperties({ count, checks: 1 }).map((id) => ({ id })),
	bad: { item: { id: 'a b' }, label: 'Property' },
	belongs: (output, input) => output.id === input.id && output.deleted === true,
	effect: ({ sprove }, { id }) => sprove.properties.filter((one) => one.id === id && one.deleted).length,
	emptyIsFine: true,
};
