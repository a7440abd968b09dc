import type { IDataObject } from 'n8n-workflow';

import { json } from '../../shared/fields';
import { defineOperation, path } from '../../shared/operation';
import { carryOut } from '../answers';
import { EXAMPLE as referral } from '../referral/example';
import { inDevelopment, tmpReference } from './fields';

/** As much of the documented sample as could be had, with made-up values. */
const EXAMPLE = {
	propertyTypeCode: 'FLAT',
	propertyAgeCode: referral.propertyAgeCode,
	yearBuilt: referral.yearBuilt,
	propertyAddress: referral.propertyAddress,
};

export const updateProperty = defineOperation({
	name: 'Update Property',
	action: 'Update property of quote',
	description: 'Change the property of a quote',
	contract: 'updateQuoteProperty',
	changes: 'updated',
	fields: {
		inDevelopment,
		tmpReference,
		// JSON, because the documented sample is cut off in the middle (contract §8 no. 38).
		property: json({
			displayName: 'Property (JSON)',
			description: 'Sent as it is. The Moving Portal’s documents show what else it may have.',
			default: JSON.stringify(EXAMPLE, null, 2),
		}),
	},
	async run({ tmpReference: reference, property }, context) {
		const answer = await carryOut(
			{ method: 'PATCH', path: path`/quote/${reference}/property`, body: property as IDataObject },
			context,
		);
		return { ...answer, success: true, tmpReference: reference };
	},
});
