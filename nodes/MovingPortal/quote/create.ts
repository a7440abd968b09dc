import { defineOperation } from '../../shared/operation';
import { readCreated } from '../answers';
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
	async run(values, context) {
		const request = { method: 'POST', path: '/quote', body: quotePayload(toQuote(values)) } as const;
		const response = await context.send(request);
		const answer = { request, response, name: 'tmpReference', no: 'it did not make the quote' };
		return readCreated(answer, context).body;
	},
});
