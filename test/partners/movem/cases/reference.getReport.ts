import type { OperationCase } from '../../../operations/operationCase';
import { finishedReferences } from '../finishedReferences';

export const operationCase: OperationCase = {
	parameters: { referenceId: { __rl: true, mode: 'id', value: '={{ $json.reference_id }}' } },
	items: (control, count) =>
		finishedReferences(control, count, [{ outcome: 'PASSED' }, { outcome: 'FAILED' }]),
	bad: { item: { reference_id: 'a b' }, label: 'Reference' },
	belongs: (output, input) =>
		output.reference_id === input.reference_id &&
		output.fileName === `movem-report-${String(input.reference_id)}.pdf`,
};
