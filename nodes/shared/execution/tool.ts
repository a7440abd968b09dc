import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether an agent runs the node. n8n before 2.3 does not say so, and what runs tools as nodes says no; the type of a
 * node that is a tool ends in "Tool" on all (n8n, load-nodes-and-credentials, createAiTools).
 */
export function isTool(execution: IExecuteFunctions): boolean {
	return (execution.isToolExecution?.() ?? false) || execution.getNode().type.endsWith('Tool');
}
