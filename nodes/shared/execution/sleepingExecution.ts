import { createHash, randomBytes } from 'node:crypto';

import type { IDataObject, IExecuteData, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { ErrorFactory, faultDetails, type FaultDetails } from '../errors';
import type { Partner } from '../operation';
import { sameSecret } from '../guards';

/** Under this name the address of a sleeping execution carries the secret that wakes it. */
const KEY_PARAMETER = 'wake';

/** What an execution takes along into its sleep. */
interface SleepState {
	/** SHA-256 of the secret: who can read the execution in n8n can still not wake it. */
	key: string;
	/** The item as it was left. */
	item: IDataObject;
}

/** What a node fails with when nobody has woken it; an error itself would not survive being stored. */
interface TimeoutFailure {
	message: string;
	description: string;
	details: FaultDetails;
}

/**
 * What n8n goes on with. It stores all of `metadata` with a sleeping execution, whatever is in it (read in n8n-core
 * 1.122.48, 2.8.1 and 2.41.1, WorkflowExecute).
 */
type StackEntry = IExecuteData & { metadata?: { asleep?: SleepState; timeIsUp?: TimeoutFailure } };

/**
 * What n8n still has to run in this execution, what sleeps first. n8n has it in the context of every call, but not in
 * its types (NodeExecutionContext.runExecutionData, n8n-core 1.122.48 to 2.41.1).
 *
 * @returns undefined where this n8n does not let a node see it
 */
function stackOf(n8n: object): StackEntry[] | undefined {
	const { runExecutionData } = n8n as {
		runExecutionData?: { executionData?: { nodeExecutionStack?: StackEntry[] } };
	};
	const stack = runExecutionData?.executionData?.nodeExecutionStack;
	return Array.isArray(stack) ? stack : undefined;
}

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

/** A secret of 192 bits, as hexadecimal digits. */
export const newResumeKey = () => randomBytes(24).toString('hex');

/**
 * The address of a sleeping execution with our secret in it. Up to 2.13 n8n puts none of its own there, and wakes an
 * execution for whoever knows its number (docs/compatibility.md).
 */
export function withResumeKey(address: string, key: string): string {
	const url = new URL(address);
	url.searchParams.set(KEY_PARAMETER, key);
	return url.toString();
}

/** Whether this n8n lets a node fail after it has slept. */
export function canFailAfterSleep(execution: IExecuteFunctions): boolean {
	return stackOf(execution) !== undefined;
}

/**
 * Puts the execution to sleep.
 *
 * When the time is up, n8n passes on the input of the node that sleeps, and does not run it (WorkflowExecute,
 * handleWaitingState). So the item is made its input; or its input is made empty, and the node is put on the stack
 * once more, awake and with its own input, to fail when its turn comes. (An error for such a node to fail with,
 * `resumeError`, is known to n8n only from about 2.27 on.)
 *
 * @param deadline milliseconds since 1970
 * @param key the secret that is in the address
 * @param item what the node returns at the deadline
 * @param failure what it fails with at the deadline instead
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
		// n8n disables the node of the entry that sleeps, so each has a node of its own.
		stackOf(execution)?.unshift({ ...entry, node: { ...node }, metadata: { ...metadata, timeIsUp } });
		entry.node = { ...node, alwaysOutputData: false };
	}
	entry.data = { ...data, main: [failure ? [] : [{ json: item, pairedItem: { item: 0 } }]] };
	entry.metadata = { ...metadata, asleep: { key: hashOf(key), item } };
	await execution.putExecutionToWait(new Date(deadline));
}

/** What a node has to fail with because its time was up while it slept; undefined where it has not slept. */
export function timeoutError(execution: IExecuteFunctions, partner: Partner): Error | undefined {
	const { timeIsUp } = (execution.getExecuteData() as StackEntry).metadata ?? {};
	if (!timeIsUp) return undefined;
	const errors = new ErrorFactory(execution.getNode(), partner, () => []);
	return errors.operation(timeIsUp.message, timeIsUp.description, timeIsUp.details);
}

/**
 * Whether a call to a sleeping execution may wake it: it brings the secret back. What version 0.1.0 has put to sleep
 * has none; it is woken only where n8n has a token of its own in the address, and has checked it before.
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

/** What the sleeping execution's item was left as. */
export function sleepingItem(n8n: IWebhookFunctions): IDataObject {
	const asleep = stackOf(n8n)?.[0]?.metadata?.asleep;
	return asleep?.item ?? (n8n.evaluateExpression('{{ $json }}', 0) as IDataObject);
}

/** Wakes the execution with an item: what the node returns from then on. What it was to fail with is taken back. */
export function resumeWith(n8n: IWebhookFunctions, json: IDataObject) {
	const stack = stackOf(n8n) ?? [];
	if (stack[1]?.metadata?.timeIsUp) stack.splice(1, 1);
	// As version 0.1.0 laid it ready; n8n would throw it whatever wakes the execution.
	if (stack[0]?.metadata) delete stack[0].metadata.resumeError;
	return { workflowData: [[{ json, pairedItem: { item: 0 } }]] };
}
