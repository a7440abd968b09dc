import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { drawResources } from '../shared/description';
import { execute } from '../shared/execute';
import { asItComes, nothingToRegister } from '../shared/webhook';
import { smartMove } from './api';
import { wake } from './application/wake';
import { resources } from './resources';
import { searchApplications } from './searchApplications';

/** RentPrep SmartMove: US tenant screening. */
export class SmartMove implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'RentPrep SmartMove',
		name: 'smartMove',
		icon: { light: 'file:smartMove.svg', dark: 'file:smartMove.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Order screenings of tenants and read their reports',
		defaults: { name: 'RentPrep SmartMove' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'smartMoveApi', required: true }],
		waitingNodeTooltip:
			'SmartMove wakes this execution when the report is ready, or when there will be none.',
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: '',
				restartWebhook: true,
			},
		],
		properties: [...drawResources(resources), asItComes],
	};

	methods = { listSearch: { searchApplications } };

	webhookMethods = { default: nothingToRegister };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await wake(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, smartMove, resources);
	}
}
