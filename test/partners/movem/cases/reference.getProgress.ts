import type { OperationCase } from '../../../operations/operationCase';
import { finishedReferences } from '../finishedReferences';

export const operationCase: OperationCase = {
	parameters: { referenceId: { __rl: true, mode: 'id', value: '={{ $json.reference_id }}' } },
	items: (control, count) => {
		const references = finishedReferences(control, count, [{}, { hasStatements: true }]);
		for (const { reference_id: referenceId } of references)
			control.movem.addNote({ referenceId, note: 'The employer was called' });
		return references;
	},
	bad: { item: { reference_id: '..' }, label: 'Reference' },
	belongs: (output, input) => output.reference_id === input.reference_id && output.step === 'complete',
};
