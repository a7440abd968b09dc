import {
	US_STATES,
	choice,
	closedChoices,
	constant,
	collection,
	notice,
	number,
	shownFor,
	simplifyField,
	text,
	type Values,
} from '../../shared/fields';
import type { OperationContext } from '../../shared/operation';
import { clientIdOf, otherClientId } from '../api';
import type { FeedOptions } from './poll';

const HOUR = 3_600_000;

/** A state that is spelled out would let no lead pass, and say nothing. */
const STATE_CODES = {
	pattern: /^[\s,]*[A-Za-z]{2}([\s,]+[A-Za-z]{2})*[\s,]*$/,
	must: 'must be two letters for each state, with commas between them, like TX, NY',
};

/** The fields of the trigger. */
export const fields = {
	interval: notice(
		'MYMOVE has no limit in its documents. Every 15 minutes is often enough, and each poll looks back for leads that came late.',
	),
	triggerOn: constant('Trigger On', { name: 'New Lead', value: 'newLead' }),
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
			newStates: closedChoices({ displayName: 'New States', options: US_STATES }, (code) =>
				code.toUpperCase(),
			),
			states: text({
				displayName: 'New States by Code',
				placeholder: 'e.g. TX, NY',
				description: 'Two letters each, with commas between them',
				rule: STATE_CODES,
			}),
			tenure: closedChoices({
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

/**
 * The options of the trigger, from the values of its fields.
 *
 * @throws NodeOperationError when neither the options nor the credential have a client ID
 */
export function feedOptions(
	{ hours = 0, days = 0, simplify, filters, options }: Values<typeof fields>,
	context: Pick<OperationContext, 'credentialSetting' | 'operationError'>,
): FeedOptions {
	return {
		backFill: (hours + days * 24) * HOUR,
		overlap: (options.overlap ?? 60) * 60_000,
		clientId: clientIdOf(options.clientId, context),
		tenures: filters.tenure ?? [],
		states: [...(filters.newStates ?? []), ...(filters.states ?? '').split(/[\s,]+/)]
			.filter(Boolean)
			.map((code) => code.toUpperCase()),
		postalCodePrefix: filters.postalCodePrefix,
		simplify,
	};
}
