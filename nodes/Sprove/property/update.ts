import type { IDataObject } from 'n8n-workflow';

import { collection } from '../../shared/fields';
import { defineOperation, path, type OperationContext } from '../../shared/operation';
import { getProperty, type Property } from '../api';
import { checkDecimals } from '../money';
import { updatableFields, propertyId, simplify } from './fields';
import { output } from './simplified';

/** Changes a property. @returns it as it is then */
export async function updateProperty(
	id: string,
	property: IDataObject,
	context: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
): Promise<Property> {
	const body = { property };
	// The response has no content, so the property is read afterwards (contract §8 no. 6).
	await context.send({ method: 'PUT', path: path`/properties/${id}`, body, allowText: true });
	return await getProperty(context, id);
}

export const update = defineOperation({
	name: 'Update',
	action: 'Update property',
	description: 'Change what tenants see of a property, or its rent and deposit',
	contract: 'updateProperty',
	changes: 'updated',
	fields: {
		propertyId,
		updateFields: collection({ displayName: 'Update Fields', atLeastOne: true, fields: updatableFields }),
		simplify,
	},
	check({ updateFields = {} }, panel) {
		const { rent, rent_currency, deposit, deposit_currency } = updateFields;
		const fieldPath = panel.inside('Update Fields');
		checkDecimals(rent, rent_currency, fieldPath.inside('Monthly Rent'));
		checkDecimals(deposit, deposit_currency, fieldPath.inside('Deposit'));
	},
	async run({ propertyId: id, updateFields, simplify: lean }, context) {
		return output(await updateProperty(id, { ...updateFields }, context), lean);
	},
});
