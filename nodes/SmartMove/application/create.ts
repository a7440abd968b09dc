import { collection, group } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { sendUnlessRefused } from '../sendConfirmed';
import { customerReference } from '../fields';
import { application, given, requestParameters } from '../order/body';
import { applicants, knownHome, knownLandlord, orderFields, product, screening } from '../order/fields';

export const create = defineOperation({
	name: 'Create',
	action: 'Create application link',
	description: 'Get a link on which the landlord completes the order, card included',
	contract: 'createApplication',
	changes: 'application links created',
	fields: {
		customerReference,
		additionalFields: collection({
			displayName: 'Additional Fields',
			fields: {
				applicants: applicants(false),
				landlord: group({ displayName: 'Landlord', fields: knownLandlord }),
				...orderFields,
				product,
				property: group({ displayName: 'Property', fields: knownHome }),
				screening: group({ displayName: 'Screening', fields: screening }),
			},
		}),
	},
	async run({ customerReference: referenceId, additionalFields }, context) {
		const {
			applicants: emails,
			landlord,
			property,
			product: Product,
			screening: rules,
			...order
		} = additionalFields;
		const body = given({
			Product,
			Application: application(emails, rules ?? {}),
			Customer: { referenceId },
			Property: given({ ...landlord, ...property }),
			RequestParameters: requestParameters(order, context),
		});
		const request = { ...write('application/create', body), allowText: true };
		const answer = await sendUnlessRefused(request, context);
		// A link is returned as it is; it never is what we would make of the parts (contract §9 no. 22).
		const url = typeof answer.body === 'string' ? answer.body.trim() : '';
		if (!/^https?:/i.test(url)) throw context.unexpectedResponse(request, answer, 'a link');
		return { url, customerReference: referenceId, orderReference: order.referenceId ?? null };
	},
});
