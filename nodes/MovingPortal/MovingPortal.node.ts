import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { execute, nodeProperties, subtitleOf } from '../shared/execution';
import { movingPortal } from './api';
import { searchDataSets } from './methods/listSearch';
import { getPropertyAges, getPropertyTypes } from './methods/loadOptions';
import { getReferralColumns } from './methods/resourceMapping';
import { resources } from './resources';

/** The Moving Portal: UK surveys and valuations. */
export class MovingPortal implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'The Moving Portal',
		name: 'movingPortal',
		icon: { light: 'file:movingPortal.svg', dark: 'file:movingPortal.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Survey referrals (UK): refer customers for surveys and valuations',
		defaults: { name: 'The Moving Portal' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'movingPortalApi', required: true }],
		properties: nodeProperties(movingPortal, resources, 'referral'),
	};

	methods = {
		listSearch: { searchDataSets },
		loadOptions: { getPropertyAges, getPropertyTypes },
		resourceMapping: { getReferralColumns },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, movingPortal, resources);
	}
}
