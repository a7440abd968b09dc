import type { IDataObject, INodeProperties, IWebhookFunctions } from 'n8n-workflow';

import {
	Place,
	choice,
	choices,
	collection,
	drawFields,
	notice,
	number,
	readFields,
	text,
} from '../shared/fields';
import { fingerprint } from '../shared/fingerprint';
import type { Addition } from './enrich';
import { plainText } from './postback';
import { normal } from './stages';

const ANY = 'any';

/** Postbacks that are remembered at most, so that the memory of a trigger stays small. */
const MOST_REMEMBERED = 500;

const fields = {
	howTo: notice(
		'Copy the Production URL above into “Postback URL” when you order a screening. User and password of the postback stand in the credential: orders pass them on, and this trigger asks for them.',
	),
	triggerOn: choices({
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
	}),
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
	// Not `options`: n8n reads that name for itself (see `asItComes`).
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
				max: 1440,
				default: 60,
				description:
					'Postbacks that are the same to the letter start the workflow once within this time. A restart of n8n forgets them.',
			}),
		},
	}),
};

/** The panel of the trigger. */
export function drawTrigger(): INodeProperties[] {
	return drawFields(fields);
}

/** What the user chose in the panel. */
export interface TriggerSettings {
	statuses: string[];
	customerReference?: string;
	orderReference?: string;
	addition: Addition;
	/** Milliseconds; 0 lets repeats through. */
	dropRepeats: number;
}

/** Reads the panel for one postback. What is wrong with it counts as not chosen: an event is not lost for that. */
export function readTrigger(n8n: IWebhookFunctions): TriggerSettings {
	const ignored = () => {};
	const place = new Place({ timeZone: 'UTC', broken: ignored, secret: ignored });
	const {
		triggerOn = [],
		filters,
		settings,
	} = readFields(fields, (name) => n8n.getNodeParameter(name, null), place);
	return {
		...filters,
		statuses: triggerOn,
		addition: settings?.addition ?? 'nothing',
		dropRepeats: (settings?.dropRepeats ?? 0) * 60_000,
	};
}

/** Whether an event is one that the user asked for. References are compared as texts (contract §9 no. 2). */
export function isWanted(
	event: IDataObject,
	{ statuses, customerReference, orderReference }: TriggerSettings,
): boolean {
	const status = normal(event.reportStatus);
	const anyStatus = statuses.length === 0 || statuses.includes(ANY);
	return (
		(anyStatus || statuses.some((wanted) => normal(wanted) === status)) &&
		(customerReference === undefined || plainText(event.customerReferenceId) === customerReference) &&
		(orderReference === undefined || plainText(event.referenceId) === orderReference)
	);
}

/**
 * Postbacks by trigger, and when each came. Kept in this process: what a webhook call writes into n8n's static
 * data is not saved when the call starts a workflow (n8n 2.41 hands the same object to the execution, which
 * clears the mark of a change). So a restart forgets them, and an event rather comes twice than never.
 */
const remembered = new Map<string, Map<string, number>>();

/** Whether the same postback came within the user's window; remembers this one. */
export function isRepeated(n8n: IWebhookFunctions, body: Buffer, { dropRepeats }: TriggerSettings): boolean {
	if (dropRepeats === 0) return false;
	const trigger = `${n8n.getWorkflow().id}/${n8n.getNode().id}`;
	const now = Date.now();
	const recent = [...(remembered.get(trigger) ?? [])]
		.filter(([, at]) => now - at < dropRepeats)
		.slice(-MOST_REMEMBERED);
	const key = fingerprint(body);
	const repeated = recent.some(([seen]) => seen === key);
	remembered.set(trigger, new Map(repeated ? recent : [...recent, [key, now]]));
	return repeated;
}
