import type { N8nClient } from './n8nClient';
import type { ErrorRecord, Execution, ExecutionSummary, Item, JsonObject, NodeRun } from './n8nTypes';

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

/** Above every execution's number; the highest that PostgreSQL takes for one. */
const HIGHEST = 2 ** 31 - 1;

interface Page {
	results: ExecutionSummary[];
	/** Where the next page begins; `null` after the last one. An older n8n (2.8.4 and before) has no such field. */
	nextCursor?: string | null;
}

/** What to ask for after a page; undefined where there is no more. */
function pageAfter(asked: string, { results, nextCursor }: Page): string | undefined {
	if (nextCursor === null) return undefined;
	if (nextCursor !== undefined) return `&cursor=${encodeURIComponent(nextCursor)}`;
	// An older n8n takes two numbers to look between and then sorts by number (executions.controller.js, getMany).
	// The first answer was sorted by time and may have left out any number, so it begins anew.
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
		// Those that are still running come with every page.
		for (const one of page.results) if (!found.has(one.id)) found.set(one.id, one);
		asked = pageAfter(asked, page);
	}
	return [...found.values()];
}
