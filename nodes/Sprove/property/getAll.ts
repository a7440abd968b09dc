import { choice, collection, returnAllFields, limitOf } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { everyProperty } from '../api';
import { simplify } from './fields';
import { output } from './simplified';

const ACTIVE = { any: undefined, active: true, inactive: false };

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many properties',
	description: 'Retrieve the properties of your account; each one’s address comes with Get',
	contract: 'listProperties',
	fields: {
		...returnAllFields,
		simplify,
		filters: collection({
			displayName: 'Filters',
			placeholder: 'Add Filter',
			fields: {
				active: choice<keyof typeof ACTIVE>({
					displayName: 'Active',
					default: 'any',
					description:
						'Which properties to return: those for which tenants can verify themselves, or the others',
					options: [
						{ name: 'Active Only', value: 'active' },
						{ name: 'Any', value: 'any' },
						{ name: 'Inactive Only', value: 'inactive' },
					],
				}),
			},
		}),
	},
	async run({ simplify: lean, filters, ...limitFields }, context) {
		const properties = await everyProperty(context, {
			limit: limitOf(limitFields),
			active: ACTIVE[filters.active ?? 'any'],
		});
		return properties.map((property) => output(property, lean));
	},
});
