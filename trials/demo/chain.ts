import { postbackUrl, runScreening } from './screeningDemo';
import { runAffordability, runLeads, runReferencing, runReferral } from './jobs';
import type { Row } from './report';
import type { StoredWorkflow, WorkflowFile } from '../../testbed/n8nTypes';
import type { Testbed } from '../../testbed/testbed';
import { UserError } from '../../testbed/userError';
import { readWorkflows, withFirmsValues, withoutLimit } from '../../testbed/workflowFiles';

/** The example of the demo that goes from one partner to another. */
export const chain = 'us-mover-lead-to-screening-link';

/** Finds a stored example by its file name without `.json`. */
export type WorkflowOf = (name: string) => StoredWorkflow;

/** Stores every example workflow as a firm has it that works with the simulated partners. */
export async function importWorkflows(testbed: Testbed): Promise<WorkflowOf> {
	const examples = await readWorkflows();
	const postbacks = examples.get('us-lost-postbacks');
	const values = {
		customerReference: 'cust-42',
		...(postbacks && { postbackUrl: postbackUrl(postbacks, testbed.webhookUrl) }),
	};
	const store = async ([name, workflow]: [string, WorkflowFile]) =>
		[name, await testbed.addWorkflow(withoutLimit(withFirmsValues(workflow, values)))] as const;
	const stored = new Map(await Promise.all([...examples].map(store)));
	return (name) => {
		const found = stored.get(name);
		if (found === undefined) throw new UserError(`workflows/${name}.json is missing.`);
		return found;
	};
}

/**
 * Does a job with each partner, all at once; a row for each. Forms stay on, so that they can be filled in afterwards.
 *
 * @param onRow called with each row as soon as its job is done
 */
export async function runDemo(
	testbed: Testbed,
	workflowOf: WorkflowOf,
	onRow: (row: Row) => void = () => {},
): Promise<Row[]> {
	const leads = runLeads(testbed, workflowOf(chain));
	const jobs = [
		leads,
		runReferencing(testbed, workflowOf('uk-reference-a-new-tenant')),
		runReferral(testbed, workflowOf('uk-refer-a-buyer-for-a-survey')),
		// Leads are orders at SmartMove, too, and the screening takes the newest order for its own.
		leads.then(async () => await runScreening(testbed, workflowOf('us-screen-and-wait'))),
		runAffordability(testbed, workflowOf('no-affordability-of-a-propertys-tenants')),
	];
	const rows = await Promise.all(
		jobs.map(async (job) => {
			const row = await job;
			onRow(row);
			return row;
		}),
	);
	const [violation] = testbed.simulator.control.violations();
	if (violation) rows[0]?.faults.push(`a request broke the contract: ${JSON.stringify(violation)}`);
	return rows;
}
