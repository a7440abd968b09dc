import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { execute, nodeProperties, subtitleOf } from '../shared/execution';
import { movem } from './api';
import { resources } from './resources';
import { searchApplications, searchDeletableApplications, searchReferences } from './methods/listSearch';
import { getTenantColumns } from './methods/resourceMapping';

/** Movem: UK tenant referencing. */
export class Movem implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Movem',
		name: 'movem',
		icon: { light: 'file:movem.svg', dark: 'file:movem.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Tenant referencing (UK): invite tenants and follow their applications',
		defaults: { name: 'Movem' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'movemApi', required: true }],
		properties: nodeProperties(movem, resources),
	};

	methods = {
		listSearch: { searchApplications, searchDeletableApplications, searchReferences },
		resourceMapping: { getTenantColumns },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, movem, resources);
	}
}
