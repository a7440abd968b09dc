import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { setCode: { __rl: true, mode: 'id', value: '={{ $json.set }}' } },
	items: (_, count) => Array.from({ length: count }, (__, n) => ({ set: 'CASEATTRIBUTES', n })),
	bad: { item: { set: 'A/B' }, label: 'Data Set' },
	belongs: (output) => output.code === 'FASTTRACK',
	promises: [],
};
