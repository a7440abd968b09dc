import type { N8nClient } from './n8nClient';
import type { ErrorRecord, Execution, ExecutionSummary, Item, JsonObject, NodeRun } from './n8nTypes';

/** All runs of a node in an execution; none when it was never reached. */
export function runsOf(execution: Execution, node: string): NodeRun[] {
	return execution.data.resultData.runData[node] ?? [];
}

/** The items of one output of a node in all its runs, with pairing. */
export function itemsOf(execution: Execution, node: string, output = 0): Item[] {
	return runsOf(execution, node).flatMap((run) => run.data?.main?.[output] ?? []);
}

/** The JSON of the items that `itemsOf` returns. */
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

/** Executions in one page. */
const PAGE = 20;

/** The highest execution id that PostgreSQL accepts. */
const HIGHEST = 2 ** 31 - 1;

interface Page {
	results: ExecutionSummary[];
	/** Where the next page begins; `null` after the last one. An older n8n (2.8.4 and before) has no such field. */
	nextCursor?: string | null;
}

/** Query parameters of the next page; undefined after the last one. */
function pageAfter(asked: string, { results, nextCursor }: Page): string | undefined {
	if (nextCursor === null) return undefined;
	if (nextCursor !== undefined) return `&cursor=${encodeURIComponent(nextCursor)}`;
	// An older n8n filters by a range of ids, and then sorts by id (executions.controller.js, getMany). The first page
	// was sorted by time and may lack any id, so the second page begins at the highest.
	const lowest = asked === '' ? HIGHEST : Math.min(...results.map(({ id }) => Number(id)));
	return Number.isFinite(lowest) ? `&firstId=0&lastId=${lowest}` : undefined;
}

/** Every execution, of one workflow or of all of them, page by page. */
export async function allExecutions(
	client: Pick<N8nClient, 'request'>,
	workflowId?: string,
): Promise<ExecutionSummary[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const found = new Map<string, ExecutionSummary>();
	for (let asked: string | undefined = ''; asked !== undefined;) {
		const path = `/rest/executions?filter=${filter}&limit=${PAGE}${asked}`;
		const page: Page = await client.request('GET', path);
		// Executions that are still running are in every page.
		for (const one of page.results) if (!found.has(one.id)) found.set(one.id, one);
		asked = pageAfter(asked, page);
	}
	return [...found.values()];
}
