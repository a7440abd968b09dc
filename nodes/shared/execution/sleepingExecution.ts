import { createHash, randomBytes } from 'node:crypto';

import type { IDataObject, IExecuteData, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { ErrorFactory, faultDetails, type FaultDetails } from '../errors';
import type { Partner } from '../operation';
import { sameSecret } from '../guards';

/** The query parameter with the secret that resumes a sleeping execution. */
const KEY_PARAMETER = 'wake';

/** What is stored with a sleeping execution. */
interface SleepState {
	/** SHA-256 of the secret, so that reading the execution in n8n does not suffice to resume it. */
	key: string;
	/** What the node returns at the deadline. */
	item: IDataObject;
}

/** The error at the deadline as data, because n8n could not store an Error object. */
interface TimeoutFailure {
	message: string;
	description: string;
	details: FaultDetails;
}

/**
 * An entry of n8n's execution stack. n8n stores its `metadata` with a sleeping execution, unknown members included (read
 * in n8n-core 1.122.48, 2.8.1 and 2.41.1, WorkflowExecute).
 */
type StackEntry = IExecuteData & { metadata?: { asleep?: SleepState; timeIsUp?: TimeoutFailure } };

/**
 * n8n's execution stack; a sleeping node is its first entry. Every node context has it, but not in its types
 * (NodeExecutionContext.runExecutionData, n8n-core 1.122.48 to 2.41.1).
 *
 * @returns undefined where this n8n does not expose it
 */
function stackOf(n8n: object): StackEntry[] | undefined {
	const { runExecutionData } = n8n as {
		runExecutionData?: { executionData?: { nodeExecutionStack?: StackEntry[] } };
	};
	const stack = runExecutionData?.executionData?.nodeExecutionStack;
	return Array.isArray(stack) ? stack : undefined;
}

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

/** A new random secret of 192 bits, in hexadecimal. */
export const newResumeKey = () => randomBytes(24).toString('hex');

/**
 * Adds our secret to the resume URL of an execution. Up to 2.13 n8n does not sign its resume URLs, and resumes an
 * execution for anybody who knows its number (docs/compatibility.md).
 */
export function withResumeKey(address: string, key: string): string {
	const url = new URL(address);
	url.searchParams.set(KEY_PARAMETER, key);
	return url.toString();
}

/** Whether a node can fail after sleeping in this n8n. */
export function canFailAfterSleep(execution: IExecuteFunctions): boolean {
	return stackOf(execution) !== undefined;
}

/**
 * Puts the execution to sleep.
 *
 * At the deadline n8n passes on the input of the sleeping node without running it (WorkflowExecute, handleWaitingState).
 * Therefore `item` becomes its input. To fail instead, its input becomes empty, and the node is put on the stack a second
 * time, not sleeping and with its own input: that second run throws (see {@link timeoutError}). n8n's own `resumeError`
 * would do the same, but exists only from about 2.27 on.
 *
 * @param deadline milliseconds since 1970
 * @param key the secret in the resume URL
 * @param item what the node returns at the deadline
 * @param failure what it throws at the deadline instead
 */
export async function sleepUntilResumed(
	execution: IExecuteFunctions,
	deadline: number,
	key: string,
	item: IDataObject,
	failure?: Error & { description?: string | null },
): Promise<void> {
	const entry = execution.getExecuteData() as StackEntry;
	const { node, data, metadata } = entry;
	if (failure) {
		const { message, description } = failure;
		const timeIsUp = { message, description: description ?? '', details: faultDetails(failure) };
		// n8n disables the node of the sleeping entry, so each entry gets its own copy of the node.
		stackOf(execution)?.unshift({ ...entry, node: { ...node }, metadata: { ...metadata, timeIsUp } });
		entry.node = { ...node, alwaysOutputData: false };
	}
	entry.data = { ...data, main: [failure ? [] : [{ json: item, pairedItem: { item: 0 } }]] };
	entry.metadata = { ...metadata, asleep: { key: hashOf(key), item } };
	await execution.putExecutionToWait(new Date(deadline));
}

/** The error that this run of a node has to throw because the deadline of its sleep passed; undefined in any other run. */
export function timeoutError(execution: IExecuteFunctions, partner: Partner): Error | undefined {
	const { timeIsUp } = (execution.getExecuteData() as StackEntry).metadata ?? {};
	if (!timeIsUp) return undefined;
	const errors = new ErrorFactory(execution.getNode(), partner, () => []);
	return errors.operation(timeIsUp.message, timeIsUp.description, timeIsUp.details);
}

/**
 * Whether a call may resume the sleeping execution: it has to have the secret. Executions that version 0.1.0 put to sleep
 * have none. They are resumed only where n8n signs its resume URLs, and has therefore checked the signature before.
 */
export function isAuthorizedToResume(n8n: IWebhookFunctions): boolean {
	const asleep = stackOf(n8n)?.[0]?.metadata?.asleep;
	if (asleep) {
		const { [KEY_PARAMETER]: received } = n8n.getQueryData() as Record<string, unknown>;
		return typeof received === 'string' && sameSecret(hashOf(received), asleep.key);
	}
	const address = String(n8n.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	return new URL(address).searchParams.has('signature');
}

/** The item that was stored with the sleeping execution. */
export function sleepingItem(n8n: IWebhookFunctions): IDataObject {
	const asleep = stackOf(n8n)?.[0]?.metadata?.asleep;
	return asleep?.item ?? (n8n.evaluateExpression('{{ $json }}', 0) as IDataObject);
}

/** Resumes the execution: the node returns `json`. The failure at the deadline is removed. */
export function resumeWith(n8n: IWebhookFunctions, json: IDataObject) {
	const stack = stackOf(n8n) ?? [];
	if (stack[1]?.metadata?.timeIsUp) stack.splice(1, 1);
	// Version 0.1.0 set `resumeError`, which n8n throws whenever the execution is resumed.
	if (stack[0]?.metadata) delete stack[0].metadata.resumeError;
	return { workflowData: [[{ json, pairedItem: { item: 0 } }]] };
}
