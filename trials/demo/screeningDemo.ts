import { errorOf, jsonOf } from '../../testbed/executions';
import type { Execution, StoredWorkflow, WorkflowFile } from '../../testbed/n8nTypes';
import type { Testbed } from '../../testbed/testbed';

/** A row of the demo's table; `faults` says what went wrong, and is empty if nothing did. */
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

/** Runs the affordability example on properties with made-up tenants. */
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

/** The address of a workflow's trigger on an n8n at `url`. */
export function postbackUrl(workflow: WorkflowFile, url: string): string {
	return `${url}/webhook/${workflow.nodes.find(({ name }) => name === TRIGGER)?.webhookId ?? ''}/postback`;
}

/** The screening example with this n8n's address in place of the default one. */
export function withPostbackUrl(workflow: WorkflowFile, url: string): WorkflowFile {
	const text = JSON.stringify(workflow).replace(
		/http:\/\/127\.0\.0\.1:5678\/webhook\/[^"\\]*/,
		postbackUrl(workflow, url),
	);
	return JSON.parse(text) as WorkflowFile;
}

/** Activates a workflow and waits until n8n accepts calls of its trigger, which takes a moment. */
export async function publish({ client, webhookUrl }: Testbed, workflow: StoredWorkflow): Promise<void> {
	await client.activate(workflow.id);
	const answers = async () => (await fetch(postbackUrl(workflow, webhookUrl), { method: 'POST' })).status;
	for (let tries = 0; tries < 50 && (await answers()) === 404; tries++)
		await new Promise((resolve) => setTimeout(resolve, 200));
}

/** Orders a screening, lets the tenant answer, and fetches the report when SmartMove says that it is ready. */
export async function runScreening(testbed: Testbed, workflow: StoredWorkflow): Promise<Row> {
	const { client, simulator } = testbed;
	const { smartMove } = simulator.control;
	await publish(testbed, workflow);
	const order = await client.runWorkflow(workflow);
	const applicationId = Number(jsonOf(order, 'Order the screening')[0]?.applicationId);
	if (Number.isNaN(applicationId))
		return {
			partner: 'SmartMove',
			count: 0,
			what: 'screenings',
			faults: faultsOf(order, [[false, 'no screening was ordered']]),
		};

	smartMove.accept({ applicationId });
	smartMove.completeIdentity({ applicationId });
	smartMove.makeReady({ applicationId });
	await smartMove.settled({});
	const sent = smartMove.postbacks({ applicationId });
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
