import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { errorOf } from '../../../testbed/executions';
import type { Execution, Json, WorkflowFile } from '../../../testbed/n8nTypes';
import type { Testbed } from '../../../testbed/testbed';
export { fillInForm as submitForm } from '../../../testbed/forms';
export { withoutLimit } from '../../../testbed/workflowFiles';
import { partners } from '../../support/pack';

const folder = join(__dirname, '../../../workflows');

/** The node that starts every example by hand. */
export const BY_HAND = 'When clicking ‘Execute workflow’';

/** The example workflows, by file name. */
export const examples = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.sort();

export const exampleText = (file: string) => readFileSync(join(folder, file), 'utf8');

export function readExample(file: string): WorkflowFile {
	return JSON.parse(exampleText(file)) as WorkflowFile;
}

/** Runs an example from one of its triggers on the real n8n; expects success and no violation of a contract. */
export async function runExample(
	{ simulator, client, addWorkflow }: Testbed,
	file: string,
	trigger = BY_HAND,
): Promise<Execution> {
	const execution = await client.runWorkflow(await addWorkflow(readExample(file)), trigger);
	expect(errorOf(execution)).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(simulator.control.state().violations).toEqual([]);
	return execution;
}

/** An example as its user has changed it: with other values in "Your values". */
export function withValues(workflow: WorkflowFile, values: Record<string, Json>): WorkflowFile {
	const changed = structuredClone(workflow);
	const node = changed.nodes.find(({ name }) => name === 'Your values');
	const { assignments } = node?.parameters.assignments as {
		assignments: Array<{ name: string; value: Json }>;
	};
	for (const [name, value] of Object.entries(values)) {
		const found = assignments.find((assignment) => assignment.name === name);
		if (!found) throw new Error(`"Your values" has no ${name}`);
		found.value = value;
	}
	return changed;
}

/** The contract's names of all that changes something at a partner or costs something there. */
const CHANGES = new Set(
	Object.values(partners)
		.flatMap(({ resources }) => Object.values(resources))
		.flatMap(({ operations }) => Object.values(operations))
		.filter(({ changes, cost }) => changes !== undefined || cost !== undefined)
		.flatMap(({ contract }) => contract),
);

/** What the partners were sent that changes something there, oldest first; not what an operation reads before it writes. */
export const writesOf = ({ simulator }: Testbed) =>
	simulator.control
		.requests()
		.filter(
			({ method, operationId }) => method !== 'GET' && method !== 'HEAD' && CHANGES.has(String(operationId)),
		);
