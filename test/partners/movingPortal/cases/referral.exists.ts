import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { reference: '={{ $json.reference }}' },
	items: (_, count) => Array.from({ length: count }, (__, i) => ({ reference: `I-${i}` })),
	bad: { item: { reference: '1234567890123456789012345678901' }, label: 'Reference' },
	belongs: (output, input) => output.reference === input.reference && output.exists === false,
	emptyIsFine: true,
	wordless: true,
};
