import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { closedChoices, collection, constant, flag, notice, text, toNodeProperties } from '../shared/fields';
import { triggerSubtitleOf } from '../shared/execution';
import { poll } from '../shared/triggers';
import { movingPortal } from './api';
import { KINDS, normalKind } from './trigger/kinds';
import { notificationSource } from './trigger/poll';

const fields = {
	interval: notice(
		'The Moving Portal calls every hour enough for most, and once a day where only the status matters.',
	),
	triggerOn: constant('Trigger On', { name: 'Instruction Notification', value: 'notification' }),
	acknowledge: flag({
		displayName: 'Mark as Processed',
		default: true,
		description:
			'Whether The Moving Portal is told, at the next poll, that a notification has been passed on. Turn it off where another system reads the same ones.',
	}),
	filters: collection({
		displayName: 'Filters',
		placeholder: 'Add Filter',
		fields: {
			listedKinds: closedChoices(
				{
					displayName: 'Kinds',
					options: KINDS,
					description:
						'Others start nothing, but are marked as processed. The names are those of The Moving Portal’s documents; a kind that it calls otherwise has to be entered by its code.',
				},
				normalKind,
			),
			kinds: text({
				displayName: 'Kinds by Code',
				placeholder: 'e.g. CASECOMPLETED, NOTEADDED',
				description:
					'Codes or descriptions of notifications, with commas between them. Others are marked as processed, but start nothing.',
			}),
		},
	}),
};

/** The Moving Portal: starts a workflow for every notification of an instruction. */
export class MovingPortalTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'The Moving Portal Trigger',
		name: 'movingPortalTrigger',
		icon: { light: 'file:movingPortal.svg', dark: 'file:movingPortal.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitleOf(toNodeProperties(fields)),
		description: 'Survey referrals (UK): starts when something happens to an instruction',
		defaults: { name: 'The Moving Portal Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'movingPortalApi', required: true }],
		properties: toNodeProperties(fields),
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, movingPortal, fields, ({ acknowledge, filters }, context) =>
			notificationSource(
				{
					acknowledge,
					kinds: [...(filters.listedKinds ?? []), ...(filters.kinds ?? '').split(',')]
						.map((kind) => kind.trim())
						.filter(Boolean),
				},
				context,
			),
		);
	}
}
