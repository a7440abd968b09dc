import { defineOperation } from '../../shared/operation';
import { applicationId, simplify } from './fields';
import { readApplication } from './read';
import { output } from './simplified';

export const get = defineOperation({
	name: 'Get',
	action: 'Get application',
	description: 'Retrieve one application with its status and link',
	contract: 'getApplication',
	fields: { applicationId, simplify },
	async run({ applicationId: id, simplify: lean }, context) {
		return output(await readApplication(id, context), lean);
	},
});
