import { outputFileField } from '../../shared/fields';
import { defineOperation, ItemWithFile } from '../../shared/operation';
import { referenceId } from './fields';
import { referenceFile } from './file';

export const getStatements = defineOperation({
	name: 'Get Statements',
	action: 'Get statements of reference',
	description: 'Download the bank statements or payslips that a tenant has uploaded for a review by hand',
	contract: 'getReferenceStatements',
	fields: { referenceId, ...outputFileField },
	async run({ referenceId: id, binaryPropertyName }, context) {
		const file = await referenceFile(id, 'statements', context);
		return new ItemWithFile({ reference_id: id }, file, binaryPropertyName);
	},
});
