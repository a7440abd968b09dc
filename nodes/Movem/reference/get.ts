import { defineOperation } from '../../shared/operation';
import { referenceId, simplify } from './fields';
import { readReference } from './read';
import { output } from './simplified';

export const get = defineOperation({
	name: 'Get',
	action: 'Get reference',
	description: 'Retrieve the decision on a tenant who has finished, with its summary',
	contract: 'getReference',
	fields: { referenceId, simplify },
	async run({ referenceId: id, simplify: lean }, context) {
		return output(await readReference(id, context), lean);
	},
});
