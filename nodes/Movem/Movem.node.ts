import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { nodeProperties, execute } from '../shared/execution';
import { movem } from './api';
import { resources } from './resources';
import { searchApplications, searchReferences } from './methods/listSearch';

/** Movem: UK tenant referencing. */
export class Movem implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Movem',
		name: 'movem',
		icon: { light: 'file:movem.svg', dark: 'file:movem.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Invite tenants to be referenced and follow their applications',
		defaults: { name: 'Movem' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'movemApi', required: true }],
		properties: nodeProperties(resources),
	};

	methods = { listSearch: { searchApplications, searchReferences } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, movem, resources);
	}
}
