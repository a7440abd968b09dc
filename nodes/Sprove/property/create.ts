import type { IDataObject } from 'n8n-workflow';

import { createUnlessExists, ifItAlreadyExists } from '../../shared/execution';
import { collection } from '../../shared/fields';
import { defineOperation, type OperationContext } from '../../shared/operation';
import { everyProperty, getProperty, oneProperty, type ListedProperty, type Property } from '../api';
import { checkDecimals } from '../money';
import { deposit, required, simplify } from './fields';
import { output } from './simplified';

/** Whether sprove's text, which may be missing, is the one that was entered. */
const sameText = (theirs: unknown, ours: string) =>
	typeof theirs === 'string' && theirs.trim().toLowerCase() === ours.trim().toLowerCase();

/** Properties of this name in the account. The list has no addresses, so each has to be looked at. */
async function namesakes(name: string, again: boolean, context: OperationContext): Promise<ListedProperty[]> {
	const list = async () => await everyProperty(context, { limit: Infinity });
	const all = again ? await list() : await context.memoize('properties', list);
	return all.filter((property) => sameText(property.name, name));
}

export const create = defineOperation({
	name: 'Create',
	action: 'Create property',
	description: 'Register a property, so that tenants can verify that they can afford it',
	contract: 'createProperty',
	changes: 'properties created or found',
	fields: {
		...required,
		ifExists: ifItAlreadyExists(
			'same name and address',
			'Looked up in sprove before the first create of a run. Two executions at the same time can still both find none.',
		),
		simplify,
		additionalFields: collection({ displayName: 'Additional Fields', fields: deposit }),
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
		const made = await context.memoize('properties made', async () => [] as Property[]);
		const isSame = (property: Property) =>
			sameText(property.name, name) && sameText(property.address, address);
		return await createUnlessExists(context, {
			ifExists,
			identity: `${name} | ${address}`.toLowerCase(),
			async find(again) {
				const known = made.find(isSame);
				if (known) return output(known, lean);
				for (const { id } of await namesakes(name, again, context)) {
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
				made.push(property);
				return output(property, lean);
			},
			exists: ({ id }) => `sprove already has ${name} at ${address}: ${String(id)}`,
		});
	},
});
