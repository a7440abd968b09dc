import { collection } from '../../shared/fields';
import { defineOperation, path } from '../../shared/operation';
import { isRecord } from '../../shared/words';
import type { Application } from '../api';
import { applicationId, newProperty, newTenantName, simplify } from './fields';
import { output } from './simplified';

export const update = defineOperation({
	name: 'Update',
	action: 'Update application',
	description: 'Change the tenant name or the property; for another email, delete it and create another',
	contract: 'updateApplication',
	changes: 'applications updated',
	fields: {
		applicationId,
		updateFields: collection({
			displayName: 'Update Fields',
			atLeastOne: true,
			fields: { name: newTenantName, property: newProperty },
		}),
		simplify,
	},
	async run({ applicationId: id, updateFields, simplify: lean }, { send, object }) {
		const application = path`/application/${id}`;
		const { body } = await send({
			method: 'PUT',
			path: application,
			body: { ...updateFields },
			textIsFine: true,
		});
		// What an update answers is a leftover in the one document and the application in the other (contract §8 no. 6).
		const updated =
			isRecord(body) && 'status' in body
				? (body as Application)
				: await object<Application>({ method: 'GET', path: application });
		return output(updated, lean);
	},
});
