import { runAffordability, runScreening, withPostbackUrl, type Row } from './screeningDemo';
import { partnerTotals, reportOf, rowsOf } from './report';
import type { StoredWorkflow } from '../../testbed/n8nTypes';
import type { Testbed } from '../../testbed/testbed';
import { UserError } from '../../testbed/userError';
import { readWorkflows } from '../../testbed/workflowFiles';

/** The main example of the demo. */
export const chain = 'lead-to-referral';
const leadsPerDay = 24;

/** Finds a stored example by its file name without `.json`. */
export type WorkflowOf = (name: string) => StoredWorkflow;

/** Stores every example workflow. */
export async function importWorkflows(testbed: Testbed): Promise<WorkflowOf> {
	const stored = new Map<string, StoredWorkflow>();
	for (const [name, workflow] of await readWorkflows()) {
		stored.set(name, await testbed.addWorkflow(withPostbackUrl(workflow, testbed.webhookUrl)));
	}
	return (name) => {
		const found = stored.get(name);
		if (found === undefined) throw new UserError(`workflows/${name}.json is missing.`);
		return found;
	};
}

/** Runs the chain, the screening and the affordability example once; a row for each partner. */
export async function runDemo(testbed: Testbed, workflowOf: WorkflowOf): Promise<Row[]> {
	// So few leads that a new Movem account's hundred credits are enough, and the table fits on one screen.
	testbed.simulator.control.mymove.setSwitches({ leadsPerDay });
	const before = partnerTotals(testbed.simulator.control.state());
	const workflow = workflowOf(chain);
	const execution = await testbed.client.runWorkflow(workflow, undefined, 5 * 60_000);
	const report = reportOf(workflow, execution, before, testbed.simulator.control.state());
	return [
		...rowsOf(report),
		await runScreening(testbed, workflowOf('screening-to-report')),
		await runAffordability(testbed, workflowOf('affordability')),
	];
}
