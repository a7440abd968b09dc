import { collection, group } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { sendUnlessRefused } from '../sendConfirmed';
import { customerReference } from '../fields';
import { applicationBody, withoutUndefined, requestParameters } from '../order/body';
import {
	applicants,
	optionalProperty,
	optionalLandlord,
	orderFields,
	product,
	screening,
} from '../order/fields';

export const create = defineOperation({
	name: 'Get Order Link',
	action: 'Get order link',
	description: 'Get a link on which the landlord completes the order, card included',
	notice:
		'Orders nothing yet: the landlord completes the order on the link in the output, and it is paid for there. Then SmartMove writes to the landlord and to every applicant, in the sandbox too.',
	contract: 'createApplication',
	changes: 'created',
	checkOnly: { shown: ({ customerReference: reference }) => ({ customerReference: reference }) },
	fields: {
		customerReference,
		additionalFields: collection({
			displayName: 'Additional Fields',
			fields: {
				applicants: applicants(false),
				landlord: group({ displayName: 'Landlord', fields: optionalLandlord }),
				...orderFields,
				product,
				property: group({ displayName: 'Property', fields: optionalProperty }),
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
		const body = withoutUndefined({
			Product,
			Application: applicationBody(emails, rules ?? {}),
			Customer: { referenceId },
			Property: withoutUndefined({ ...landlord, ...property }),
			RequestParameters: requestParameters(order, context),
		});
		const request = { ...write('application/create', body), allowText: true };
		const response = await sendUnlessRefused(request, context);
		// The link is returned as it came, and never built here from its parts (contract §9 no. 22).
		const url = typeof response.body === 'string' ? response.body.trim() : '';
		if (!/^https?:/i.test(url)) throw context.unexpectedResponse(request, response, 'a link');
		return { url, customerReference: referenceId, orderReference: order.referenceId ?? null };
	},
});
