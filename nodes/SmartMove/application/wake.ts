import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { mayWake, sleepingItem, wakeWith } from '../../shared/asleep';
import { toolsWithoutItem } from '../../shared/tools';
import { takeNote, turnAway } from '../../shared/webhook';
import { smartMove } from '../api';
import type { Placed } from '../order/native';
import { plainText } from '../postback';
import { receive } from '../receive';
import { isFinal } from '../stages';
import { isSameApplication } from './applicationId';
import { ended, placedOf } from './waited';

/**
 * Hears a postback to an execution that sleeps in “Create and Wait”: a status after which nothing comes wakes it, any
 * other is taken note of. Who calls has to bring back the secret in the address, whatever n8n has checked before.
 */
export async function wake(n8n: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (!mayWake(n8n)) return turnAway(n8n, 401, 'This is not the address that was given to SmartMove');
	const received = await receive(n8n);
	if ('turnedAway' in received) return received.turnedAway;
	const { applicationId, reportStatus } = received.event;
	const order = placedOf(sleepingItem(n8n) as unknown as Placed);
	const isOurs =
		applicationId === undefined || isSameApplication(plainText(applicationId), order.applicationId);
	const status = plainText(reportStatus).trim();
	if (!isOurs || !isFinal(status)) return takeNote();
	return wakeWith(n8n, { ...(await ended(order, status, await toolsWithoutItem(n8n, smartMove))) });
}
