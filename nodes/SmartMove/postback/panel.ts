import type { INodeProperties, IWebhookFunctions } from 'n8n-workflow';

import {
	FieldPath,
	choice,
	closedChoices,
	collection,
	toNodeProperties,
	notice,
	number,
	readFields,
	text,
} from '../../shared/fields';
import { normalizeStatus } from '../stages';
import type { Addition } from './enrich';

/** The value of "Any Change". */
export const ANY = 'any';

/** The longest window of "Drop Repeats Within", in minutes. */
const MAX_WINDOW = 1440;

const fields = {
	howTo: notice(
		'Open “Webhook URLs” above, choose “Production URL” and copy it into “Postback URL” of the node that orders the screening. It answers once this workflow is active. User and password of the postback stand in the credential: orders pass them on, and this trigger asks for them.',
	),
	triggerOn: closedChoices(
		{
			displayName: 'Trigger On',
			default: [ANY],
			options: [
				{ name: 'Any Change', value: ANY },
				{ name: 'Report Declined by an Applicant', value: 'RequestDeclined' },
				{ name: 'Report Expired', value: 'Expired' },
				{ name: 'Report Failed', value: 'Error' },
				{ name: 'Report in Progress', value: 'InProgress' },
				{ name: 'Report Pending', value: 'Pending' },
				{ name: 'Report Ready', value: 'Ready' },
			],
		},
		normalizeStatus,
	),
	filters: collection({
		displayName: 'Filters',
		placeholder: 'Add Filter',
		fields: {
			customerReference: text({
				displayName: 'Customer Reference',
				description: 'Only applications ordered under it',
			}),
			orderReference: text({
				displayName: 'Order Reference',
				description: 'Only the order that was given it',
			}),
		},
	}),
	// Not named `options`, because n8n itself reads that parameter (see `rawBodyParameter`).
	settings: collection({
		displayName: 'Options',
		placeholder: 'Add Option',
		fields: {
			addition: choice<Addition>({
				displayName: 'Add to Output',
				default: 'nothing',
				description:
					'What to read from SmartMove for each event; a postback says no more than that something changed',
				options: [
					{ name: 'Application', value: 'application', description: 'The application, simplified' },
					{ name: 'Nothing', value: 'nothing' },
					{ name: 'Report URL When Ready', value: 'reportUrl' },
				],
			}),
			dropRepeats: number({
				displayName: 'Drop Repeats Within (Minutes)',
				min: 0,
				max: MAX_WINDOW,
				default: 60,
				description:
					'Postbacks that are the same to the letter start the workflow once within this time. A restart of n8n forgets them.',
			}),
		},
	}),
};

/** The properties of the trigger. */
export function properties(): INodeProperties[] {
	return toNodeProperties(fields);
}

/** The settings of the trigger. */
export interface TriggerSettings {
	statuses: string[];
	customerReference?: string;
	orderReference?: string;
	addition: Addition;
	/** The window in milliseconds within which repeats are dropped; 0 for none. */
	dropRepeats: number;
}

/**
 * Reads the settings for one postback. Invalid ones count as not chosen, so that no event is lost. Where n8n throws
 * for an expression in "Filters" or "Options", none of the others there counts either.
 */
export function readSettings(n8n: IWebhookFunctions): TriggerSettings {
	const ignored = () => {};
	const path = new FieldPath({ timeZone: 'UTC', addIssue: ignored, secret: ignored });
	// n8n throws for some expressions, such as `$env` where it is blocked, and would start a failed execution without the
	// event.
	const entered = (name: string): unknown => {
		try {
			return n8n.getNodeParameter(name, null);
		} catch {
			return undefined;
		}
	};
	const { triggerOn = [], filters, settings } = readFields(fields, entered, path);
	const minutes = settings?.dropRepeats ?? 0;
	const isWindow = Number.isInteger(minutes) && minutes <= MAX_WINDOW;
	return {
		...filters,
		statuses: triggerOn,
		addition: settings?.addition ?? 'nothing',
		dropRepeats: isWindow ? minutes * 60_000 : 0,
	};
}
