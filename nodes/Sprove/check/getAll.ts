import { cutToLimit, manyFields, wantedCount } from '../../shared/many';
import { defineOperation } from '../../shared/operation';
import { propertyId } from '../property/fields';
import { everyCheck, simplified, simplify } from './checks';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many checks',
	description: 'Retrieve what the tenants who verified themselves for a property can afford',
	contract: 'listChecks',
	fields: { propertyId, ...manyFields, simplify },
	async run({ propertyId: id, simplify: lean, ...many }, tools) {
		const checks = cutToLimit(await everyCheck(id, tools), wantedCount(many), 'checks', tools);
		return checks.map((check) => (lean ? simplified(check, id) : { ...check }));
	},
});
