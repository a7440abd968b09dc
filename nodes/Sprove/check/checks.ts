import type { IDataObject } from 'n8n-workflow';

import { requireEach, toNumber } from '../../shared/execution';
import { path, type OperationContext } from '../../shared/operation';
import { simplifyField } from '../../shared/fields';
import type { Stage } from '../../shared/stage';
import type { Check } from '../api';

export const simplify = simplifyField('Adds the stage, and the end of the validity as a date');

const listRequest = (propertyId: string) =>
	({ method: 'GET', path: path`/properties/${propertyId}/checks` }) as const;

/**
 * Every check of a property, as they came; also of one that was deleted (contract §8 no. 23). An entry may be no check,
 * which the trigger passes over.
 */
export async function listChecks(
	propertyId: string,
	context: Pick<OperationContext, 'list'>,
): Promise<Check[]> {
	return await context.list<Check>(listRequest(propertyId), ['checks']);
}

/**
 * The same for an operation, which does not go on without one.
 *
 * @throws NodeApiError when one of them is something else
 */
export async function everyCheck(
	propertyId: string,
	context: Pick<OperationContext, 'list' | 'unexpectedResponse'>,
): Promise<Check[]> {
	return requireEach(
		await listChecks(propertyId, context),
		listRequest(propertyId),
		'a list of checks',
		context,
	);
}

/** Whether a tenant can afford the property; null for what is neither true nor false. A text is taken at its word. */
function stageOf(approved: unknown): Stage | null {
	const answer = typeof approved === 'string' ? approved.trim().toLowerCase() : approved;
	if (answer === true || answer === 'true') return 'passed';
	return answer === false || answer === 'false' ? 'failed' : null;
}

/** A check with its stage, its property, and until when it is good as a date beside the partner's seconds. */
export function simplified(check: Check, propertyId: string): IDataObject {
	const { approved, valid_until: seconds } = check;
	const until = new Date((toNumber(seconds) ?? NaN) * 1000);
	const date = Number.isNaN(until.getTime()) ? null : until.toISOString();
	return { property_id: propertyId, ...check, valid_until_date: date, stage: stageOf(approved) };
}
