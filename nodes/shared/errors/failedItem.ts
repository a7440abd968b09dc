import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { withoutPanel } from './errorFactory';
import { faultDetails } from './faultDetails';
import { FieldPath, type Field } from '../fields';
import type { Operation } from '../operation';
import { redactDeep } from './redact';
import { Secret } from './secret';
import { isRecord } from '../guards';

/**
 * The output for a failed item under "Continue": the input's data without secrets, with `error` and `details` added.
 *
 * Under "Continue (using error output)" n8n itself separates failed items (WorkflowExecute.handleNodeErrorOutput). How
 * it recognises them differs by version (docs/compatibility.md). All versions recognise an item with an `error` beside
 * its json, and then merge the input's data into it.
 *
 * @param operation undefined where the node has no such operation
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
	const details = Object.entries({ description: description ?? undefined, ...faultDetails(failure) }).filter(
		([, value]) => value !== undefined,
	);
	const output = { error: String(message), details: Object.fromEntries(details) };
	const pairedItem = { item: index };

	const input = n8n.getInputData()[index]?.json ?? {};
	const redacted = withoutSecrets(input, n8n, operation, index);
	if (n8n.getNode().onError !== 'continueErrorOutput')
		return { json: { ...redacted, ...output }, pairedItem };
	// The message includes the advice, because n8n drops the json of an item that keeps its `error`.
	const sentence = [message, description].filter(Boolean).join('. ');
	const error = new NodeOperationError(withoutPanel(n8n.getNode()), sentence, { itemIndex: index });
	const isUnchanged = redacted === input;
	return Object.defineProperty<INodeExecutionData>({ json: output, pairedItem }, 'error', {
		value: error,
		// n8n drops the json of an item with an `error` (WorkflowExecute, n8n-core 1.122 to 2.41), but first copies the
		// item's enumerable members to merge in the input's data. A non-enumerable `error` is not copied, so the
		// json survives the merge. Where the input has a secret nothing may survive, so it is enumerable.
		enumerable: !isUnchanged,
	});
}

/** The input without the values of masked fields. Returns the same object where it has none of them. */
function withoutSecrets(
	input: IDataObject,
	n8n: IExecuteFunctions,
	operation: Operation | undefined,
	index: number,
): IDataObject {
	const secrets = secretsOf(n8n, operation, index);
	// A masked field that cannot be read may hold any of the input's values.
	if (!secrets) return {};
	return redactDeep(input, secrets) as IDataObject;
}

/**
 * The values of the masked fields of an item, hidden ones too. They are read again here, because the item may have
 * failed before its fields were read.
 *
 * @returns undefined when one of them cannot be read
 */
function secretsOf(
	n8n: IExecuteFunctions,
	operation: Operation | undefined,
	index: number,
): Secret[] | undefined {
	const secrets: Secret[] = [];
	const path = new FieldPath({
		timeZone: 'UTC',
		addIssue: () => {},
		secret: (value) => secrets.push(new Secret(value)),
	});
	try {
		for (const [name, field] of Object.entries(operation?.fields ?? {}).filter(([, candidate]) =>
			isMasked(candidate),
		)) {
			field.read(n8n.getNodeParameter(name, index, null), path);
		}
		return secrets;
	} catch {
		return undefined;
	}
}

/** Whether a field is masked in the panel, or contains a masked field. */
function isMasked({ property }: Field<unknown>): boolean {
	return JSON.stringify(property).includes('"password":true');
}
