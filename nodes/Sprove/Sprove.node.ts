import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { nodeProperties, execute } from '../shared/execution';
import { sprove } from './api';
import { resources } from './resources';
import { searchProperties } from './methods/listSearch';

/** sprove: Norwegian affordability checks. */
export class Sprove implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'sprove',
		name: 'sprove',
		icon: { light: 'file:sprove.svg', dark: 'file:sprove.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Register properties and read whether tenants can afford them',
		defaults: { name: 'sprove' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'sproveApi', required: true }],
		properties: nodeProperties(resources),
	};

	methods = { listSearch: { searchProperties } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, sprove, resources);
	}
}
