import type { IDataObject } from 'n8n-workflow';

import { defineOperation } from '../../shared/operation';
import { quotePayload } from '../referral/payload';
import { quoteFields, toQuote, type QuoteValues } from '../referral/panel';
import { checkProperty, checkSurvey } from '../referral/rules';
import { inDevelopment } from './fields';

export const create = defineOperation({
	name: 'Create',
	action: 'Create quote',
	description: 'Ask for prices before a customer is referred',
	contract: 'createQuote',
	changes: 'created',
	fields: { inDevelopment, ...quoteFields },
	check(values, panel) {
		const quote = toQuote(values as QuoteValues);
		checkSurvey(quote, panel);
		if (!('valueGivenAs' in values)) checkProperty(quote.property, panel);
	},
	run: async (values, { object }) =>
		await object<IDataObject>({ method: 'POST', path: '/quote', body: quotePayload(toQuote(values)) }),
});
