import '../../support/environment';
import { WebhookContext, WorkflowExecute } from 'n8n-core';
import { Workflow, type INodeExecutionData, type IRun, type IRunExecutionData } from 'n8n-workflow';

import { createAdditionalData } from '../../support/additionalData';
import { CredentialStore } from '../../support/credentialStore';
import { TestCredentialsHelper } from '../../support/credentialsHelper';
import { TestNodeTypes } from '../../support/nodeTypes';
import { credentialFor, partners } from '../../support/pack';
import { exchange, parseAsN8n, type Call, type Reply } from './webhook';

/** A stored execution that sleeps in “Order Now and Wait for Report”. */
export interface Sleeping {
	/**
	 * Calls the address that the order was given, as n8n does after it has checked the signature in it, and passes it to
	 * the version of the node that sleeps.
	 */
	call(call: Call): Promise<Reply>;
	/** Resumes it after it was woken, or when its time is up. */
	goOn(): Promise<IRun>;
	/** The items it sleeps on, or was woken with. */
	readonly items: INodeExecutionData[];
	/** The error stored for the time limit. */
	readonly failure: unknown;
}

/**
 * A run that was put to sleep, taken through JSON, because n8n stores it in between.
 *
 * @param address that the order was given for its postbacks
 * @param store the credentials that n8n has when a postback comes
 */
export function sleeping(
	simulatorUrl: string,
	run: IRun,
	address: URL,
	store = new CredentialStore({ smartMoveApi: credentialFor('smartMove', simulatorUrl) }),
): Sleeping {
	const data = JSON.parse(JSON.stringify(run.data)) as IRunExecutionData;
	data.waitTill = run.data.waitTill;
	const [asleep] = data.executionData!.nodeExecutionStack;
	const nodeTypes = new TestNodeTypes();
	const helper = new TestCredentialsHelper(store, [partners.smartMove.type()], nodeTypes);
	const node = asleep!.node;
	nodeTypes.add(node.type, partners.smartMove.node());
	const workflow = new Workflow({ id: 'asleep', nodes: [node], connections: {}, active: true, nodeTypes });
	workflow.nodes[node.name] = node;

	return {
		async call(call) {
			const exchanged = exchange(call);
			const { reply, ...http } = exchanged;
			if (node.typeVersion > 1 && !(await parseAsN8n(exchanged))) return reply;
			Object.assign(http.httpRequest, { query: Object.fromEntries(address.searchParams) });
			const additionalData = Object.assign(createAdditionalData(helper, 'webhook'), http);
			const webhookDescription = partners.smartMove.node().description.webhooks![0];
			const context = new WebhookContext(
				workflow,
				node,
				additionalData,
				'webhook',
				{ webhookDescription } as ConstructorParameters<typeof WebhookContext>[4],
				[],
				data,
			);
			await workflow.expression.acquireIsolate();
			try {
				const { workflowData } = await partners.smartMove.node().webhook!.call(context);
				reply.events = workflowData?.[0]?.map(({ json }) => json);
				// n8n resumes with these in place of the items that the execution slept on (n8n 2.41, webhook-helpers).
				if (workflowData) asleep!.data.main = workflowData;
				return reply;
			} finally {
				await workflow.expression.releaseIsolate();
			}
		},
		async goOn() {
			const engine = new WorkflowExecute(createAdditionalData(helper, 'trigger'), 'trigger', data);
			return await engine.processRunExecutionData(workflow);
		},
		get items() {
			return asleep!.data.main?.[0] ?? [];
		},
		get failure() {
			// The second entry of the stack is the same node again, which fails when the time is up.
			const [, late] = data.executionData!.nodeExecutionStack as Array<{ metadata?: { timeIsUp?: unknown } }>;
			return late?.metadata?.timeIsUp;
		},
	};
}
