import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import {
	choice,
	choices,
	collection,
	toNodeProperties,
	number,
	shownFor,
	text,
	simplifyField,
} from '../shared/fields';
import { poll } from '../shared/triggers';
import { clientIdOf, mymove, otherClientId } from './api';
import { feedSource } from './trigger/poll';

const HOUR = 3_600_000;

const fields = {
	triggerOn: choice<'newLead'>({
		displayName: 'Trigger On',
		default: 'newLead',
		options: [{ name: 'New Lead', value: 'newLead' }],
	}),
	startFrom: choice<'days' | 'hours' | 'now'>({
		displayName: 'Start From',
		default: 'now',
		description: 'Which leads to begin with when the workflow is first activated',
		options: [
			{ name: 'Last Days', value: 'days' },
			{ name: 'Last Hours', value: 'hours' },
			{ name: 'Now', value: 'now', description: 'Only leads from then on' },
		],
	}),
	hours: shownFor(
		{ startFrom: ['hours'] },
		number({
			displayName: 'Hours',
			default: 24,
			min: 1,
			required: true,
			description: 'How many hours back to begin',
		}),
	),
	days: shownFor(
		{ startFrom: ['days'] },
		number({
			displayName: 'Days',
			default: 7,
			min: 1,
			required: true,
			description: 'How many days of 24 hours back to begin',
		}),
	),
	simplify: simplifyField(),
	filters: collection({
		displayName: 'Filters',
		placeholder: 'Add Filter',
		fields: {
			postalCodePrefix: text({ displayName: 'New Postal Code Begins With', placeholder: 'e.g. 733' }),
			states: text({
				displayName: 'New State',
				placeholder: 'e.g. TX, NY',
				description: 'Two letters each, with commas between them',
			}),
			tenure: choices({
				displayName: 'New Tenure',
				options: [
					{ name: 'Own', value: 'own' },
					{ name: 'Rent', value: 'rent' },
				],
			}),
		},
	}),
	options: collection({
		displayName: 'Options',
		placeholder: 'Add Option',
		fields: {
			clientId: otherClientId,
			overlap: number({
				displayName: 'Overlap (Minutes)',
				default: 60,
				min: 0,
				max: 10080,
				description:
					'How far each poll looks back for leads that came late. No lead is passed on twice for it.',
			}),
		},
	}),
};

/** MYMOVE: starts a workflow for every new lead. */
export class MymoveTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MYMOVE Trigger',
		name: 'mymoveTrigger',
		icon: { light: 'file:mymove.svg', dark: 'file:mymove.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["triggerOn"] }}',
		description: 'Starts the workflow when somebody who moves house opts in',
		defaults: { name: 'MYMOVE Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'mymoveApi', required: true }],
		properties: toNodeProperties(fields),
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, mymove, fields, ({ hours = 0, days = 0, simplify, filters, options }, context) =>
			feedSource(
				{
					backFill: (hours + days * 24) * HOUR,
					overlap: (options.overlap ?? 60) * 60_000,
					clientId: clientIdOf(options.clientId, context),
					tenures: filters.tenure ?? [],
					states: (filters.states ?? '')
						.toUpperCase()
						.split(/[\s,]+/)
						.filter(Boolean),
					postalCodePrefix: filters.postalCodePrefix,
					simplify,
				},
				context,
			),
		);
	}
}
