import type { IDataObject } from 'n8n-workflow';

import { numberIn } from '../../shared/judge';
import { defineOperation } from '../../shared/operation';

export const get = defineOperation({
	name: 'Get',
	action: 'Get credit balance',
	description: 'Retrieve how many credits the account has left',
	contract: 'getCredits',
	fields: {},
	async run(_, { object, unexpected }) {
		const request = { method: 'GET', path: '/credits' } as const;
		const balance = await object<IDataObject>(request);
		// Documented as a number (contract §3, operation 6); a text that says one is as good.
		const credits = numberIn(balance.credits);
		if (credits === undefined)
			throw unexpected(request, { status: 200, body: balance }, 'a number of credits');
		return { ...balance, credits };
	},
});
