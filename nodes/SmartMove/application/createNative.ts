import { collection, flag, group, notice, shownFor } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { customerReference } from '../fields';
import { application, given, requestParameters } from '../order/body';
import {
	ONLY_PRODUCT,
	applicants,
	card,
	neededHome,
	neededLandlord,
	orderFields,
	product,
	screening,
} from '../order/fields';
import { readApplicationId } from './applicationId';

export const createNative = defineOperation({
	name: 'Create Natively',
	action: 'Order screening natively',
	description: 'Place the order at once; SmartMove then writes to the landlord and to every applicant',
	contract: 'createApplicationNative',
	changes: 'screenings ordered',
	fields: {
		hosted: notice(
			'Card data in a workflow has to be guarded like the card itself. Where the landlord pays, “Create” is safer: the landlord enters the card on SmartMove’s own page.',
		),
		customerReference,
		applicants: applicants(true),
		landlord: group({ displayName: 'Landlord', fields: neededLandlord, required: true }),
		property: group({ displayName: 'Property', fields: neededHome, required: true }),
		...screening,
		card: shownFor(
			{ LandlordPays: [true] },
			group({ displayName: 'Credit Card', fields: card, required: true }),
		),
		agreement: flag({
			displayName: 'FCRA Agreement Accepted',
			description:
				'Whether the landlord has accepted the agreement under the Fair Credit Reporting Act. Without it nothing can be ordered.',
		}),
		additionalFields: collection({ displayName: 'Additional Fields', fields: { ...orderFields, product } }),
	},
	check({ agreement }, panel) {
		if (!agreement)
			panel
				.inside('FCRA Agreement Accepted')
				.broken('must be turned on: the landlord has to accept it before anything is ordered');
	},
	async run(
		{
			customerReference: referenceId,
			applicants: emails,
			landlord,
			property,
			card: CreditCard,
			additionalFields,
			agreement,
			LandlordPays,
			declineForOpenBankruptcies,
			openBankruptcyWindow,
		},
		tools,
	) {
		const { product: Product = ONLY_PRODUCT, ...order } = additionalFields;
		const body = given({
			Product,
			Application: application(emails, { LandlordPays, declineForOpenBankruptcies, openBankruptcyWindow }),
			Customer: { referenceId },
			Property: { ...given({ ...landlord, ...property }), IsFcraAgreementAccepted: agreement },
			CreditCard,
			RequestParameters: requestParameters(order, tools),
		});
		const request = { ...write('application/create/embedded', body), textIsFine: true };
		const answer = await tools.send(request);
		const applicationId = readApplicationId(answer.body);
		if (applicationId === undefined) throw tools.unexpected(request, answer, 'an application ID');
		return { applicationId, customerReference: referenceId, orderReference: order.referenceId ?? null };
	},
});
