import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { drawResources } from '../shared/description';
import { execute } from '../shared/execute';
import { smartMove } from './api';
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
		properties: drawResources(resources),
	};

	methods = { listSearch: { searchApplications } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, smartMove, resources);
	}
}
