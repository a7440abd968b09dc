import { runAffordability, runScreening, withPostbackUrl, type Row } from './demo-more';
import { booksOf, reportOf, rowsOf } from './demo-report';
import type { StoredWorkflow } from './n8n-types';
import type { Stage } from './stage';
import { Trouble } from './trouble';
import { readWorkflows } from './workflow-files';

/** The example that the demo is about. */
export const chain = 'lead-to-referral';
const leadsPerDay = 24;

/** Finds a stored example by its file name without `.json`. */
export type WorkflowOf = (name: string) => StoredWorkflow;

/** Stores every example workflow. */
export async function importWorkflows(stage: Stage): Promise<WorkflowOf> {
	const stored = new Map<string, StoredWorkflow>();
	for (const [name, workflow] of await readWorkflows()) {
		stored.set(name, await stage.addWorkflow(withPostbackUrl(workflow, stage.webhookUrl)));
	}
	return (name) => {
		const found = stored.get(name);
		if (found === undefined) throw new Trouble(`workflows/${name}.json is missing.`);
		return found;
	};
}

/** Runs the chain, the screening and the affordability example once; a row for each partner. */
export async function runDemo(stage: Stage, workflowOf: WorkflowOf): Promise<Row[]> {
	// A day that fits the hundred credits of a new Movem account, and the table on one screen.
	stage.simulator.control.mymove.setSwitches({ leadsPerDay });
	const before = booksOf(stage.simulator.control.state());
	const workflow = workflowOf(chain);
	const execution = await stage.client.runWorkflow(workflow, undefined, 5 * 60_000);
	const report = reportOf(workflow, execution, before, stage.simulator.control.state());
	return [
		...rowsOf(report),
		await runScreening(stage, workflowOf('screening-to-report')),
		await runAffordability(stage, workflowOf('affordability')),
	];
}
