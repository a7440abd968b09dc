import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { propertyId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
	items: ({ sprove }, count) => sprove.addProperties({ count, checks: 1 }).map((id) => ({ id })),
	bad: { item: { id: '..' }, label: 'Property' },
	belongs: (output, input) => output.id === input.id,
};
