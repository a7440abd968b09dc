import type { IDataObject } from 'n8n-workflow';

import { toNumber } from '../../shared/execution';
import { defineOperation } from '../../shared/operation';

export const get = defineOperation({
	name: 'Get',
	action: 'Get credit balance',
	description: 'Retrieve how many credits the account has left',
	contract: 'getCredits',
	fields: {},
	async run(_, { object, unexpectedResponse }) {
		const request = { method: 'GET', path: '/credits' } as const;
		const balance = await object<IDataObject>(request);
		// Documented as a number (contract §3, operation 6). A number as text is accepted.
		const credits = toNumber(balance.credits);
		if (credits === undefined)
			throw unexpectedResponse(request, { status: 200, body: balance }, 'a number of credits');
		return { ...balance, credits };
	},
});
