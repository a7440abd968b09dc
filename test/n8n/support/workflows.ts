import type { Link, WorkflowFile, WorkflowNode } from '../../../testbed/n8nTypes';
import { defaultVersionOf } from '../../support/nodeTypes';
import { nodes } from '../../support/pack';

/** The version that a new workflow gets of a node of the pack; 1 for any other node. */
function versionOf(type: string): number {
	const make = nodes[type.replace(/^.*\./, '').replace(/Tool$/, '')];
	return make ? defaultVersionOf(make()) : 1;
}

/** A node with the parts that do not matter to a test filled in. */
export function node(
	name: string,
	type: string,
	parameters: WorkflowNode['parameters'] = {},
	more: Partial<WorkflowNode> = {},
): WorkflowNode {
	return { name, type, typeVersion: versionOf(type), position: [0, 0], parameters, ...more };
}

/** A workflow that starts by hand and runs the given nodes one after the other. */
export function chainOf(name: string, ...nodes: WorkflowNode[]): WorkflowFile {
	const all = [node('Start', 'n8n-nodes-base.manualTrigger'), ...nodes];
	const placed = all.map((each, index) => ({
		...each,
		id: `node-${index}`,
		position: [index * 220, 0] as [number, number],
	}));
	const connections: WorkflowFile['connections'] = {};
	placed.slice(1).forEach((each, index) => {
		const before = placed[index];
		const link: Link = { node: each.name, type: 'main', index: 0 };
		if (before) connections[before.name] = { main: [[link]] };
	});
	return { name, nodes: placed, connections, settings: { executionOrder: 'v1' } };
}

/** A node that outputs one item for each of the given objects. */
export function itemsNode(name: string, items: unknown[]): WorkflowNode {
	return node(
		name,
		'n8n-nodes-base.code',
		{ jsCode: `return ${JSON.stringify(items)}.map((json) => ({ json }));` },
		{ typeVersion: 2 },
	);
}
