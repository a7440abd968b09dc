import type { IDataObject } from 'n8n-workflow';

import { locator } from '../../shared/fields';
import { isRecord } from '../../shared/guards';
import { defineOperation } from '../../shared/operation';
import { readDataSet } from './read';

export const get = defineOperation({
	name: 'Get',
	action: 'Get data set',
	description: 'Retrieve a set of codes, such as the types of properties',
	contract: 'getDataSet',
	fields: {
		setCode: locator({
			displayName: 'Data Set',
			searchMethod: 'searchDataSets',
			placeholder: 'e.g. DEFAULT-PROPERTYTYPES',
			description: 'Which sets your firm has access to is up to The Moving Portal',
		}),
	},
	async run({ setCode }, context) {
		const { entries = [] } = await readDataSet(setCode, context);
		// Of an entry that is no object only the value is known.
		return entries.map((entry) => (isRecord(entry) ? (entry as IDataObject) : { code: entry as string }));
	},
});
