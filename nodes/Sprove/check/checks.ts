import type { IDataObject } from 'n8n-workflow';

import { requireEach, startWith, toNumber } from '../../shared/execution';
import { path, type OperationContext } from '../../shared/operation';
import { simplifyField } from '../../shared/fields';
import type { Stage } from '../../shared/stage';
import type { Check } from '../api';

export const simplify = simplifyField('Adds the stage, and the end of the validity as a date');

const listRequest = (propertyId: string) =>
	({ method: 'GET', path: path`/properties/${propertyId}/checks` }) as const;

/**
 * The entries of a property's list of checks, unchecked: the trigger skips those that are no check. A deleted property
 * still has its checks (contract §8 no. 23).
 */
export async function listChecks(
	propertyId: string,
	context: Pick<OperationContext, 'list'>,
): Promise<Check[]> {
	return await context.list<Check>(listRequest(propertyId), ['checks']);
}

/**
 * The checks of a property, for operations.
 *
 * @throws NodeApiError when an entry is no object
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

/** The stage of a check. `approved` may be the text "true" or "false"; null for any other value. */
function stageOf(approved: unknown): Stage | null {
	const answer = typeof approved === 'string' ? approved.trim().toLowerCase() : approved;
	if (answer === true || answer === 'true') return 'passed';
	return answer === false || answer === 'false' ? 'failed' : null;
}

/** What a person looks for first in a check; the name of its property stands only in the trigger's. */
export const FIRST = ['tenant_name', 'property_name', 'stage', 'valid_until_date', 'max_rent'];

/** A check with its property and stage, and `valid_until` (seconds since 1970) also as a date. */
export function simplified(check: Check, propertyId: string): IDataObject {
	const { approved, valid_until: seconds } = check;
	const until = new Date((toNumber(seconds) ?? NaN) * 1000);
	const date = Number.isNaN(until.getTime()) ? null : until.toISOString();
	const simple = { property_id: propertyId, ...check, valid_until_date: date, stage: stageOf(approved) };
	return startWith(FIRST, simple);
}
