import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../../shared/operation';
import type { OrderValues } from './fields';

/** Members that were given; undefined when there are none. Empty texts are never sent: SmartMove reads them as null. */
export function withoutUndefined(values: object): IDataObject | undefined {
	const entries = Object.entries(values).filter(([, value]) => value !== undefined);
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/**
 * The `RequestParameters` of an order. The postback's user and password stand in the credential, so that they
 * are the same that the trigger asks for; they go along only where there is a postback (contract §3.2).
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

/** Screening rules as SmartMove wants them: a window of 0 months goes with "off" (contract §9 no. 14). */
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
