import { defineOperation, path } from '../../shared/operation';
import { propertyId } from './fields';

export const remove = defineOperation({
	name: 'Delete',
	action: 'Delete property',
	description: 'Remove a property; its checks can still be read by its ID',
	contract: 'deleteProperty',
	changes: 'deleted',
	fields: { propertyId },
	async run({ propertyId: id }, { send }) {
		await send({ method: 'DELETE', path: path`/properties/${id}`, allowText: true });
		return { id, deleted: true };
	},
});
