import { errorOf, jsonOf } from '../../testbed/executions';
import type { JsonObject, WorkflowFile, WorkflowNode } from '../../testbed/n8nTypes';
import type { Testbed } from '../../testbed/testbed';
import type { LiveCall } from './calls';

/** How one call went. Nothing of what the partner answered is kept: it may be about real people. */
export interface Played {
	call: LiveCall;
	/** How many items came back; undefined where the call failed. */
	items?: number;
	/** The node's own error. */
	error?: string;
}

/** Makes each call with the node of its partner on the real n8n, one after the other; ends at the first that fails. */
export async function play({ client, addWorkflow }: Testbed, calls: readonly LiveCall[]): Promise<Played[]> {
	const played: Played[] = [];
	let last: JsonObject = {};
	for (const call of calls) {
		const execution = await client.runWorkflow(await addWorkflow(workflowOf(call, last)));
		const error = errorOf(execution);
		if (error) return [...played, { call, error: error.message }];
		const items = jsonOf(execution, call.title);
		last = items[0] ?? {};
		played.push({ call, items: items.length });
	}
	return played;
}

/** A workflow of the one call, whose expressions read the first item of the call before it. */
function workflowOf({ partner, title, parameters }: LiveCall, item: JsonObject): WorkflowFile {
	const node = (
		name: string,
		type: string,
		rest: Pick<WorkflowNode, 'typeVersion' | 'parameters' | 'credentials'>,
	): WorkflowNode => ({
		id: name,
		name,
		type,
		position: [0, 0],
		...rest,
	});
	const jsCode = `return [{ json: ${JSON.stringify(item)} }];`;
	return {
		name: title,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', { typeVersion: 1, parameters: {} }),
			node('Before', 'n8n-nodes-base.code', { typeVersion: 2, parameters: { jsCode } }),
			node(title, `n8n-nodes-moving-partners.${partner}`, {
				typeVersion: 1,
				parameters,
				credentials: { [`${partner}Api`]: { name: partner } },
			}),
		],
		connections: {
			Start: { main: [[{ node: 'Before', type: 'main', index: 0 }]] },
			Before: { main: [[{ node: title, type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	};
}
