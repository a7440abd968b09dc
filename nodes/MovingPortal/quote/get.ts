import type { IDataObject } from 'n8n-workflow';

import { defineOperation, path } from '../../shared/operation';
import { inDevelopment, tmpReference } from './fields';

export const get = defineOperation({
	name: 'Get',
	action: 'Get quote',
	description: 'Retrieve a quote with its results',
	contract: 'getQuote',
	fields: { inDevelopment, tmpReference },
	run: async ({ tmpReference: reference }, { object }) =>
		await object<IDataObject>({ method: 'GET', path: path`/quote/${reference}` }),
});
