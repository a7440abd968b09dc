import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failureOfSleep } from './asleep';
import { DEFAULTS, MOST_AT_ONCE, patienceOf, requestOptions } from './description';
import { ErrorMaker, faultDetails } from './errors';
import { failed } from './failed';
import { Place, readFields } from './fields';
import type { Operation, Provider, Resources } from './operation';
import { pool } from './pool';
import { sleep } from './sleep';
import { Secret } from './redact';
import { openPartner, toolsFor, type Shared } from './tools';
import { isRecord } from './words';

/** What every item of one execution of a node shares. */
interface Run extends Shared {
	n8n: IExecuteFunctions;
	operation: Operation;
	/** Most items under way. */
	atOnce: number;
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
	provider: Provider,
	resources: Resources,
): Promise<INodeExecutionData[][]> {
	const items = n8n.getInputData();
	if (items.length === 0) return [[]];

	const signal = n8n.getExecutionCancelSignal?.();
	const stopped = () => signal?.aborted ?? false;
	const operation = chosen(n8n, resources);
	/** Lets an item go on with its failure, unless the run is to stop at it. */
	const orGoOn = async (index: number, failure: unknown) =>
		n8n.continueOnFail() && !stopped()
			? [failed(n8n, operation, failure, index)]
			: await Promise.reject(failure);

	const late = failureOfSleep(n8n, provider);
	if (late) return [await orGoOn(0, late)];

	const start = await open(n8n, provider, operation, signal).then(
		(run) => ({ run }),
		(failure: unknown) => ({ failure }),
	);
	if ('failure' in start) {
		// Thrown on under "Continue", n8n would hand on the input as if nothing had been the matter
		// (WorkflowExecute.handleNodeExecutionError, n8n-core 2.41).
		const goneOn = await Promise.all(items.map(async (_, index) => await orGoOn(index, start.failure)));
		return [goneOn.flat()];
	}

	const { run } = start;
	let finished = 0;
	const failures = new Map<number, unknown>();
	const work = async (index: number) => {
		const outcome = await handle(run, index).catch(async (failure: unknown) => {
			failures.set(index, failure);
			return await orGoOn(index, failure);
		});
		finished++;
		return outcome;
	};
	const results = await pool(items.length, run.atOnce, work, stopped).catch((failure: unknown) => {
		tellWhatIsDone(failure, run.operation, finished, failures);
		return Promise.reject(failure);
	});
	return [results.flat()];
}

/** Everything that a run needs before its first item. */
async function open(
	n8n: IExecuteFunctions,
	provider: Provider,
	operation: Operation | undefined,
	signal?: AbortSignal,
): Promise<Run> {
	if (!operation) {
		const errors = new ErrorMaker(n8n.getNode(), provider, () => []);
		throw errors.operation('This node has no such operation', 'Choose the resource and the operation again.');
	}
	const { length } = n8n.getInputData();
	if (operation.withMoreItems && length > 1) {
		const errors = new ErrorMaker(n8n.getNode(), provider, () => []);
		throw errors.operation(
			`“${operation.name}” takes one item, and there are ${length}`,
			`${operation.withMoreItems} Nothing was sent to ${provider.name}.`,
		);
	}
	const atOnce = requestsAtOnce(n8n);
	const everyItem = async () => await readEvery(n8n, operation, signal);
	return { ...(await openPartner(n8n, provider, atOnce, signal)), n8n, everyItem, operation, atOnce };
}

/** The operation that the user chose; the panel offers no other. */
function chosen(n8n: IExecuteFunctions, resources: Resources): Operation | undefined {
	const resource = n8n.getNodeParameter('resource', 0) as string;
	return resources[resource]?.operations[n8n.getNodeParameter('operation', 0) as string];
}

/**
 * How many items may be under way: the first item's word, because it holds for the whole run. What is wrong
 * with it is said when that item's fields are read.
 */
function requestsAtOnce(n8n: IExecuteFunctions): number {
	const ignored = () => {};
	const place = new Place({ timeZone: 'UTC', broken: ignored, secret: ignored });
	const { concurrency = DEFAULTS.concurrency } = requestOptions.read(
		n8n.getNodeParameter('requestOptions', 0, {}),
		place,
	);
	return Number.isInteger(concurrency) ? Math.min(Math.max(1, concurrency), MOST_AT_ONCE) : 1;
}

/** Reads and checks the fields of one item; throws only what n8n throws for an expression that cannot be resolved. */
function readItem(n8n: IExecuteFunctions, operation: Operation, index: number) {
	const broken: Array<{ label: string; problem: string }> = [];
	const secrets = new Set<Secret>();
	const panel = new Place({
		timeZone: n8n.getTimezone(),
		broken: (label, problem) => broken.push({ label, problem }),
		secret: (value) => secrets.add(new Secret(value)),
	});

	const raw = (name: string) => n8n.getNodeParameter(name, index, null) as unknown;
	const values = readFields(operation.fields, raw, panel);
	const options = readFields({ requestOptions }, raw, panel).requestOptions;
	operation.check?.(values, panel);
	return { values, options, broken, secrets };
}

/** How many items are read before the event loop goes round: expressions take their time. */
const READ_AT_ONCE = 100;

/** What the fields of every item say, in order; undefined for an item that is not going to be sent. */
async function readEvery(n8n: IExecuteFunctions, operation: Operation, signal?: AbortSignal) {
	const every: Array<Record<string, unknown> | undefined> = [];
	for (const index of n8n.getInputData().keys()) {
		if (index % READ_AT_ONCE === READ_AT_ONCE - 1) await sleep(0, signal);
		try {
			const { values, broken } = readItem(n8n, operation, index);
			every.push(broken.length === 0 ? values : undefined);
		} catch {
			// It is said when it is this item's turn.
			every.push(undefined);
		}
	}
	return every;
}

/** Handles one item: reads and checks its fields, runs the operation, pairs what comes out. */
async function handle(run: Run, index: number): Promise<INodeExecutionData[]> {
	const { n8n, operation, provider, session } = run;
	const { values, options, broken, secrets } = readItem(n8n, operation, index);
	const errors = new ErrorMaker(n8n.getNode(), provider, () => [...session.secrets(), ...secrets], index);
	if (broken.length > 0) throw errors.fields(broken);

	const outcome = await operation.run(values, toolsFor(run, errors, patienceOf(options)));
	return (Array.isArray(outcome) ? outcome : [outcome]).map((json) => ({
		json,
		pairedItem: { item: index },
	}));
}

/** A run that stops half-way loses its output, not what it did: say so, lest it be done again. */
function tellWhatIsDone(
	failure: unknown,
	operation: Operation,
	finished: number,
	failures: Map<number, unknown>,
): void {
	if (!operation.changes || !isRecord(failure)) return;
	// Other items were under way, and the run stops with the error of one.
	const unsure = [...failures]
		.filter(([, other]) => other !== failure && faultDetails(other).mayHaveHappened)
		.map(([index]) => index)
		.sort((a, b) => a - b);
	const lines = [
		...(typeof failure.description === 'string' ? [failure.description] : []),
		...(finished > 0 ? [`Already done in this run: ${finished} ${operation.changes}.`] : []),
		...(unsure.length > 0
			? [`May have been carried out as well: item ${unsure.join(', ')}. Look there before you run it again.`]
			: []),
	];
	failure.description = lines.join('\n');
}
