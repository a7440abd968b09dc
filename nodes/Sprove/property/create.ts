import type { IDataObject } from 'n8n-workflow';

import { createUnlessExists, ifItAlreadyExists } from '../../shared/execution';
import { collection } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { oneProperty } from '../api';
import { existingProperty, identityOf } from './existing';
import { checkAmounts, depositFields, requiredFields, simplify } from './fields';
import { FIRST, output } from './simplified';

export const create = defineOperation({
	name: 'Create',
	action: 'Create property',
	description: 'Register a property, so that tenants can verify that they can afford it',
	contract: 'createProperty',
	changes: 'created',
	fields: {
		...requiredFields,
		ifExists: ifItAlreadyExists('same name and address'),
		simplify,
		additionalFields: collection({ displayName: 'Additional Fields', fields: depositFields }),
	},
	check: checkAmounts,
	async run({ name, address, rent, rentCurrency, additionalFields, ifExists, simplify: lean }, context) {
		const body: IDataObject = {
			property: { name, address, rent, rent_currency: rentCurrency, ...additionalFields },
		};
		const same = await existingProperty({ name, address }, context);
		return await createUnlessExists(context, {
			ifExists,
			identity: identityOf({ name, address }),
			async find(refresh) {
				const existing = await same.find(refresh);
				return existing && output(existing, lean);
			},
			async create() {
				const property = await oneProperty(context, { method: 'POST', path: '/properties', body });
				same.remember(property);
				return output(property, lean);
			},
			first: FIRST,
			existsMessage: ({ id }) => `sprove already has ${name} at ${address}: ${String(id)}`,
		});
	},
});
