import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { fingerprint } from '../../shared/triggers';
import { normalizeStatus } from '../stages';
import { ANY, type TriggerSettings } from './panel';
import { toText } from './parse';

/** Whether an event passes the user's filters. References are compared as texts (contract §9 no. 2). */
export function isWanted(
	event: IDataObject,
	{ statuses, customerReference, orderReference }: TriggerSettings,
): boolean {
	const status = normalizeStatus(event.reportStatus);
	const anyStatus = statuses.length === 0 || statuses.includes(ANY);
	return (
		(anyStatus || statuses.some((chosen) => normalizeStatus(chosen) === status)) &&
		(customerReference === undefined || toText(event.customerReferenceId) === customerReference) &&
		(orderReference === undefined || toText(event.referenceId) === orderReference)
	);
}

/** The most postbacks that are remembered for one trigger. */
const MAX_REMEMBERED = 500;

/**
 * Fingerprints of recent postbacks and when each came, by trigger. They are kept in this process, because n8n does not
 * save what a webhook call writes into its static data when the call starts a workflow (n8n 2.41 passes the same object
 * to the execution, which clears the mark of a change). So a restart forgets them, and an event may come twice.
 */
const remembered = new Map<string, Map<string, number>>();

/**
 * Whether the same postback came within the user's window. Remembers this one. A call of the test URL is never a
 * repeat, and is not remembered.
 */
export function isRepeated(n8n: IWebhookFunctions, body: Buffer, { dropRepeats }: TriggerSettings): boolean {
	if (dropRepeats === 0 || n8n.getMode() === 'manual') return false;
	const trigger = `${n8n.getWorkflow().id}/${n8n.getNode().id}`;
	const now = Date.now();
	const recent = [...(remembered.get(trigger) ?? [])]
		.filter(([, at]) => now - at < dropRepeats)
		.slice(-MAX_REMEMBERED);
	const key = fingerprint(body);
	const repeated = recent.some(([seen]) => seen === key);
	remembered.set(trigger, new Map(repeated ? recent : [...recent, [key, now]]));
	return repeated;
}
