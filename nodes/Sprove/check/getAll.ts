import { cutToLimit, returnAllFields, limitOf } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { propertyId } from '../property/fields';
import { everyCheck, simplified, simplify } from './checks';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many checks',
	description: 'Retrieve what the tenants who verified themselves for a property can afford',
	contract: 'listChecks',
	fields: { propertyId, ...returnAllFields, simplify },
	async run({ propertyId: id, simplify: lean, ...limitFields }, context) {
		const checks = cutToLimit(await everyCheck(id, context), limitOf(limitFields), 'checks', context);
		return checks.map((check) => (lean ? simplified(check, id) : { ...check }));
	},
});
