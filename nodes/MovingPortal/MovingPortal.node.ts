import {
	NodeConnectionTypes,
	VersionedNodeType,
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
import { resourcesOfVersion1 } from './version1';

/** The node that a new workflow gets. */
class MovingPortalV2 implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'The Moving Portal',
		name: 'movingPortal',
		icon: { light: 'file:movingPortal.svg', dark: 'file:movingPortal.dark.svg' },
		group: ['transform'],
		version: 2,
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

/** Version 1 asks for price and tier beside each other, and so for age and year of building. */
class MovingPortalV1 extends MovingPortalV2 {
	override description: INodeTypeDescription = {
		...new MovingPortalV2().description,
		version: 1,
		properties: nodeProperties(movingPortal, resourcesOfVersion1, 'referral'),
	};

	override async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, movingPortal, resourcesOfVersion1);
	}
}

/** The Moving Portal: UK surveys and valuations. */
export class MovingPortal extends VersionedNodeType {
	constructor() {
		super({ 1: new MovingPortalV1(), 2: new MovingPortalV2() }, new MovingPortalV2().description);
	}
}
