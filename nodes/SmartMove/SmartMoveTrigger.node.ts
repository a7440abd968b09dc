import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { startWith, triggerSubtitleOf } from '../shared/execution';
import { rawBodyParameter, noRegistration, acknowledge } from '../shared/triggers';
import { enrich } from './postback/enrich';
import { receive } from './postback/receive';
import { properties, readSettings } from './postback/panel';
import { isRepeated, isWanted } from './postback/filter';

/** What a person looks for first in a postback. */
const FIRST = ['stage', 'reportUrl', 'reportStatus', 'notificationText'];

/** RentPrep SmartMove: starts a workflow when an application or its report changes. */
export class SmartMoveTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'RentPrep SmartMove Trigger',
		name: 'smartMoveTrigger',
		icon: { light: 'file:smartMove.svg', dark: 'file:smartMove.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitleOf(properties()),
		description: 'Tenant screening (US): starts when a screening or its report changes',
		defaults: { name: 'RentPrep SmartMove Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'smartMoveApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'postback',
			},
		],
		properties: [...properties(), rawBodyParameter],
	};

	webhookMethods = { default: noRegistration };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const received = await receive(this);
		if ('rejected' in received) return received.rejected;
		const { body, event } = received;
		const settings = readSettings(this);
		if (!isWanted(event, settings) || isRepeated(this, body, settings)) return acknowledge();
		const json = startWith(FIRST, await enrich(this, event, settings.addition));
		return { workflowData: [[{ json }]] };
	}
}
