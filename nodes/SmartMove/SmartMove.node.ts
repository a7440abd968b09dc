import {
	NodeConnectionTypes,
	VersionedNodeType,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { execute, nodeProperties, subtitleOf } from '../shared/execution';
import { rawBodyParameter, noRegistration } from '../shared/triggers';
import { smartMove } from './api';
import { resume } from './application/resume';
import { resources } from './resources';
import { searchApplications } from './methods/listSearch';

const panel = (firstResource: 'applicant' | 'application') => [
	...nodeProperties(smartMove, resources, firstResource),
	rawBodyParameter,
];

/** The node that a new workflow gets. */
class SmartMoveV2 implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'RentPrep SmartMove',
		name: 'smartMove',
		icon: { light: 'file:smartMove.svg', dark: 'file:smartMove.dark.svg' },
		group: ['transform'],
		version: 2,
		subtitle: subtitleOf(resources),
		description:
			'Tenant screening (US): order background and credit checks, and get the links to their reports',
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
		properties: panel('application'),
	};

	methods = { listSearch: { searchApplications } };

	webhookMethods = { default: noRegistration };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await resume(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, smartMove, resources);
	}
}

/** In version 1 a node without a resource is about applicants. */
class SmartMoveV1 extends SmartMoveV2 {
	override description: INodeTypeDescription = {
		...new SmartMoveV2().description,
		version: 1,
		properties: panel('applicant'),
	};
}

/** RentPrep SmartMove: US tenant screening. */
export class SmartMove extends VersionedNodeType {
	constructor() {
		super({ 1: new SmartMoveV1(), 2: new SmartMoveV2() }, new SmartMoveV2().description);
	}
}
