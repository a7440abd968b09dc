import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { timeRange: 'lastHours', hours: '={{ $json.hours }}', limit: 1, simplify: false },
	items: (_, count) => Array.from({ length: count }, (__, i) => ({ hours: i + 1, n: i })),
	bad: { item: { hours: 1.5 }, label: 'Hours' },
	// The oldest lead of the last n hours was created in the n-th hour back from 09:30.
	belongs: (output, input) =>
		String(output.created_at) >
		new Date(Date.UTC(2025, 2, 1, 9, 30) - Number(input.hours) * 3_600_000).toISOString(),
	more: [{ hours: 24, returnAll: true }],
};
