import type { WorkflowFile, WorkflowNode } from '../../../testbed/n8nTypes';

interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** The side of a node on n8n's canvas, and the height of the name below it. */
const NODE = 100;
const NAME = 40;
const GRID = 20;

/** The least distance between two nodes. */
const APART = 60;

const overlap = (a: Box, b: Box, by = 0) =>
	a.left < b.right + by && b.left < a.right + by && a.top < b.bottom + by && b.top < a.bottom + by;

function boxOf({ name, position: [left, top], parameters }: WorkflowNode): Box {
	const { width = NODE, height = NODE } = parameters as { width?: number; height?: number };
	return { name, left, top, right: left + width, bottom: top + height };
}

/** A connection as the rectangle between the end of one node and the beginning of the next. */
function connectionsOf({ connections }: WorkflowFile, nodes: readonly Box[]): Box[] {
	const boxes = new Map(nodes.map((box) => [box.name, box]));
	return Object.entries(connections).flatMap(([name, { main = [] }]) =>
		main.flat().flatMap((link) => {
			const [from, to] = [boxes.get(name), boxes.get(link?.node ?? '')];
			if (!from || !to) return [];
			const [y1, y2] = [from.top + NODE / 2, to.top + NODE / 2];
			return {
				name: `${from.name} → ${to.name}`,
				left: Math.min(from.right, to.left),
				right: Math.max(from.right, to.left),
				top: Math.min(y1, y2),
				bottom: Math.max(y1, y2) + 1,
			};
		}),
	);
}

function pairs<T>(list: readonly T[]): Array<[T, T]> {
	return list.flatMap((one, i) => list.slice(i + 1).map((other): [T, T] => [one, other]));
}

/** What lies over something else on the canvas, is too near to it, or leads to the left. */
export function geometryProblems(workflow: WorkflowFile): string[] {
	const isNote = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.stickyNote';
	const notes = workflow.nodes.filter(isNote).map(boxOf);
	const nodes = workflow.nodes
		.filter((node) => !isNote(node))
		.map((node) => boxOf({ ...node, parameters: {} }));
	const lines = connectionsOf(workflow, nodes);
	const withName = nodes.map((box) => ({ ...box, bottom: box.bottom + NAME }));
	const said = ([a, b]: [Box, Box], how: string) => `"${a.name}" ${how} "${b.name}"`;
	const across = (some: readonly Box[], others: readonly Box[]) =>
		some.flatMap((one) => others.map((other): [Box, Box] => [one, other])).filter(([a, b]) => overlap(a, b));
	const ends = (line: Box, box: Box) => line.name.split(' → ').includes(box.name);
	return [
		...pairs(notes)
			.filter(([a, b]) => overlap(a, b))
			.map((pair) => said(pair, 'lies over')),
		...across(notes, withName).map((pair) => said(pair, 'lies over')),
		...across(notes, lines).map((pair) => said(pair, 'lies over')),
		...pairs(nodes)
			.filter(([a, b]) => overlap(a, b, APART))
			.map((pair) => said(pair, 'is too near to')),
		...across(lines, nodes)
			.filter(([line, box]) => !ends(line, box))
			.map((pair) => said(pair, 'runs through')),
		...lines
			.filter((line) => {
				const [from, to] = line.name.split(' → ').map((name) => nodes.find((box) => box.name === name)!);
				return to!.left < from!.right;
			})
			.map(({ name }) => `"${name}" leads to the left`),
		...[...nodes, ...notes]
			.filter(({ left, top }) => left % GRID !== 0 || top % GRID !== 0)
			.map(({ name }) => `"${name}" stands beside the grid`),
	];
}
