import { errorOf, jsonOf } from '../../testbed/executions';
import type { Execution, StoredWorkflow, WorkflowFile } from '../../testbed/n8nTypes';
import type { Testbed } from '../../testbed/testbed';

/** A row of the demo's table, and what did not happen as it should; empty when everything did. */
export interface Row {
	partner: string;
	count: number;
	what: string;
	faults: string[];
}

const faultsOf = (execution: Execution, expectations: Array<[boolean, string]>) => [
	...(execution.status === 'success'
		? []
		: [`the workflow ended with "${execution.status}": ${errorOf(execution)?.message ?? ''}`]),
	...expectations.filter(([holds]) => !holds).map(([, fault]) => fault),
];

/** Lists properties with made-up tenants and splits who can afford them from who cannot. */
export async function runAffordability(
	{ client, simulator }: Testbed,
	workflow: StoredWorkflow,
): Promise<Row> {
	simulator.control.sprove.addProperties({ count: 4, checks: 3 });
	const execution = await client.runWorkflow(workflow);
	const checks = jsonOf(execution, 'Their checks').length;
	const approved = jsonOf(execution, 'Approved').length;
	const declined = jsonOf(execution, 'Declined').length;
	return {
		partner: 'sprove',
		count: checks,
		what: `checks of 4 properties: ${approved} approved, ${declined} declined`,
		faults: faultsOf(execution, [
			[checks === 12 && approved + declined === checks, `${checks} checks were read, not 12`],
		]),
	};
}

const TRIGGER = 'SmartMove reports a change';

/** Where the trigger of a workflow can be called on an n8n at `url`. */
export function postbackUrl(workflow: WorkflowFile, url: string): string {
	return `${url}/webhook/${workflow.nodes.find(({ name }) => name === TRIGGER)?.webhookId ?? ''}/postback`;
}

/** The screening example with the address under which this n8n can be called. */
export function withPostbackUrl(workflow: WorkflowFile, url: string): WorkflowFile {
	const text = JSON.stringify(workflow).replace(
		/http:\/\/127\.0\.0\.1:5678\/webhook\/[^"\\]*/,
		postbackUrl(workflow, url),
	);
	return JSON.parse(text) as WorkflowFile;
}

/** Publishes a workflow and waits until n8n takes calls for its trigger, which is a moment later. */
export async function publish({ client, webhookUrl }: Testbed, workflow: StoredWorkflow): Promise<void> {
	await client.activate(workflow.id);
	const answers = async () => (await fetch(postbackUrl(workflow, webhookUrl), { method: 'POST' })).status;
	for (let tries = 0; tries < 50 && (await answers()) === 404; tries++)
		await new Promise((resolve) => setTimeout(resolve, 200));
}

/** Orders a screening, lets the tenant answer, and fetches the report when SmartMove says that it is ready. */
export async function runScreening(stage: Testbed, workflow: StoredWorkflow): Promise<Row> {
	const { client, simulator } = stage;
	const { smartMove: smartmove } = simulator.control;
	await publish(stage, workflow);
	const order = await client.runWorkflow(workflow);
	const applicationId = Number(jsonOf(order, 'Order the screening')[0]?.applicationId);
	if (Number.isNaN(applicationId))
		return {
			partner: 'SmartMove',
			count: 0,
			what: 'screenings',
			faults: faultsOf(order, [[false, 'no screening was ordered']]),
		};

	smartmove.accept({ applicationId });
	smartmove.completeIdentity({ applicationId });
	smartmove.makeReady({ applicationId });
	await smartmove.settled({});
	const sent = smartmove.postbacks({ applicationId });
	const heard: Execution[] = [];
	const known = new Set<string>();
	while (heard.length < sent.length) {
		const next = await client.nextExecution(workflow.id, known);
		known.add(next.id);
		if (next.mode === 'webhook') heard.push(await client.waitForExecution(next.id));
	}
	const reports = heard.flatMap((execution) => jsonOf(execution, 'Fetch the link to the report'));
	return {
		partner: 'SmartMove',
		count: 1,
		what: `screening ordered, ${heard.length} postbacks heard, report ${String(reports[0]?.reportUrl ?? 'not fetched')}`,
		faults: [
			...faultsOf(order, [[reports.length === 1, `${reports.length} reports were fetched, not 1`]]),
			...heard.flatMap((execution) => faultsOf(execution, [])),
		],
	};
}
