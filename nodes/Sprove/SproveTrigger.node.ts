import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import {
	choice,
	closedChoices,
	ids,
	loadedChoices,
	notice,
	shownFor,
	toNodeProperties,
} from '../shared/fields';
import { triggerSubtitleOf } from '../shared/execution';
import { poll } from '../shared/triggers';
import { sprove } from './api';
import { simplify } from './check/checks';
import { getProperties } from './methods/loadOptions';
import { checksSource } from './trigger/poll';

const fields = {
	interval: notice('Every hour is often enough: each poll asks for every watched property on its own.'),
	triggerOn: closedChoices({
		displayName: 'Trigger On',
		default: ['newCheck', 'changedCheck'],
		description: 'With none chosen, it starts on each of them',
		options: [
			{
				name: 'Changed Check',
				value: 'changedCheck',
				description: 'Something about a check is not what it was, e.g. whether it is approved',
			},
			{ name: 'New Check', value: 'newCheck', description: 'A tenant has been verified' },
		],
	}),
	watch: choice<'active' | 'listed' | 'chosen'>({
		displayName: 'Properties',
		default: 'active',
		description: 'Whose checks to watch',
		options: [
			{ name: 'All Active Properties', value: 'active' },
			{ name: 'Properties by ID', value: 'chosen' },
			{ name: 'Properties From List', value: 'listed' },
		],
	}),
	properties: shownFor(
		{ watch: ['listed'] },
		loadedChoices({
			displayName: 'Property Names or IDs',
			method: 'getProperties',
		}),
	),
	propertyIds: shownFor(
		{ watch: ['chosen'] },
		ids({
			displayName: 'Property IDs',
			required: true,
			placeholder: 'e.g. 0f0f0f0f-0000-4000-8000-000000000001',
			description: 'One or more, with commas between them; their verification links are taken, too',
			url: /\/properties\/([^/?#]+)/,
		}),
	),
	simplify,
};

/** sprove: starts a workflow for new and changed checks. */
export class SproveTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'sprove Trigger',
		name: 'sproveTrigger',
		icon: { light: 'file:sprove.svg', dark: 'file:sprove.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitleOf(toNodeProperties(fields)),
		description: 'Affordability checks (Norway): starts when the check of a tenant is new or has changed',
		defaults: { name: 'sprove Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'sproveApi', required: true }],
		properties: toNodeProperties(fields),
	};

	methods = { loadOptions: { getProperties } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, sprove, fields, (values, context) => {
			const { triggerOn, properties = [], propertyIds = [], simplify: lean } = values;
			return checksSource(
				{ properties: [...properties, ...propertyIds], triggerOn, simplify: lean },
				context,
			);
		});
	}
}
