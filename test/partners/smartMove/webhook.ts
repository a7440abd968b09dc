import '../../support/environment';
import { WebhookContext } from 'n8n-core';
import { Workflow, type IDataObject, type INodeParameters } from 'n8n-workflow';

import { SmartMoveTrigger } from '../../../nodes/SmartMove/SmartMoveTrigger.node';
import { createAdditionalData } from '../../support/additionalData';
import { CredentialStore } from '../../support/credentialStore';
import { TestCredentialsHelper } from '../../support/credentialsHelper';
import { TestNodeTypes } from '../../support/nodeTypes';
import { credentialFor, partners } from '../../support/pack';
import { placeNode } from '../../support/runWorkflow';

export interface Call {
	body: string | Buffer;
	headers?: Record<string, string>;
	parameters?: INodeParameters;
	credential?: IDataObject;
	/** The error that n8n’s body reader throws. */
	unreadable?: Error;
	/** Calls with the same id are calls of the same trigger. */
	workflowId?: string;
	/** `manual` for a call of the test URL. */
	mode?: 'webhook' | 'manual';
}

export interface Reply {
	/** The status of the trigger’s own response; undefined where it leaves the response to n8n. */
	status: number | undefined;
	/** The items it starts a workflow with; undefined when it starts none. */
	events: IDataObject[] | undefined;
	/** How many bytes were read. */
	read: number;
}

/** Calls the trigger in n8n's own webhook context, as n8n does when a postback arrives. */
export async function callTrigger(simulatorUrl: string, call: Call): Promise<Reply> {
	const { parameters = {}, credential, workflowId = 'postbacks', mode = 'webhook' } = call;
	const store = new CredentialStore({ smartMoveApi: credentialFor('smartMove', simulatorUrl, credential) });
	const nodeTypes = new TestNodeTypes();
	const helper = new TestCredentialsHelper(store, [partners.smartMove.type()], nodeTypes);
	const trigger = new SmartMoveTrigger();
	const node = placeNode('Trigger', { node: trigger, parameters }, 0, nodeTypes, store);
	const workflow = new Workflow({ id: workflowId, nodes: [node], connections: {}, active: true, nodeTypes });
	const additionalData = createAdditionalData(helper, mode);

	const { reply, ...http } = exchange(call);
	Object.assign(additionalData, http);
	const webhookData = { webhookDescription: trigger.description.webhooks![0] } as ConstructorParameters<
		typeof WebhookContext
	>[4];
	const context = new WebhookContext(workflow, node, additionalData, mode, webhookData, [], null);
	await workflow.expression.acquireIsolate?.();
	try {
		const { workflowData } = await trigger.webhook.call(context);
		reply.events = workflowData?.[0]?.map(({ json }) => json);
		return reply;
	} finally {
		await workflow.expression.releaseIsolate?.();
	}
}

/** A call as n8n passes it to a webhook of version 1, unparsed, with the response to it. */
export function exchange({ body, headers = {}, unreadable }: Call) {
	const reply: Reply = { status: undefined, events: undefined, read: 0 };
	const httpRequest = {
		headers: { 'content-length': String(Buffer.byteLength(body)), ...headers } as Record<string, string>,
		body: undefined as unknown,
		rawBody: undefined as Buffer | undefined,
		async readRawBody() {
			if (unreadable) throw unreadable;
			httpRequest.rawBody = Buffer.from(body);
			reply.read = httpRequest.rawBody.length;
		},
	};
	const httpResponse = {
		status: (code: number) => ((reply.status = code), httpResponse),
		send: () => httpResponse,
		end: () => httpResponse,
	};
	return { reply, httpRequest, httpResponse };
}

/**
 * What n8n does with a call before it passes it to a webhook of a later version: it parses the body (n8n 1.123.81 to
 * 2.41.1, webhook-helpers, parseRequestBody). Of a multipart form it leaves no bytes to read.
 *
 * @returns false where n8n has answered the call itself
 */
export async function parseAsN8n({ reply, httpRequest }: ReturnType<typeof exchange>): Promise<boolean> {
	const contentType = httpRequest.headers['content-type'] ?? '';
	await httpRequest.readRawBody();
	if (contentType.startsWith('multipart/form-data')) {
		const fields = [
			...(await new Response(httpRequest.rawBody, { headers: httpRequest.headers }).formData()),
		];
		const isText = ([, value]: [string, unknown]) => typeof value === 'string';
		httpRequest.body = {
			data: Object.fromEntries(fields.filter(isText)),
			files: Object.fromEntries(fields.filter((field) => !isText(field))),
		};
		httpRequest.rawBody = undefined;
		httpRequest.readRawBody = async () => await Promise.reject(new Error('stream is not readable'));
		return true;
	}
	try {
		if (contentType === 'application/json')
			httpRequest.body = JSON.parse(String(httpRequest.rawBody)) as unknown;
		return true;
	} catch {
		reply.status = 422;
		return false;
	}
}
