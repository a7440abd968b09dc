import { faultsOf, type Row } from './report';
import { errorOf, jsonOf } from '../../testbed/executions';
import { fillInForm } from '../../testbed/forms';
import type { Execution, StoredWorkflow, WorkflowFile } from '../../testbed/n8nTypes';
import type { Testbed } from '../../testbed/testbed';

/** The address of the SmartMove Trigger of a workflow on an n8n at `url`. */
export function postbackUrl(workflow: WorkflowFile, url: string): string {
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.smartMoveTrigger'));
	return `${url}/webhook/${trigger?.webhookId ?? ''}/postback`;
}

/** Activates a workflow and waits until n8n accepts calls of its trigger, which takes a moment. */
export async function publish({ client, webhookUrl }: Testbed, workflow: StoredWorkflow): Promise<void> {
	await client.activate(workflow.id);
	const answers = async () => (await fetch(postbackUrl(workflow, webhookUrl), { method: 'POST' })).status;
	for (let tries = 0; tries < 300 && (await answers()) === 404; tries++)
		await new Promise((resolve) => setTimeout(resolve, 200));
}

/** Somebody fills in the form of an applicant: a screening is ordered, and the execution sleeps. */
export async function orderScreening(
	testbed: Testbed,
	workflow: StoredWorkflow,
	unit: string,
): Promise<{ asleep: Execution; applicationId: number }> {
	await testbed.client.activate(workflow.id);
	const asleep = await fillInForm(testbed, workflow, {
		'Applicant email': 'pat.renter@firm.nosend',
		'Property name': 'Elm House',
		Street: '9 Elm St',
		Unit: unit,
		City: 'Albany',
		State: 'NY',
		'ZIP code': '12208',
		'Has the landlord accepted the FCRA agreement?': 'Yes',
	});
	if (asleep.status !== 'waiting')
		throw new Error(
			`The execution is "${asleep.status}" instead of asleep: ${errorOf(asleep)?.message ?? ''}`,
		);
	const { applications } = testbed.simulator.control.state().partners.smartMove;
	return { asleep, applicationId: Math.max(...applications.map((one) => one.applicationId)) };
}

/** The links to a report that an execution of the screening has got. */
export const reportsOf = (execution: Execution) =>
	jsonOf(execution, 'Report ready?').map(({ reportUrl }) => String(reportUrl));

/** Orders a screening, lets the tenant answer, and waits until the execution has woken with the report. */
export async function runScreening(testbed: Testbed, workflow: StoredWorkflow): Promise<Row> {
	const { client, simulator } = testbed;
	const { smartMove } = simulator.control;
	const { asleep, applicationId } = await orderScreening(testbed, workflow, '2B');
	smartMove.accept({ applicationId });
	smartMove.completeIdentity({ applicationId });
	smartMove.makeReady({ applicationId });
	await smartMove.settled({});
	const awake = await client.waitForExecution(asleep.id);
	const reports = reportsOf(awake);
	return {
		partner: 'SmartMove',
		count: 1,
		what: `screening ordered; its execution slept until the report was ready: ${reports.join()}`,
		faults: faultsOf(awake, [[reports.length === 1, `${reports.length} reports came, not 1`]]),
	};
}
