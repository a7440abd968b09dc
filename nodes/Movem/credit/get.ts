import type { IDataObject } from 'n8n-workflow';

import { defineOperation } from '../../shared/operation';

export const get = defineOperation({
	name: 'Get',
	action: 'Get credit balance',
	description: 'Retrieve how many credits the account has left',
	contract: 'getCredits',
	fields: {},
	async run(_, { object }) {
		return await object<IDataObject>({ method: 'GET', path: '/credits' });
	},
});
