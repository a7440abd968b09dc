import { parse as parseFlatted } from 'flatted';
import { N8nHttp, N8nHttpError } from './n8nHttp';
import type {
	CredentialTest,
	Execution,
	ExecutionStatus,
	ExecutionSummary,
	JsonObject,
	LoadedType,
	StoredCredential,
	StoredWorkflow,
	WorkflowFile,
} from './n8nTypes';
import { isAtLeast } from './n8nVersions';

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** The owner account of the n8n that the demo and the tests start; it is deleted with n8n's folder. */
export const demoOwner: Owner = {
	email: 'demo@moving-partners.example',
	password: 'Moving-Partners-1',
	firstName: 'Demo',
	lastName: 'Owner',
};

const ended: ExecutionStatus[] = ['success', 'error', 'crashed', 'canceled'];
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Whether the data of an execution can be read yet. n8n 1 on SQLite stores the status of one that has ended or waits
 * before its data (1.123, execution.repository.js, updateExistingExecution). If n8n was killed in between, the data
 * may never come.
 */
function isStored({ status, data: { resultData } }: Execution): boolean {
	const follows = ['success', 'error', 'waiting'].includes(status);
	const runs = Object.values(resultData.runData);
	// After an execution resumes, the node that waited has an empty list of runs until its output is stored.
	const isThere = runs.length > 0 && runs.every((runsOfNode) => runsOfNode.length > 0);
	return !follows || isThere || resultData.error !== undefined;
}

/** Does what a user does in the editor, through the editor's own REST interface. */
export class N8nClient {
	private readonly http: N8nHttp;

	private readonly hooks: N8nHttp;

	/** Whether a workflow is activated by publishing a version of it; n8n 1 only switches it on and off. */
	private readonly publishes: boolean;

	/** In queue mode `webhookUrl`, where production webhooks are called, differs from `url`. */
	constructor(
		readonly url: string,
		{ version, webhookUrl = url }: { version: string; webhookUrl?: string },
	) {
		this.http = new N8nHttp(url);
		this.hooks = new N8nHttp(webhookUrl);
		this.publishes = isAtLeast(version, '2.0');
	}

	/** Creates the owner of a fresh n8n; afterwards this client is logged in. */
	async setUpOwner(owner: Owner = demoOwner): Promise<void> {
		await this.http.request('POST', '/rest/owner/setup', owner);
		await this.logIn(owner);
	}

	async logIn(owner: Owner = demoOwner): Promise<void> {
		await this.http.request('POST', '/rest/login', {
			emailOrLdapLoginId: owner.email,
			password: owner.password,
		});
	}

	/** The node types that n8n has loaded, the pack's being `n8n-nodes-moving-partners.<name>`. */
	async nodeTypes(): Promise<LoadedType[]> {
		return this.http.request('GET', '/types/nodes.json');
	}

	async credentialTypes(): Promise<LoadedType[]> {
		return this.http.request('GET', '/types/credentials.json');
	}

	async createCredential(name: string, type: string, data: JsonObject): Promise<StoredCredential> {
		return this.http.request('POST', '/rest/credentials', { name, type, data });
	}

	/** Tests a stored credential as its dialog does: n8n fills in the secrets that it has blanked. */
	async testStoredCredential(id: string): Promise<CredentialTest> {
		const { name, type, data } = await this.getCredential(id);
		return this.testCredential({ id, name, type }, data);
	}

	/** Tests a stored credential with other values typed into its dialog, without saving them. */
	async testCredential(credential: StoredCredential, data: JsonObject): Promise<CredentialTest> {
		const { id, name, type } = credential;
		return this.http.request('POST', '/rest/credentials/test', { credentials: { id, name, type, data } });
	}

	/** The stored data with its secrets blanked, as the editor sees it. */
	async getCredential(id: string): Promise<StoredCredential & { data: JsonObject }> {
		return this.http.request('GET', `/rest/credentials/${id}?includeData=true`);
	}

	async deleteCredential(id: string): Promise<void> {
		await this.http.request('DELETE', `/rest/credentials/${id}`);
	}

	async createWorkflow(workflow: WorkflowFile): Promise<StoredWorkflow> {
		// Without `pinData`, n8n stores null and then fails when a single step is executed again.
		const { name, nodes, connections, settings = { executionOrder: 'v1' }, pinData = {} } = workflow;
		// n8n 1 stores no workflow without `active`.
		const created = { name, nodes, connections, settings, pinData, active: false };
		return this.http.request('POST', '/rest/workflows', created);
	}

	async getWorkflow(id: string): Promise<StoredWorkflow> {
		return this.http.request('GET', `/rest/workflows/${id}`);
	}

	async updateWorkflow(id: string, change: Partial<WorkflowFile>): Promise<StoredWorkflow> {
		const { versionId } = await this.getWorkflow(id);
		return this.http.request('PATCH', `/rest/workflows/${id}`, { ...change, versionId });
	}

	/** Activates the current version of a workflow: its triggers run and its webhooks answer. */
	async activate(id: string): Promise<StoredWorkflow> {
		if (!this.publishes) return this.updateWorkflow(id, { active: true });
		const { versionId } = await this.getWorkflow(id);
		return this.http.request('POST', `/rest/workflows/${id}/activate`, {
			versionId,
			name: 'Version',
			description: '',
		});
	}

	async deactivate(id: string): Promise<StoredWorkflow> {
		if (!this.publishes) return this.updateWorkflow(id, { active: false });
		return this.http.request('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/** Presses "Execute workflow": runs the stored version from the named trigger in the running n8n. */
	async startRun(workflowId: string, trigger: string): Promise<string> {
		// An older n8n runs the workflow in the request, as the editor sends it; a newer one reads the stored workflow.
		const workflowData = await this.getWorkflow(workflowId);
		const answer = await this.http.request<{ executionId?: string; waitingForWebhook?: boolean }>(
			'POST',
			`/rest/workflows/${workflowId}/run`,
			{ workflowData, triggerToStartFrom: { name: trigger } },
		);
		if (!answer.executionId)
			throw new Error(`"${trigger}" waits for a call instead of running: ${JSON.stringify(answer)}`);
		return answer.executionId;
	}

	/** Runs a workflow from its trigger and returns the execution once it has ended (a failed one as well). */
	async runWorkflow(
		workflow: StoredWorkflow,
		trigger = triggerOf(workflow),
		timeoutMs = 60_000,
	): Promise<Execution> {
		return this.waitForExecution(await this.startRun(workflow.id, trigger), timeoutMs);
	}

	/** Waits until an execution has ended, or has a status of `until`, e.g. "waiting". */
	async waitForExecution(
		id: string,
		timeoutMs = 60_000,
		until: ExecutionStatus[] = ended,
	): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const execution = await this.getExecution(id);
			const { status } = execution;
			if ((until.includes(status) || ended.includes(status)) && isStored(execution)) return execution;
			if (Date.now() > deadline)
				throw new Error(`Execution ${id} is still "${status}" after ${timeoutMs} ms`);
			await pause(150);
		}
	}

	/** The current state of an execution; it has no runs before n8n has stored its data. */
	async getExecution(id: string): Promise<Execution> {
		const raw = await this.http.request<Omit<Execution, 'data'> & { data: string }>(
			'GET',
			`/rest/executions/${id}`,
		);
		const data = parseFlatted(raw.data) as Execution['data'] | undefined;
		return { ...raw, data: data ?? { resultData: { runData: {} } } };
	}

	/** Newest first. */
	async listExecutions(workflowId: string, limit = 50): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const answer = await this.http.request<{ results: ExecutionSummary[] }>(
			'GET',
			`/rest/executions?filter=${filter}&limit=${limit}`,
		);
		return answer.results;
	}

	/** Waits for the next execution that a trigger starts on its own. */
	async nextExecution(
		workflowId: string,
		known: ReadonlySet<string>,
		timeoutMs = 60_000,
	): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const fresh = (await this.listExecutions(workflowId)).find(({ id }) => !known.has(id));
			if (fresh) return this.waitForExecution(fresh.id, deadline - Date.now(), [...ended, 'waiting']);
			if (Date.now() > deadline)
				throw new Error(`Workflow ${workflowId} started no execution within ${timeoutMs} ms`);
			await pause(250);
		}
	}

	/** Calls a webhook of an active workflow; n8n answers 404 for a moment after the activation. */
	async callWebhook(method: string, path: string, body?: unknown, timeoutMs = 60_000): Promise<string> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			try {
				return await this.hooks.text(method, `/webhook/${path}`, body);
			} catch (error) {
				const unknown =
					error instanceof N8nHttpError && error.status === 404 && error.body.includes('not registered');
				if (!unknown || Date.now() > deadline) throw error;
				await pause(200);
			}
		}
	}

	/** Calls any other route, e.g. `/rest/…`, and returns the answer without its `data` envelope. */
	async request<T>(method: string, path: string, body?: unknown): Promise<T> {
		return this.http.request<T>(method, path, body);
	}
}

/**
 * The name of the node from which a workflow is started by hand: its Manual Trigger, else its first other trigger.
 */
export function triggerOf(workflow: WorkflowFile): string {
	const manual = workflow.nodes.find((node) => node.type === 'n8n-nodes-base.manualTrigger');
	const any = workflow.nodes.find((node) => /trigger|webhook/i.test(node.type) && !node.disabled);
	const name = (manual ?? any)?.name;
	if (name === undefined) throw new Error(`Workflow "${workflow.name}" has no trigger`);
	return name;
}
