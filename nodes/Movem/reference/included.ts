import type { IDataObject } from 'n8n-workflow';

import { collection, flag } from '../../shared/fields';
import { isId, messageOf } from '../../shared/guards';
import type { OperationContext } from '../../shared/operation';
import type { Application } from '../api';
import { normalStatus } from '../application/statuses';
import { readReference } from './read';
import { output } from './simplified';

/** The field "Options" of whatever can bring the reference of an application along. */
export const options = collection({
	displayName: 'Options',
	placeholder: 'Add Option',
	fields: {
		includeReference: flag({
			displayName: 'Include Reference',
			description:
				'Whether to add the reference to an application that the tenant has completed, by one more request for each. Simplify holds for it, too. Where it cannot be read, referenceError says why.',
		}),
	},
});

/** Why an application has no reference beside it. */
export const withoutReference = (referenceError: string): IDataObject => ({
	reference: null,
	referenceError,
});

/** Whether there can be a reference to read: Movem makes it once the tenant has finished. */
export function hasFinished({ status, reference_id: id }: Application): boolean {
	return normalStatus(status) === 'COMPLETED' && isId(id);
}

/**
 * The reference of an application, as members of the application's item. It never throws: the application is known
 * and must not be lost because its reference cannot be read.
 */
export async function referenceBeside(
	application: Application,
	simplify: boolean,
	context: Pick<OperationContext, 'send' | 'apiError' | 'unexpectedResponse'>,
): Promise<IDataObject> {
	if (!hasFinished(application)) return { reference: null };
	try {
		const reference = await readReference(String(application.reference_id), context);
		return { reference: output(reference, simplify) };
	} catch (failure) {
		return withoutReference(messageOf(failure));
	}
}
