import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { createContextWithoutItem } from '../../shared/execution';
import { smartMove } from '../api';
import { readApplication } from '../application/read';
import { simplified } from '../application/simplified';
import { toText } from './parse';
import { reportUrl } from '../report/getUrl';
import { isReady } from '../stages';
import { messageOf } from '../../shared/guards';

/** The values of "Add to Output". */
export type Addition = 'nothing' | 'application' | 'reportUrl';

/**
 * Adds to an event what postbacks do not contain (contract §9 no. 4). Never throws: if it cannot be read, the event goes
 * on with the reason in `additionFailed`.
 */
export async function enrich(
	n8n: IWebhookFunctions,
	event: IDataObject,
	addition: Addition,
): Promise<IDataObject> {
	const key = {
		applicationId: toText(event.applicationId),
		customerReference: toText(event.customerReferenceId),
	};
	if (addition === 'nothing' || (addition === 'reportUrl' && !isReady(event.reportStatus))) return event;
	try {
		const context = await createContextWithoutItem(n8n, smartMove);
		if (!/^\d+$/.test(key.applicationId) || key.customerReference === '') {
			throw context.operationError(
				'The postback does not say which application it is about',
				'There was nothing to ask SmartMove for.',
			);
		}
		if (addition === 'reportUrl') return { ...event, reportUrl: await reportUrl(key, context) };
		return { ...event, application: simplified(await readApplication(key, context)) };
	} catch (failure) {
		return { ...event, additionFailed: messageOf(failure) };
	}
}
