import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { errorOf } from '../../../testbed/executions';
import type { Execution, WorkflowFile } from '../../../testbed/n8nTypes';
import type { Testbed } from '../../../testbed/testbed';

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
