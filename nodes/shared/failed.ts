import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { faultDetails, withoutPanel } from './errors';
import { Place, type Field } from './fields';
import type { Operation } from './operation';
import { blotAll, Secret } from './redact';
import { isRecord } from './words';

/**
 * What goes on for an item that failed: the input's own data without secrets, and `error` and `details` beside it.
 *
 * n8n sends an item to the error output when its json has no other keys than these, and adds the input's
 * data itself (WorkflowExecute.handleNodeErrorOutput, n8n-core 2.41). Where that would let a secret out, the
 * item carries an `error` instead: n8n then throws all of the json away but for that error's message.
 */
export function failed(
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
	if (clean === input) return { json: said, pairedItem };
	// The advice is in the sentence, because nothing else of the json stays.
	const sentence = [message, description].filter(Boolean).join('. ');
	return {
		json: said,
		pairedItem,
		error: new NodeOperationError(withoutPanel(n8n.getNode()), sentence, { itemIndex: index }),
	};
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
	return blotAll(input, secrets) as IDataObject;
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
	const place = new Place({
		timeZone: 'UTC',
		broken: () => {},
		secret: (value) => secrets.push(new Secret(value)),
	});
	try {
		for (const [name, field] of Object.entries(operation?.fields ?? {}).filter(([, one]) => isMasked(one))) {
			field.read(n8n.getNodeParameter(name, index, null), place);
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
