import type { IDataObject } from 'n8n-workflow';

import { createUnlessExists, ifItAlreadyExists } from '../../shared/execution';
import { collection } from '../../shared/fields';
import { defineOperation, type OperationContext } from '../../shared/operation';
import { everyProperty, getProperty, oneProperty, type ListedProperty, type Property } from '../api';
import { checkDecimals } from '../money';
import { depositFields, requiredFields, simplify } from './fields';
import { FIRST, output } from './simplified';

/** Whether sprove's text, which may be missing, equals the entered one, apart from case and blanks. */
const isSameText = (actual: unknown, entered: string) =>
	typeof actual === 'string' && actual.trim().toLowerCase() === entered.trim().toLowerCase();

/** Properties with this name. The list has no addresses, so the caller has to read each of them. */
async function propertiesNamed(
	name: string,
	refresh: boolean,
	context: OperationContext,
): Promise<ListedProperty[]> {
	const list = async () => await everyProperty(context, { limit: Infinity });
	const all = refresh ? await list() : await context.memoize('properties', list);
	return all.filter((property) => isSameText(property.name, name));
}

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
	check({ rent, rentCurrency, additionalFields = {} }, panel) {
		const { deposit: amount, deposit_currency: currency = rentCurrency } = additionalFields;
		checkDecimals(rent, rentCurrency, panel.inside('Monthly Rent'));
		checkDecimals(amount, currency, panel.inside('Additional Fields').inside('Deposit'));
	},
	async run({ name, address, rent, rentCurrency, additionalFields, ifExists, simplify: lean }, context) {
		const body: IDataObject = {
			property: { name, address, rent, rent_currency: rentCurrency, ...additionalFields },
		};
		const created = await context.memoize('properties made', async () => [] as Property[]);
		const isSame = (property: Property) =>
			isSameText(property.name, name) && isSameText(property.address, address);
		return await createUnlessExists(context, {
			ifExists,
			identity: `${name} | ${address}`.toLowerCase(),
			async find(refresh) {
				const existing = created.find(isSame);
				if (existing) return output(existing, lean);
				for (const { id } of await propertiesNamed(name, refresh, context)) {
					const property = await context.memoize(
						`property ${id}`,
						async () => await getProperty(context, id),
					);
					if (isSame(property)) return output(property, lean);
				}
				return undefined;
			},
			async create() {
				const property = await oneProperty(context, { method: 'POST', path: '/properties', body });
				created.push(property);
				return output(property, lean);
			},
			first: FIRST,
			existsMessage: ({ id }) => `sprove already has ${name} at ${address}: ${String(id)}`,
		});
	},
});
