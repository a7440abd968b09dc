import { defineOperation, path } from '../../shared/operation';
import { deletableApplicationId } from './fields';

export const remove = defineOperation({
	name: 'Delete',
	action: 'Delete application',
	description: 'Revoke an application that the tenant has not started, and get its credit back',
	contract: 'deleteApplication',
	changes: 'deleted',
	fields: { applicationId: deletableApplicationId },
	async run({ applicationId: id }, { send }) {
		// Any success counts: what Movem answers is not documented (contract §8 no. 6).
		await send({ method: 'DELETE', path: path`/application/${id}`, allowText: true });
		return { id, deleted: true };
	},
});
