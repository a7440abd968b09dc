import { outputFileField, text } from '../../shared/fields';
import { defineOperation, ItemWithFile, path } from '../../shared/operation';
import { NOT_ONLY_DOTS, tmpReference } from '../fields';

export const downloadFile = defineOperation({
	name: 'Download File',
	action: 'Download file of instruction',
	description: 'Retrieve a file of an instruction, such as its report',
	contract: 'getInstructionFile',
	fields: {
		tmpReference,
		fileName: text({
			displayName: 'File Name',
			required: true,
			rule: NOT_ONLY_DOTS,
			placeholder: 'e.g. Report.pdf',
			description: 'As it stands in the instruction, which Instruction: Get returns',
		}),
		...outputFileField,
	},
	async run({ tmpReference: reference, fileName, binaryPropertyName }, { file, operationError }) {
		const received = await file({ method: 'GET', path: path`/instruction/${reference}/file/${fileName}` });
		if (!received) {
			throw operationError(
				`Instruction ${reference} has no file “${fileName}”`,
				'Take the name from the instruction, as Instruction: Get returns it.',
			);
		}
		return new ItemWithFile({ tmpReference: reference }, { ...received, fileName }, binaryPropertyName);
	},
});
