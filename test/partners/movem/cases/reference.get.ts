import type { OperationCase } from '../../../operations/operationCase';
import { finishedReferences } from '../finishedReferences';

export const operationCase: OperationCase = {
	parameters: { referenceId: { __rl: true, mode: 'id', value: '={{ $json.reference_id }}' } },
	items: (control, count) => {
		const references = finishedReferences(control, count, [
			{ outcome: 'PASSED' },
			{ outcome: 'REVIEW_NEEDED', hasStatements: true },
			{ outcome: 'FAILED' },
			{ outcome: 'REVIEW_NEEDED', hasStatements: true },
		]);
		for (const { reference_id: referenceId } of references.filter((_, index) => index % 4 === 3))
			control.movem.decide({ referenceId, status: 'MANUAL_PASSED' });
		return references;
	},
	bad: { item: { reference_id: 'a/b' }, label: 'Reference' },
	belongs: (output, input) => output.id === input.reference_id,
};
