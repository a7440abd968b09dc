import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { faultDetails, withoutPanel } from './errorFactory';
import { FieldPath, type Field } from '../fields';
import type { Operation } from '../operation';
import { redactDeep, Secret } from './redact';
import { isRecord } from '../guards';

/**
 * What goes on for an item that failed: the input's own data without secrets, and `error` and `details` beside it.
 *
 * Under "Continue (using error output)" n8n itself sorts the items (WorkflowExecute.handleNodeErrorOutput). What it
 * takes for failed differs by version (docs/compatibility.md), but each takes an item that has an `error` beside its
 * json, and then adds the data of the input to it.
 *
 * @param failure what was thrown
 * @param index of the input item, from 0
 */
export function failedItem(
	n8n: IExecuteFunctions,
	operation: Operation | undefined,
	failure: unknown,
	index: number,
): INodeExecutionData {
	const { message, description } = isRecord(failure) ? failure : { message: String(failure) };
	const known = Object.entries({ description: description ?? undefined, ...faultDetails(failure) }).filter(
		([, value]) => value !== undefined,
	);
	const said = { error: String(message), details: Object.fromEntries(known) };
	const pairedItem = { item: index };

	const input = n8n.getInputData()[index]?.json ?? {};
	const clean = withoutSecrets(input, n8n, operation, index);
	if (n8n.getNode().onError !== 'continueErrorOutput') return { json: { ...clean, ...said }, pairedItem };
	// The advice is in the sentence, because of an item that keeps its `error` nothing else of the json stays.
	const sentence = [message, description].filter(Boolean).join('. ');
	const error = new NodeOperationError(withoutPanel(n8n.getNode()), sentence, { itemIndex: index });
	const isClean = clean === input;
	return Object.defineProperty<INodeExecutionData>({ json: said, pairedItem }, 'error', {
		value: error,
		// n8n throws away the json of every item with an `error` (WorkflowExecute, n8n-core 1.122 to 2.41). Before, it
		// makes the item that has the input's data as well, out of the members that are enumerable. So the `error`
		// stays behind there, and `error` and `details` go on; unless the input's data would let a secret out.
		enumerable: !isClean,
	});
}

/** The input without what stands in a masked field; the very same where there is nothing of the kind in it. */
function withoutSecrets(
	input: IDataObject,
	n8n: IExecuteFunctions,
	operation: Operation | undefined,
	index: number,
): IDataObject {
	const secrets = secretsOf(n8n, operation, index);
	// A masked field that cannot be read may hold anything.
	if (!secrets) return {};
	return redactDeep(input, secrets) as IDataObject;
}

/**
 * The values of the masked fields of an item. They are read for themselves, because the item may have failed
 * before they were, and whether they are shown or not.
 *
 * @returns undefined when one of them cannot be read
 */
function secretsOf(
	n8n: IExecuteFunctions,
	operation: Operation | undefined,
	index: number,
): Secret[] | undefined {
	const secrets: Secret[] = [];
	const fieldPath = new FieldPath({
		timeZone: 'UTC',
		addIssue: () => {},
		secret: (value) => secrets.push(new Secret(value)),
	});
	try {
		for (const [name, field] of Object.entries(operation?.fields ?? {}).filter(([, one]) => isMasked(one))) {
			field.read(n8n.getNodeParameter(name, index, null), fieldPath);
		}
		return secrets;
	} catch {
		return undefined;
	}
}

/** Whether a field is masked in the panel, or has one inside that is. */
function isMasked({ property }: Field<unknown>): boolean {
	return JSON.stringify(property).includes('"password":true');
}
