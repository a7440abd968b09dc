import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { check } from './checkOnly';
import { timeoutError } from './sleepingExecution';
import { concurrencyOf, retryOptionsOf, requestOptions } from './nodeProperties';
import { ErrorFactory, failedItem, Secret, toPlainText } from '../errors';
import { FieldPath, filledByModel, readFields, type Row } from '../fields';
import type { Operation, Partner, Resources } from '../operation';
import { mapWithConcurrency } from './concurrency';
import { sleep } from '../http';
import { openRun, createContext, showHint, type RunContext } from './context';
import { Tally } from './tally';
import { isTool } from './tool';
import { toOutput } from './output';
import { parameterReader, type ReadParameter } from './parameters';

/** What all items of one execution share. */
interface Run extends RunContext {
	n8n: IExecuteFunctions;
	/** Read once, because n8n copies it, with the whole panel, each time. */
	node: INode;
	operation: Operation;
	/** Reads and checks the fields of an item, by its index from 0. @throws what n8n throws for an expression that fails */
	read(index: number): ItemFields;
	/** The most items at once. */
	concurrency: number;
	/** Headings of the input that no column has. */
	leftOut: Set<string>;
}

/**
 * Executes a node. This is the only loop over items. It reads the credential once; for each item it reads and checks the
 * fields, runs the operation, and pairs the output with the input. The output keeps the order of the input. Under
 * "Continue" a failed item becomes an item with the error.
 *
 * @returns one output with all items, failed ones included
 * @throws NodeOperationError for invalid fields, NodeApiError for what the partner refuses
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
	/** Turns a failure into an output item under "Continue", else throws it. */
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
		// If this threw under "Continue", n8n would pass the input on as if it had succeeded
		// (WorkflowExecute.handleNodeExecutionError, n8n-core 2.41).
		const failedItems = await Promise.all(
			items.map(async (_, index) => await continueOrThrow(index, opened.failure)),
		);
		return [failedItems.flat()];
	}

	const { run } = opened;
	const tally = new Tally(run.operation);
	const work = async (index: number) =>
		await handle(run, index).then(
			(output) => {
				tally.succeeded(output);
				return output;
			},
			async (failure: unknown) => {
				tally.failed(index, failure);
				return await continueOrThrow(index, failure);
			},
		);
	const results = await mapWithConcurrency(items.length, run.concurrency, work, isCancelled).catch(
		(failure: unknown) => {
			tally.describe(failure);
			return Promise.reject(failure);
		},
	);
	showHint(n8n, hintAfter(run, tally));
	showHint(n8n, unknownColumns([...run.leftOut]));
	return [results.flat()];
}

/** What is told of columns that nobody knows; undefined where there is none. */
function unknownColumns(headings: readonly string[]): string | undefined {
	if (headings.length === 0) return undefined;
	const named = headings.map((heading) => `“${toPlainText(heading)}”`).join(', ');
	return `There is no column of this name, and nothing of it is sent: ${named}.`;
}

/** What is told after a run: in which environment what happened, or that what was read is of a test system. */
function hintAfter({ partner, environment }: RunContext, tally: Tally): string | undefined {
	const told = tally.sentence() ?? (environment?.isTest ? 'this is its test system.' : undefined);
	return told && `${[partner.name, environment?.name].filter(Boolean).join(', ')}: ${told}`;
}

/**
 * Prepares a run.
 *
 * @throws NodeOperationError when there is no such operation, too many items, no base URL, or when a model could fill in
 *   what pays or declares
 */
async function openExecution(
	n8n: IExecuteFunctions,
	partner: Partner,
	operation: Operation | undefined,
	signal?: AbortSignal,
): Promise<Run> {
	const node = n8n.getNode();
	const errors = new ErrorFactory(node, partner, () => []);
	if (!operation)
		throw errors.operation('This node has no such operation', 'Choose the resource and the operation again.');
	const items = n8n.getInputData();
	const { length } = items;
	if (operation.singleItemAdvice && length > 1) {
		throw errors.operation(
			`“${operation.name}” takes one item, and there are ${length}`,
			`${operation.singleItemAdvice} Nothing was sent to ${partner.name}.`,
		);
	}
	const kind = isTool(n8n) ? 'tool' : 'node';
	const fields = filledByModel(operation.fields, node.parameters, kind);
	if (fields.length > 0) {
		throw errors.operation(
			`No AI model may fill in ${fields.map((label) => `“${label}”`).join(', ')}`,
			`It pays, or declares something in somebody’s name. Set it in the node. What is no switch can also come from a node with your own data, such as {{ $('Order').item.json.total }}. Nothing was sent to ${partner.name}.`,
			{ fields },
		);
	}
	const concurrency = concurrencyOf(n8n);
	const parametersOf = parameterReader(n8n, node, [...Object.keys(operation.fields), 'requestOptions']);
	const timeZone = n8n.getTimezone();
	const read = (index: number) =>
		readItem(operation, parametersOf(index), items[index]?.json ?? {}, timeZone);
	const allItemValues = async () => await readAllItems(length, read, signal);
	return {
		...(await openRun(n8n, partner, concurrency, signal)),
		n8n,
		node,
		allItemValues,
		operation,
		read,
		concurrency,
		leftOut: new Set(),
	};
}

/** The chosen operation; undefined for one that this version does not have. */
function chosenOperation(n8n: IExecuteFunctions, resources: Resources): Operation | undefined {
	const resource = n8n.getNodeParameter('resource', 0) as string;
	return resources[resource]?.operations[n8n.getNodeParameter('operation', 0) as string];
}

/** The fields of one item, and what is wrong with them. */
interface ItemFields {
	values: Record<string, unknown>;
	options: Parameters<typeof retryOptionsOf>[0];
	issues: Array<{ label: string; problem: string }>;
	secrets: Set<Secret>;
	/** Headings of the item that no column has. */
	leftOut: string[];
}

/** Reads and checks the fields of an item. @param cells the item itself, which is a row where columns are mapped */
function readItem(
	operation: Operation,
	parameter: ReadParameter,
	cells: IDataObject,
	timeZone: string,
): ItemFields {
	const issues: ItemFields['issues'] = [];
	const secrets = new Set<Secret>();
	const leftOut: string[] = [];
	let columns: ReadonlyMap<string, string> = new Map();
	const row: Row = {
		cells,
		nameColumns: (labels) => (columns = labels),
		leaveOut: (headings) => leftOut.push(...headings),
	};
	const panel = new FieldPath({
		timeZone,
		addIssue: (label, problem) => issues.push({ label: columns.get(label) ?? label, problem }),
		secret: (value) => secrets.add(new Secret(value)),
		row,
	});
	const values = readFields(operation.fields, parameter, panel);
	const options = readFields({ requestOptions }, parameter, panel).requestOptions;
	operation.check?.(values, panel);
	return { values, options, issues, secrets, leftOut };
}

/** Items that are read per turn of the event loop: evaluating their expressions blocks it. */
const ITEMS_PER_TICK = 100;

/** The field values of all items, in order; undefined for an item that is invalid and will send nothing. */
async function readAllItems(count: number, read: Run['read'], signal?: AbortSignal) {
	const all: Array<Record<string, unknown> | undefined> = [];
	for (let index = 0; index < count; index++) {
		if (index % ITEMS_PER_TICK === ITEMS_PER_TICK - 1) await sleep(0, signal);
		try {
			const { values, issues } = read(index);
			all.push(issues.length === 0 ? values : undefined);
		} catch {
			// Reported when this item itself is handled.
			all.push(undefined);
		}
	}
	return all;
}

/** Handles one item: reads and checks its fields, runs the operation, pairs the output. */
async function handle(run: Run, index: number): Promise<INodeExecutionData[]> {
	const { n8n, node, operation, partner, session } = run;
	const { values, options, issues, secrets, leftOut } = run.read(index);
	leftOut.forEach((heading) => run.leftOut.add(heading));
	const allSecrets = () => [...session.secrets(), ...secrets];
	const errors = new ErrorFactory(node, partner, allSecrets, index, n8n.getInputData().length > 1);
	if (issues.length > 0) throw errors.fields(issues, unknownColumns(leftOut));

	const isCheck = operation.checkOnly !== undefined && values.checkOnly === true;
	const context = createContext(run, errors, retryOptionsOf(options), isCheck);
	const outcome = await (isCheck ? check(operation, values, context) : operation.run(values, context));
	return await toOutput(n8n, outcome, index);
}
