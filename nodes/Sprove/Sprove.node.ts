import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { execute, nodeProperties, subtitleOf } from '../shared/execution';
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
		subtitle: subtitleOf(resources),
		description:
			'Affordability checks (Norway): register properties and read whether their tenants can pay the rent',
		defaults: { name: 'sprove' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'sproveApi', required: true }],
		properties: nodeProperties(sprove, resources),
	};

	methods = { listSearch: { searchProperties } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, sprove, resources);
	}
}
