import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { closedChoices, notice, toNodeProperties } from '../shared/fields';
import { triggerSubtitleOf } from '../shared/execution';
import { poll } from '../shared/triggers';
import { movem } from './api';
import { simplify } from './application/fields';
import { normalStatus } from './application/statuses';
import { options } from './reference/included';
import { REFERENCE, accountSource } from './trigger/poll';
import { withReferences } from './trigger/references';

const fields = {
	interval: notice(
		'Every 15 minutes is often enough: each poll reads all applications of the account, and Movem limits how many requests it takes.',
	),
	triggerOn: closedChoices(
		{
			displayName: 'Trigger On',
			description: 'With none chosen, it starts on each of them',
			default: ['COMPLETED', 'IN_PROGRESS', REFERENCE],
			options: [
				{ name: 'Application Archived', value: 'ARCHIVED' },
				{ name: 'Application Completed', value: 'COMPLETED', description: 'The tenant has finished' },
				{ name: 'Application Created', value: 'REQUESTED' },
				{ name: 'Application Expired', value: 'EXPIRED' },
				{
					name: 'Application in Progress',
					value: 'IN_PROGRESS',
					description: 'The tenant has opened the link',
				},
				{ name: 'Application on Hold', value: 'HOLD', description: 'Usually because no credits are left' },
				{ name: 'Application Revoked', value: 'REVOKED', description: 'The application was deleted' },
				{ name: 'Reference ID Assigned', value: REFERENCE },
			],
		},
		normalStatus,
	),
	simplify,
	options,
};

/** Movem: starts a workflow when an application changes. */
export class MovemTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Movem Trigger',
		name: 'movemTrigger',
		icon: { light: 'file:movem.svg', dark: 'file:movem.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitleOf(toNodeProperties(fields)),
		description: 'Tenant referencing (UK): starts when the application of a tenant changes',
		defaults: { name: 'Movem Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'movemApi', required: true }],
		properties: toNodeProperties(fields),
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, movem, fields, ({ triggerOn, simplify: lean, options: chosen }, context) => {
			const source = accountSource(triggerOn.map(normalStatus), lean, context);
			return chosen.includeReference ? withReferences(source, lean, context) : source;
		});
	}
}
