import { collection } from '../../shared/fields';
import { defineOperation, path } from '../../shared/operation';
import { getProperty } from '../api';
import { changeable, propertyId, simplify } from './fields';
import { output } from './simplified';

export const update = defineOperation({
	name: 'Update',
	action: 'Update property',
	description: 'Change what tenants see of a property, or its rent and deposit',
	contract: 'updateProperty',
	changes: 'properties updated',
	fields: {
		propertyId,
		updateFields: collection({ displayName: 'Update Fields', atLeastOne: true, fields: changeable }),
		simplify,
	},
	async run({ propertyId: id, updateFields, simplify: lean }, tools) {
		// It answers "No content", so what has become of it is read afterwards (contract §8 no. 6).
		await tools.send({
			method: 'PUT',
			path: path`/properties/${id}`,
			body: { property: updateFields },
			textIsFine: true,
		});
		return output(await getProperty(tools, id), lean);
	},
});
