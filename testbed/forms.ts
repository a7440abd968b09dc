import type { Execution, StoredWorkflow } from './n8nTypes';
import type { Testbed } from './testbed';

/** Opens n8n's page of a form, which answers 404 for some time after the activation, and sends it. */
async function send(address: string, body: FormData): Promise<Response> {
	for (let tries = 0; ; tries++) {
		const answer = await fetch(address, { method: 'POST', body });
		if (answer.status !== 404 || tries === 300) return answer;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}

/**
 * Fills in the form of an active workflow as its page does.
 *
 * @param answers by the labels of the fields
 * @returns the execution that this starts, once it has ended or waits
 */
export async function fillInForm(
	{ client, webhookUrl }: Testbed,
	workflow: StoredWorkflow,
	answers: Record<string, string>,
): Promise<Execution> {
	const form = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
	const { formFields, options } = form?.parameters as {
		formFields: { values: Array<{ fieldLabel: string }> };
		options: { path: string };
	};
	const body = new FormData();
	for (const [index, { fieldLabel }] of formFields.values.entries())
		body.append(`field-${index}`, answers[fieldLabel] ?? '');
	const known = new Set((await client.listExecutions(workflow.id)).map(({ id }) => id));
	const answer = await send(`${webhookUrl}/form/${options.path}`, body);
	if (!answer.ok)
		throw new Error(`The form ${options.path} answers ${answer.status}: ${await answer.text()}`);
	return await client.nextExecution(workflow.id, known);
}
