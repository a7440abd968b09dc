import { changedMembers, createOrUpdate } from '../../shared/execution';
import { collection } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { oneProperty, type Property } from '../api';
import { existingProperty, identityOf } from './existing';
import { checkAmounts, depositFields, requiredFields, simplify } from './fields';
import { FIRST, output } from './simplified';
import { updateProperty } from './update';

export const upsert = defineOperation({
	name: 'Create or Update',
	action: 'Create or update property',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	notice:
		'A property is known by its name and address, in any case of letters. Where there is one already, its rent and deposit are changed to those that you enter, and name and address to how you write them.',
	contract: ['listProperties', 'getProperty', 'createProperty', 'updateProperty'],
	changes: 'created',
	fields: {
		...requiredFields,
		simplify,
		additionalFields: collection({ displayName: 'Additional Fields', fields: depositFields }),
	},
	check: checkAmounts,
	async run({ name, address, rent, rentCurrency, additionalFields, simplify: lean }, context) {
		const { deposit, deposit_currency: entered } = additionalFields;
		// A deposit is in the currency of the rent unless it is given one, also where it was in another until now.
		const deposit_currency = entered ?? (deposit === undefined ? undefined : rentCurrency);
		const wanted = { name, address, rent, rent_currency: rentCurrency, deposit, deposit_currency };
		const same = await existingProperty({ name, address }, context);
		const upserted = await createOrUpdate(context, {
			identity: identityOf({ name, address }),
			find: async (refresh) => await same.find(refresh),
			async create() {
				const body = { property: wanted };
				const property = await oneProperty(context, { method: 'POST', path: '/properties', body });
				same.remember(property);
				return property;
			},
			async update(existing) {
				const changes = changedMembers(wanted, existing);
				if (Object.keys(changes).length === 0) return undefined;
				const property = await updateProperty(String(existing.id), changes, context);
				same.remember(property);
				return property;
			},
			first: FIRST,
		});
		return output(upserted as Property, lean);
	},
});
