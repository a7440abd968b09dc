import { outputFileField } from '../../shared/fields';
import { defineOperation, ItemWithFile } from '../../shared/operation';
import { referenceId } from './fields';
import { referenceFile } from './file';

export const getReport = defineOperation({
	name: 'Get Report',
	action: 'Get report of reference',
	description: 'Download the report as a PDF, once the reference has passed or failed',
	contract: 'getReferenceReport',
	fields: { referenceId, ...outputFileField },
	async run({ referenceId: id, binaryPropertyName }, context) {
		const file = await referenceFile(id, 'report', context, '.pdf');
		return new ItemWithFile({ reference_id: id }, file, binaryPropertyName);
	},
});
