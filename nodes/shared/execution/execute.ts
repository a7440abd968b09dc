import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { timeoutError } from './sleepingExecution';
import { REQUEST_DEFAULTS, MAX_CONCURRENCY, retryOptionsOf, requestOptions } from './nodeProperties';
import { ErrorFactory, faultDetails, failedItem, Secret } from '../errors';
import { FieldPath, readFields } from '../fields';
import type { Operation, Partner, Resources } from '../operation';
import { mapWithConcurrency } from './concurrency';
import { sleep } from '../http';
import { openRun, createContext, type RunContext } from './context';
import { isRecord } from '../guards';

/** What every item of one execution of a node shares. */
interface Run extends RunContext {
	n8n: IExecuteFunctions;
	operation: Operation;
	/** Most items under way. */
	concurrency: number;
}

/**
 * Executes a node: the only loop over items there is. Reads the credential once, reads and checks the
 * fields of each item, lets the operation handle it, pairs what comes out with what went in, and keeps
 * the order. Under "Continue" an item that fails goes on with what went wrong.
 *
 * @throws NodeOperationError for fields that break a rule, NodeApiError for what the partner refuses
 */
export async function execute(
	n8n: IExecuteFunctions,
	partner: Partner,
	resources: Resources,
): Promise<INodeExecutionData[][]> {
	const items = n8n.getInputData();
	if (items.length === 0) return [[]];

	const signal = n8n.getExecutionCancelSignal?.();
	const isCancelled = () => signal?.aborted ?? false;
	const operation = chosenOperation(n8n, resources);
	/** Lets an item go on with its failure, unless the run is to stop at it. */
	const continueOrThrow = async (index: number, failure: unknown) =>
		n8n.continueOnFail() && !isCancelled()
			? [failedItem(n8n, operation, failure, index)]
			: await Promise.reject(failure);

	const timeout = timeoutError(n8n, partner);
	if (timeout) return [await continueOrThrow(0, timeout)];

	const opened = await openExecution(n8n, partner, operation, signal).then(
		(run) => ({ run }),
		(failure: unknown) => ({ failure }),
	);
	if ('failure' in opened) {
		// Thrown on under "Continue", n8n would hand on the input as if nothing had been the matter
		// (WorkflowExecute.handleNodeExecutionError, n8n-core 2.41).
		const failedItems = await Promise.all(
			items.map(async (_, index) => await continueOrThrow(index, opened.failure)),
		);
		return [failedItems.flat()];
	}

	const { run } = opened;
	let finished = 0;
	const failures = new Map<number, unknown>();
	const work = async (index: number) => {
		const outcome = await handle(run, index).catch(async (failure: unknown) => {
			failures.set(index, failure);
			return await continueOrThrow(index, failure);
		});
		finished++;
		return outcome;
	};
	const results = await mapWithConcurrency(items.length, run.concurrency, work, isCancelled).catch(
		(failure: unknown) => {
			describePartialRun(failure, run.operation, finished, failures);
			return Promise.reject(failure);
		},
	);
	return [results.flat()];
}

/** Everything that a run needs before its first item. */
async function openExecution(
	n8n: IExecuteFunctions,
	partner: Partner,
	operation: Operation | undefined,
	signal?: AbortSignal,
): Promise<Run> {
	if (!operation) {
		const errors = new ErrorFactory(n8n.getNode(), partner, () => []);
		throw errors.operation('This node has no such operation', 'Choose the resource and the operation again.');
	}
	const { length } = n8n.getInputData();
	if (operation.singleItemAdvice && length > 1) {
		const errors = new ErrorFactory(n8n.getNode(), partner, () => []);
		throw errors.operation(
			`“${operation.name}” takes one item, and there are ${length}`,
			`${operation.singleItemAdvice} Nothing was sent to ${partner.name}.`,
		);
	}
	const concurrency = concurrencyOf(n8n);
	const allItemValues = async () => await readAllItems(n8n, operation, signal);
	return {
		...(await openRun(n8n, partner, concurrency, signal)),
		n8n,
		allItemValues,
		operation,
		concurrency,
	};
}

/** The operation that the user chose; the panel offers no other. */
function chosenOperation(n8n: IExecuteFunctions, resources: Resources): Operation | undefined {
	const resource = n8n.getNodeParameter('resource', 0) as string;
	return resources[resource]?.operations[n8n.getNodeParameter('operation', 0) as string];
}

/**
 * How many items may be under way: the first item's word, because it holds for the whole run. What is wrong
 * with it is said when that item's fields are read.
 */
function concurrencyOf(n8n: IExecuteFunctions): number {
	const ignored = () => {};
	const path = new FieldPath({ timeZone: 'UTC', addIssue: ignored, secret: ignored });
	const { concurrency = REQUEST_DEFAULTS.concurrency } = requestOptions.read(
		n8n.getNodeParameter('requestOptions', 0, {}),
		path,
	);
	return Number.isInteger(concurrency) ? Math.min(Math.max(1, concurrency), MAX_CONCURRENCY) : 1;
}

/** Reads and checks the fields of one item; throws only what n8n throws for an expression that cannot be resolved. */
function readItem(n8n: IExecuteFunctions, operation: Operation, index: number) {
	const issues: Array<{ label: string; problem: string }> = [];
	const secrets = new Set<Secret>();
	const panel = new FieldPath({
		timeZone: n8n.getTimezone(),
		addIssue: (label, problem) => issues.push({ label, problem }),
		secret: (value) => secrets.add(new Secret(value)),
	});

	const raw = (name: string) => n8n.getNodeParameter(name, index, null) as unknown;
	const values = readFields(operation.fields, raw, panel);
	const options = readFields({ requestOptions }, raw, panel).requestOptions;
	operation.check?.(values, panel);
	return { values, options, issues, secrets };
}

/** How many items are read before the event loop goes round: expressions take their time. */
const ITEMS_PER_TICK = 100;

/** What the fields of every item say, in order; undefined for an item that is not going to be sent. */
async function readAllItems(n8n: IExecuteFunctions, operation: Operation, signal?: AbortSignal) {
	const all: Array<Record<string, unknown> | undefined> = [];
	for (const index of n8n.getInputData().keys()) {
		if (index % ITEMS_PER_TICK === ITEMS_PER_TICK - 1) await sleep(0, signal);
		try {
			const { values, issues } = readItem(n8n, operation, index);
			all.push(issues.length === 0 ? values : undefined);
		} catch {
			// It is said when it is this item's turn.
			all.push(undefined);
		}
	}
	return all;
}

/** Handles one item: reads and checks its fields, runs the operation, pairs what comes out. */
async function handle(run: Run, index: number): Promise<INodeExecutionData[]> {
	const { n8n, operation, partner, session } = run;
	const { values, options, issues, secrets } = readItem(n8n, operation, index);
	const errors = new ErrorFactory(n8n.getNode(), partner, () => [...session.secrets(), ...secrets], index);
	if (issues.length > 0) throw errors.fields(issues);

	const outcome = await operation.run(values, createContext(run, errors, retryOptionsOf(options)));
	return (Array.isArray(outcome) ? outcome : [outcome]).map((json) => ({
		json,
		pairedItem: { item: index },
	}));
}

/** A run that stops half-way loses its output, not what it did: say so, lest it be done again. */
function describePartialRun(
	failure: unknown,
	operation: Operation,
	finished: number,
	failures: Map<number, unknown>,
): void {
	if (!operation.changes || !isRecord(failure)) return;
	// Other items were under way, and the run stops with the error of one.
	const uncertain = [...failures]
		.filter(([, other]) => other !== failure && faultDetails(other).mayHaveHappened)
		.map(([index]) => index)
		.sort((a, b) => a - b);
	const lines = [
		...(typeof failure.description === 'string' ? [failure.description] : []),
		...(finished > 0 ? [`Already done in this run: ${finished} ${operation.changes}.`] : []),
		...(uncertain.length > 0
			? [
					`May have been carried out as well: item ${uncertain.join(', ')}. Look there before you run it again.`,
				]
			: []),
	];
	failure.description = lines.join('\n');
}
