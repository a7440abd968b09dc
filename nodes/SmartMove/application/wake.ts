import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { toolsWithoutItem } from '../../shared/tools';
import { sleepingItem, wakeWith } from '../../shared/wait';
import { takeNote } from '../../shared/webhook';
import { smartMove } from '../api';
import type { Placed } from '../order/native';
import { plainText } from '../postback';
import { receive } from '../receive';
import { isFinal } from '../stages';
import { ended, placedOf } from './waited';

/**
 * Hears a postback to an execution that sleeps in “Create and Wait”: a status after which nothing comes wakes it, any
 * other is taken note of. n8n has checked the signature in the address before (n8n 2.41, waiting-webhooks).
 */
export async function wake(n8n: IWebhookFunctions): Promise<IWebhookResponseData> {
	const received = await receive(n8n);
	if ('turnedAway' in received) return received.turnedAway;
	const { applicationId, reportStatus } = received.event;
	const order = placedOf(sleepingItem(n8n) as unknown as Placed);
	const isOurs = applicationId === undefined || Number(applicationId) === Number(order.applicationId);
	const status = plainText(reportStatus).trim();
	if (!isOurs || !isFinal(status)) return takeNote();
	return wakeWith(n8n, { ...(await ended(order, status, await toolsWithoutItem(n8n, smartMove))) });
}
