import '../../support/environment';
import { WebhookContext } from 'n8n-core';
import { Workflow, type IDataObject, type INodeParameters, type IRunExecutionData } from 'n8n-workflow';

import { createAdditionalData } from '../../support/additionalData';
import { CredentialStore } from '../../support/credentialStore';
import { TestCredentialsHelper } from '../../support/credentialsHelper';
import { TestNodeTypes } from '../../support/nodeTypes';
import { credentialFor, partners } from '../../support/pack';
import { placeNode } from '../../support/runWorkflow';

/** An execution as n8n stores it: plain data; references to one object stay references to one object. */
export const stored = (data: IRunExecutionData): IRunExecutionData => structuredClone(data);

interface Postback {
	body: IDataObject;
	/** The query of the address that is called. */
	query: Record<string, unknown>;
	headers?: Record<string, string>;
}

/**
 * Calls a sleeping execution in n8n’s own webhook context, as n8n does after checking its own token, or where it has
 * none (WaitingWebhooks.getWebhookExecutionData and prepareExecutionData of webhook-helpers, n8n 1.123.81 to 2.41.1).
 *
 * @param asleep is changed as n8n changes what it has loaded
 * @returns the node’s own response and, if the call woke it, the execution to resume
 */
export async function callSleeping(
	simulatorUrl: string,
	asleep: IRunExecutionData,
	{ body, query, headers = {} }: Postback,
): Promise<{ status: number | undefined; woken: IRunExecutionData | undefined }> {
	const store = new CredentialStore({ smartMoveApi: credentialFor('smartMove', simulatorUrl) });
	const nodeTypes = new TestNodeTypes();
	const helper = new TestCredentialsHelper(store, [partners.smartMove.type()], nodeTypes);
	const smartMove = partners.smartMove.node();
	const entry = asleep.executionData!.nodeExecutionStack[0]!;
	const parameters = entry.node.parameters as INodeParameters;
	const node = placeNode(entry.node.name, { node: smartMove, parameters }, 0, nodeTypes, store);
	const workflow = new Workflow({ id: 'sleeps', nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = createAdditionalData(helper, 'webhook');

	let status: number | undefined;
	const text = JSON.stringify(body);
	const request = {
		headers: { 'content-type': 'application/json', 'content-length': String(text.length), ...headers },
		query,
		rawBody: Buffer.from(text),
	};
	const response = {
		status: (code: number) => ((status = code), response),
		send: () => response,
		end: () => response,
	};
	Object.assign(additionalData, { httpRequest: request, httpResponse: response });
	const webhookData = { webhookDescription: smartMove.description.webhooks![0] } as ConstructorParameters<
		typeof WebhookContext
	>[4];

	entry.node.disabled = true;
	asleep.waitTill = undefined;
	asleep.resultData.runData[asleep.resultData.lastNodeExecuted!]!.pop();
	const context = new WebhookContext(workflow, node, additionalData, 'webhook', webhookData, [], asleep);
	await workflow.expression.acquireIsolate?.();
	try {
		const { workflowData } = await smartMove.webhook!.call(context);
		if (workflowData) entry.data.main = workflowData;
		return { status, woken: workflowData ? asleep : undefined };
	} finally {
		await workflow.expression.releaseIsolate?.();
	}
}
