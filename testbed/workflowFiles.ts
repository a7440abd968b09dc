import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Json, StoredCredential, WorkflowFile } from './n8nTypes';
import { repoRoot } from './paths';
import { UserError } from './userError';

/** The example workflows of the pack, by file name without `.json`, in alphabetical order. */
export async function readWorkflows(
	folder: string = join(repoRoot, 'workflows'),
): Promise<Map<string, WorkflowFile>> {
	const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
	const workflows = new Map<string, WorkflowFile>();
	for (const file of files) {
		const text = await readFile(join(folder, file), 'utf8');
		try {
			workflows.set(basename(file, '.json'), JSON.parse(text) as WorkflowFile);
		} catch (error) {
			throw new UserError(`workflows/${file} is not valid JSON: ${(error as Error).message}`);
		}
	}
	return workflows;
}

/** The same workflow with its nodes pointing at the credentials of this n8n, matched by credential type. */
export function withCredentials(
	workflow: WorkflowFile,
	stored: ReadonlyMap<string, StoredCredential>,
): WorkflowFile {
	const nodes = workflow.nodes.map((node) => {
		if (node.credentials === undefined) return node;
		const credentials = Object.entries(node.credentials).map(([type, named]) => {
			const found = stored.get(type);
			return [type, found === undefined ? named : { id: found.id, name: found.name }] as const;
		});
		return { ...node, credentials: Object.fromEntries(credentials) };
	});
	return { ...workflow, nodes };
}

interface Assignment {
	name: string;
	value: Json;
}

/**
 * An example as a firm has changed it: what is in its node "Your values" is no longer the example's own.
 *
 * @param values by their names; names that the example has not are left out. Whatever else has `example.test` in it gets
 *   another ending, at which no mail arrives.
 */
export function withFirmsValues(workflow: WorkflowFile, values: Record<string, Json> = {}): WorkflowFile {
	const changed = structuredClone(workflow);
	const node = changed.nodes.find(({ name }) => name === 'Your values');
	const { assignments = [] } = (node?.parameters.assignments ?? {}) as { assignments?: Assignment[] };
	for (const assignment of assignments) {
		const { name, value } = assignment;
		assignment.value =
			values[name] ?? (typeof value === 'string' ? value.replaceAll('example.test', 'firm.nosend') : value);
	}
	return changed;
}

/** The node of an example that lets one item through while somebody tries it. */
export const LIMIT = 'Only one while you try';

/** An example as its user leaves it: the node that lets one item through is deleted, and those beside it are joined. */
export function withoutLimit(workflow: WorkflowFile): WorkflowFile {
	const { [LIMIT]: limit, ...connections } = structuredClone(workflow.connections);
	const behind = limit?.main?.[0] ?? [];
	for (const outputs of Object.values(connections))
		for (const [type, links] of Object.entries(outputs))
			outputs[type] = links.map(
				(output) => output?.flatMap((link) => (link.node === LIMIT ? behind : [link])) ?? null,
			);
	const nodes = workflow.nodes.filter(({ name }) => name !== LIMIT);
	return { ...workflow, nodes: structuredClone(nodes), connections };
}
