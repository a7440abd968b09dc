import type { IDataObject } from 'n8n-workflow';

import { member } from '../shared/guards';
import type { Stage } from '../shared/stage';

/** What a person looks for first in an instruction and in a notification. */
export const FIRST = ['uniqueCustomerReference', 'uniqueIntegrationReference', 'tmpReference', 'stage'];

/** The stage that a kind of notification leads to, by its words, because the codes are not known (contract §5). */
export function stageOfKind(kind: string): Stage {
	if (/reject/.test(kind)) return 'failed';
	if (/uncancel|reopen|off ?hold/.test(kind)) return 'inProgress';
	if (/case ?cancel/.test(kind)) return 'closed';
	if (/on ?hold/.test(kind)) return 'actionNeeded';
	if (/case ?complete/.test(kind)) return 'passed';
	return 'inProgress';
}

/**
 * The stage of an instruction, by the words of its status. What the status is called is not documented, so it is looked
 * for under its likely names.
 *
 * @returns null where there is no status
 */
export function stageOfInstruction(instruction: IDataObject): Stage | null {
	const status = member(instruction, 'statusCode', 'caseStatusCode', 'status');
	if (typeof status !== 'string' || status.trim() === '') return null;
	if (/reject/i.test(status)) return 'failed';
	if (/^(case ?)?cancel/i.test(status)) return 'closed';
	if (/^(case ?)?complete/i.test(status)) return 'passed';
	return member(instruction, 'isOnHold') === true || /on ?hold/i.test(status) ? 'actionNeeded' : 'inProgress';
}
