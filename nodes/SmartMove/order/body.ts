import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../../shared/operation';
import type { OrderValues } from './fields';

/** The members that are not undefined; undefined when there are none. */
export function withoutUndefined(values: object): IDataObject | undefined {
	const entries = Object.entries(values).filter(([, value]) => value !== undefined);
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/**
 * The `RequestParameters` of an order (contract §3.2). The postback's user and password come from the credential, where
 * the trigger reads them as well. They are only sent with a Postback URL.
 */
export function requestParameters(order: OrderValues, context: OperationContext): IDataObject | undefined {
	const { postbackUri } = order;
	if (!postbackUri) {
		if (order.referenceId || order.referenceText)
			context.addHint(
				'Order Reference and Order Text only come back in postbacks, and this order has no Postback URL.',
			);
		return withoutUndefined(order);
	}
	const user = context.credentialSetting('postbackUser');
	const password = context.credentialSetting('postbackPassword');
	return withoutUndefined({
		...order,
		...(user && password ? { postback_username: user, postback_password: password } : {}),
	});
}

/** The `Application` of an order. With the bankruptcy rule off, its window has to be 0 months (contract §9 no. 14). */
export function applicationBody(
	applicants: string[] | undefined,
	rules: { LandlordPays?: boolean; declineForOpenBankruptcies?: boolean; openBankruptcyWindow?: number },
): IDataObject | undefined {
	return withoutUndefined({
		Applicants: applicants,
		...rules,
		...(rules.declineForOpenBankruptcies === false && { openBankruptcyWindow: 0 }),
	});
}
