import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { toNodeProperties } from '../shared/fields';
import { triggerSubtitleOf } from '../shared/execution';
import { poll } from '../shared/triggers';
import { mymove } from './api';
import { feedOptions, fields } from './trigger/panel';
import { feedSource } from './trigger/poll';

/** MYMOVE: starts a workflow for every new lead. */
export class MymoveTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MYMOVE Trigger',
		name: 'mymoveTrigger',
		icon: { light: 'file:mymove.svg', dark: 'file:mymove.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitleOf(toNodeProperties(fields)),
		description: 'Mover leads (US): starts when somebody who is moving house becomes a lead',
		defaults: { name: 'MYMOVE Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'mymoveApi', required: true }],
		properties: toNodeProperties(fields),
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, mymove, fields, (values, context) =>
			feedSource(feedOptions(values, context), context),
		);
	}
}
