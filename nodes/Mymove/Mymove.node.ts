import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { execute, nodeProperties, subtitleOf } from '../shared/execution';
import { mymove } from './api';
import { resources } from './resources';

/** MYMOVE: US mover leads. */
export class Mymove implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MYMOVE',
		name: 'mymove',
		icon: { light: 'file:mymove.svg', dark: 'file:mymove.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Mover leads (US): read the leads of people who are moving house',
		defaults: { name: 'MYMOVE' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'mymoveApi', required: true }],
		properties: nodeProperties(mymove, resources),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, mymove, resources);
	}
}
