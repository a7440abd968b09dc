import type { INodeType } from 'n8n-workflow';

/** A node as n8n makes a tool of it: its type ends in "Tool", and so does the name in its description. */
export function toolOf(node: INodeType): { node: INodeType; nodeTypeName: string } {
	const { name } = node.description;
	const description = { ...node.description, name: `${name}Tool` };
	return {
		node: Object.create(node, { description: { value: description } }) as INodeType,
		nodeTypeName: `n8n-nodes-moving-partners.${name}Tool`,
	};
}
