import { runAffordability, runScreening, withPostbackUrl, type Row } from './screeningDemo';
import { partnerTotals, reportOf, rowsOf } from './report';
import type { StoredWorkflow } from '../../testbed/n8nTypes';
import type { Testbed } from '../../testbed/testbed';
import { UserError } from '../../testbed/userError';
import { readWorkflows } from '../../testbed/workflowFiles';

/** The example that the demo is about. */
export const chain = 'lead-to-referral';
const leadsPerDay = 24;

/** Finds a stored example by its file name without `.json`. */
export type WorkflowOf = (name: string) => StoredWorkflow;

/** Stores every example workflow. */
export async function importWorkflows(stage: Testbed): Promise<WorkflowOf> {
	const stored = new Map<string, StoredWorkflow>();
	for (const [name, workflow] of await readWorkflows()) {
		stored.set(name, await stage.addWorkflow(withPostbackUrl(workflow, stage.webhookUrl)));
	}
	return (name) => {
		const found = stored.get(name);
		if (found === undefined) throw new UserError(`workflows/${name}.json is missing.`);
		return found;
	};
}

/** Runs the chain, the screening and the affordability example once; a row for each partner. */
export async function runDemo(stage: Testbed, workflowOf: WorkflowOf): Promise<Row[]> {
	// A day that fits the hundred credits of a new Movem account, and the table on one screen.
	stage.simulator.control.mymove.setSwitches({ leadsPerDay });
	const before = partnerTotals(stage.simulator.control.state());
	const workflow = workflowOf(chain);
	const execution = await stage.client.runWorkflow(workflow, undefined, 5 * 60_000);
	const report = reportOf(workflow, execution, before, stage.simulator.control.state());
	return [
		...rowsOf(report),
		await runScreening(stage, workflowOf('screening-to-report')),
		await runAffordability(stage, workflowOf('affordability')),
	];
}
