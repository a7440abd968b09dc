import { binding, flag, group, notice, shownFor, type FieldPath, type Values } from '../../shared/fields';
import type { OperationContext } from '../../shared/operation';
import { write } from '../api';
import { readApplicationId } from '../application/applicationId';
import { sendUnlessRefused } from '../sendConfirmed';
import { customerReference } from '../fields';
import { applicationBody, withoutUndefined, requestParameters } from './body';
import {
	ONLY_PRODUCT,
	applicants,
	card,
	requiredProperty,
	requiredLandlord,
	screening,
	type OrderValues,
} from './fields';

/** What a native order costs and whom SmartMove writes to (contract §6 no. 3 and 10). */
export const ORDERS_AT_ONCE =
	'Orders at once, for the landlord or the applicants to pay. SmartMove writes to the landlord and to every applicant, in the sandbox too. Leave Retry On Fail in the settings of this node off: it would order again.';

/** The fields of a native order, which nobody completes on SmartMove's own page. */
export const nativeOrder = {
	customerReference,
	applicants: applicants(true),
	landlord: group({ displayName: 'Landlord', fields: requiredLandlord, required: true }),
	property: group({ displayName: 'Property', fields: requiredProperty, required: true }),
	...screening,
	hosted: shownFor(
		{ LandlordPays: [true] },
		notice(
			'Card data in a workflow has to be guarded like the card itself. It is safer to create a link: there the landlord enters the card on SmartMove’s own page.',
		),
	),
	card: shownFor(
		{ LandlordPays: [true] },
		binding(group({ displayName: 'Credit Card', fields: card, required: true })),
	),
	agreement: binding(
		flag({
			displayName: 'FCRA Agreement Accepted',
			description:
				'Whether the landlord has accepted the agreement under the Fair Credit Reporting Act. Without it nothing can be ordered.',
		}),
	),
};

/** Reports that the agreement was not accepted. */
export function checkNative({ agreement }: { agreement?: boolean }, panel: FieldPath): void {
	if (!agreement)
		panel
			.inside('FCRA Agreement Accepted')
			.addIssue('must be turned on: the landlord has to accept it before anything is ordered');
}

/** A placed order, as in the output. */
export interface PlacedOrder {
	/** A text only where a number would lose leading zeros or its last digits. */
	applicationId: number | string;
	customerReference: string;
	orderReference: string | null;
}

/**
 * Places a native order.
 *
 * @param order the values about its postbacks
 * @throws NodeApiError when SmartMove refuses, or the response has no application ID
 */
export async function placeNative(
	values: Values<typeof nativeOrder>,
	{ product: Product = ONLY_PRODUCT, ...order }: OrderValues & { product?: string },
	context: OperationContext,
): Promise<PlacedOrder> {
	const { customerReference: referenceId, landlord, property, agreement } = values;
	const body = withoutUndefined({
		Product,
		Application: applicationBody(values.applicants, {
			LandlordPays: values.LandlordPays,
			declineForOpenBankruptcies: values.declineForOpenBankruptcies,
			openBankruptcyWindow: values.openBankruptcyWindow,
		}),
		Customer: { referenceId },
		Property: { ...withoutUndefined({ ...landlord, ...property }), IsFcraAgreementAccepted: agreement },
		CreditCard: values.card,
		RequestParameters: requestParameters(order, context),
	});
	const request = { ...write('application/create/embedded', body), allowText: true };
	const response = await sendUnlessRefused(request, context);
	const applicationId = readApplicationId(response.body);
	// No application has the number 0.
	if (applicationId === undefined || Number(applicationId) === 0)
		throw context.unexpectedResponse(request, response, 'an application ID');
	return { applicationId, customerReference: referenceId, orderReference: order.referenceId ?? null };
}
