import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { requestOptions: { timeout: '={{ $json.timeout }}' } },
	items: (_, count) => Array.from({ length: count }, (__, n) => ({ timeout: 60, n })),
	bad: { item: { timeout: 'soon' }, label: 'Request Options → Timeout (Seconds)' },
	belongs: (output) => output.credits === 100,
};
