import {
	NodeConnectionTypes,
	type IDataObject,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { asItComes, rawBody, takeNote, turnAway } from '../shared/webhook';
import { enriched } from './enrich';
import { isAuthorized, readPostback } from './postback';
import { drawTrigger, isRepeated, isWanted, readTrigger } from './triggerFields';

/** A postback is a few hundred bytes; one of more than this is none. */
const MOST_BYTES = 256 * 1024;

/** RentPrep SmartMove: starts a workflow when an application or its report changes. */
export class SmartMoveTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'RentPrep SmartMove Trigger',
		name: 'smartMoveTrigger',
		icon: { light: 'file:smartMove.svg', dark: 'file:smartMove.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["triggerOn"].join(", ") }}',
		description: 'Starts the workflow when the screening of a tenant changes',
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
		properties: [...drawTrigger(), asItComes],
	};

	/** SmartMove is told the address with each order; there is nothing to register and nothing to take back. */
	webhookMethods = {
		default: {
			checkExists: async () => true,
			create: async () => true,
			delete: async () => true,
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const credential = await this.getCredentials<IDataObject>('smartMoveApi');
		const { authorization, 'content-type': contentType } = this.getHeaderData() as Record<
			string,
			string | undefined
		>;
		// Who sends it is asked before anything is read.
		if (!isAuthorized(authorization, credential)) {
			return turnAway(
				this,
				401,
				'The user or password of the postback is not the one in the SmartMove credential',
			);
		}
		const body = await rawBody(this, MOST_BYTES);
		if (!body) return turnAway(this, 413, 'This is too long for a postback');
		const event = readPostback(body, contentType ?? '');
		if (!event) return turnAway(this, 400, 'This cannot be read as a postback of SmartMove');

		const settings = readTrigger(this);
		if (!isWanted(event, settings) || isRepeated(this, body, settings)) return takeNote();
		return { workflowData: [[{ json: await enriched(this, event, settings.addition) }]] };
	}
}
