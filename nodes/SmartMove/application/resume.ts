import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import {
	isAuthorizedToResume,
	sleepingItem,
	resumeWith,
	createContextWithoutItem,
} from '../../shared/execution';
import { messageOf } from '../../shared/guards';
import { acknowledge, rejectCall } from '../../shared/triggers';
import { smartMove } from '../api';
import type { PlacedOrder } from '../order/native';
import { toText } from '../postback/parse';
import { receive } from '../postback/receive';
import { isFinal } from '../stages';
import { isSameApplication, readApplicationId } from './applicationId';
import { finishedResult, orderOf } from './waitResult';

/**
 * Handles a postback to an execution that sleeps in “Order Now and Wait for Report”. A final status resumes it; any
 * other is accepted and ignored. The call has to have the secret of the resume URL, whatever n8n has checked before.
 *
 * Does not throw where the credential cannot be read or used, because n8n then wakes the execution with an empty item
 * (n8n 2.41, webhook-helpers, executeWebhook).
 */
export async function resume(n8n: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (!isAuthorizedToResume(n8n))
		return rejectCall(n8n, 401, 'This is not the address that was given to SmartMove');
	const received = await receive(n8n).catch((failure: unknown) => {
		n8n.logger.warn(`${n8n.getNode().name}: a postback was refused. ${messageOf(failure)}`);
	});
	if (!received) return rejectCall(n8n, 503, 'The SmartMove credential of this execution cannot be read');
	if ('rejected' in received) return received.rejected;
	const { applicationId, reportStatus } = received.event;
	const order = orderOf(sleepingItem(n8n) as unknown as PlacedOrder);
	// The address is that of this order alone. What is no ID names no other order, nor does SmartMove's own 000000.
	const named = readApplicationId(applicationId) ?? 0;
	const isOurs = Number(named) === 0 || isSameApplication(named, order.applicationId);
	const status = toText(reportStatus).trim();
	if (!isOurs || !isFinal(status)) return acknowledge();
	return resumeWith(n8n, {
		...(await finishedResult(order, status, async () => await createContextWithoutItem(n8n, smartMove))),
	});
}
