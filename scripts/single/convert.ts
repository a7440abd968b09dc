import { PARTNER_NAMES } from '../../simulator/partners';
import { pack, SINGLE } from './about';

/** Where a workflow's nodes are to come from: the packages of one partner each, or the pack of all. */
export type Target = 'single' | 'pack';

/**
 * Makes a workflow that was built with one of them ask for the other. Node types carry the name of their package;
 * nothing else differs, and nothing else is changed.
 *
 * @param text the file's text
 * @returns the text with other node types, and how many nodes that were
 */
export function convert(text: string, to: Target): { text: string; nodes: number } {
	let nodes = 0;
	const converted = text.replace(
		/("type"\s*:\s*")(n8n-nodes-[\w-]+)\.(\w+)"/g,
		(whole, before: string, from: string, node: string) => {
			// `movemTrigger` and `movemTool`, the node as a tool of an AI agent, belong to `movem`.
			const partner = PARTNER_NAMES.find((name) => node.replace(/(Trigger|Tool)$/, '') === name);
			if (partner === undefined) return whole;
			const { name: single } = SINGLE[partner];
			const [old, wanted] = to === 'single' ? [pack.name, single] : [single, pack.name];
			if (from !== old) return whole;
			nodes++;
			return `${before}${wanted}.${node}"`;
		},
	);
	return { text: converted, nodes };
}
