import type { ErrorRecord, Execution, Item, JsonObject, NodeRun } from './n8n-types';

/** All runs of a node in an execution; none when it was never reached. */
export function runsOf(execution: Execution, node: string): NodeRun[] {
	return execution.data.resultData.runData[node] ?? [];
}

/** The items that a node's output carried in all its runs, with pairing; output 0 unless said otherwise. */
export function itemsOf(execution: Execution, node: string, output = 0): Item[] {
	return runsOf(execution, node).flatMap((run) => run.data?.main?.[output] ?? []);
}

/** The same, the JSON alone. */
export function jsonOf(execution: Execution, node: string, output = 0): JsonObject[] {
	return itemsOf(execution, node, output).map((item) => item.json);
}

/** Why an execution failed: the node's own error where there is one. */
export function errorOf(execution: Execution): ErrorRecord | undefined {
	const { runData, error } = execution.data.resultData;
	const failed = Object.values(runData)
		.flat()
		.find((run) => run.error);
	return failed?.error ?? error;
}
