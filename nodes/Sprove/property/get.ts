import { defineOperation } from '../../shared/operation';
import { getProperty } from '../api';
import { propertyId, simplify } from './fields';
import { output } from './simplified';

export const get = defineOperation({
	name: 'Get',
	action: 'Get property',
	description: 'Retrieve one property with its address and its link for tenants',
	contract: 'getProperty',
	fields: { propertyId, simplify },
	async run({ propertyId: id, simplify: lean }, context) {
		return output(await getProperty(context, id), lean);
	},
});
