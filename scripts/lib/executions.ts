import type { N8nClient } from './n8n-client';
import type { ErrorRecord, Execution, ExecutionSummary, Item, JsonObject, NodeRun } from './n8n-types';

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

/** Executions that n8n is asked for at once. */
const PAGE = 20;

/** Every execution, of one workflow or of all of them, page by page. */
export async function allExecutions(client: N8nClient, workflowId?: string): Promise<ExecutionSummary[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const found: ExecutionSummary[] = [];
	for (let cursor: string | null = ''; cursor !== null;) {
		const page = `/rest/executions?filter=${filter}&limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
		const answer: { results: ExecutionSummary[]; nextCursor: string | null } = await client.request(
			'GET',
			page,
		);
		// Those that are still running come with every page.
		for (const one of answer.results) if (!found.some(({ id }) => id === one.id)) found.push(one);
		cursor = answer.nextCursor;
	}
	return found;
}
