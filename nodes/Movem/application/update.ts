import type { IDataObject } from 'n8n-workflow';

import { collection } from '../../shared/fields';
import { defineOperation, path, type OperationContext } from '../../shared/operation';
import { isApplication, type Application } from '../api';
import { applicationId, newProperty, newTenantName, simplify } from './fields';
import { readApplication } from './read';
import { output } from './simplified';

/** Changes an application. @returns it as it is then */
export async function updateApplication(
	id: string,
	changes: IDataObject,
	context: Pick<OperationContext, 'send' | 'apiError' | 'unexpectedResponse'>,
): Promise<Application> {
	const request = { method: 'PUT', path: path`/application/${id}`, body: changes, allowText: true } as const;
	const { body } = await context.send(request);
	// Movem's two documents differ on whether an update returns the application (contract §8 no. 6).
	return isApplication(body) && 'status' in body ? body : await readApplication(id, context);
}

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
		return output(await updateApplication(id, { ...updateFields }, context), lean);
	},
});
