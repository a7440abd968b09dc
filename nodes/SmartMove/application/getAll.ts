import type { IDataObject } from 'n8n-workflow';

import { returnAllFields, limitOf, simplifyField } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { customerReference } from '../fields';
import { listApplications } from './list';
import { simplifiedListed } from './simplified';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many applications',
	description: 'Retrieve the applications of a customer, newest first',
	contract: 'listApplications',
	fields: {
		customerReference,
		...returnAllFields,
		simplify: simplifyField('The list says too little for a stage: Get adds it'),
	},
	async run({ customerReference: referenceId, simplify: lean, ...limitFields }, context) {
		const applications = await listApplications(context, referenceId, limitOf(limitFields));
		return applications.map((application) =>
			lean ? simplifiedListed(application) : ({ ...application } as IDataObject),
		);
	},
});
