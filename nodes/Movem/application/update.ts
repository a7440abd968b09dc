import { collection } from '../../shared/fields';
import { defineOperation, path } from '../../shared/operation';
import { isApplication } from '../api';
import { applicationId, newProperty, newTenantName, simplify } from './fields';
import { readApplication } from './read';
import { output } from './simplified';

export const update = defineOperation({
	name: 'Update',
	action: 'Update application',
	description: 'Change the tenant name or the property; for another email, delete it and create another',
	contract: 'updateApplication',
	changes: 'updated',
	fields: {
		applicationId,
		updateFields: collection({
			displayName: 'Update Fields',
			atLeastOne: true,
			fields: { name: newTenantName, property: newProperty },
		}),
		simplify,
	},
	async run({ applicationId: id, updateFields, simplify: lean }, context) {
		const { body } = await context.send({
			method: 'PUT',
			path: path`/application/${id}`,
			body: { ...updateFields },
			allowText: true,
		});
		// Movem's two documents differ on whether an update returns the application (contract §8 no. 6).
		const updated = isApplication(body) && 'status' in body ? body : await readApplication(id, context);
		return output(updated, lean);
	},
});
