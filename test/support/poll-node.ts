import './environment';
import { PollContext } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeParameters,
	INodeType,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { createAdditionalData } from './additional-data';
import { CredentialStore } from './credential-store';
import { TestCredentialsHelper } from './credentials-helper';
import { TestNodeTypes } from './node-types';
import { placeNode } from './run-workflow';

export interface PollSetup {
	node: INodeType;
	parameters?: INodeParameters;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	credentialTypes: ICredentialType[];
	timezone?: string;
}

let workflows = 0;

/**
 * A workflow that begins with a polling trigger, with as much of n8n around it as decides about loss: the memory
 * that lives with the activated workflow, the database that gets it at an emit and after an activation and at no
 * other time (n8n 2.41, TriggerExecutionContextFactory and WorkflowTriggerActivator), and the executions.
 */
export class PolledNode {
	/** Items of each execution that was started, oldest first. */
	readonly executions: IDataObject[][] = [];

	/** Polls that failed; n8n stores a failed execution for each. */
	readonly errors: Error[] = [];

	/** What the node has written to n8n's log. */
	readonly log: string[] = [];

	/** The workflow's static data as the database has it. */
	stored = '{}';

	private readonly id = `polled-${++workflows}`;

	private readonly store: CredentialStore;

	private active: { workflow: Workflow; context: PollContext } | undefined;

	constructor(private setup: PollSetup) {
		this.store = new CredentialStore(setup.credentials);
	}

	/** Everything that was passed on, execution after execution. */
	get items(): IDataObject[] {
		return this.executions.flat();
	}

	/** Activates the workflow, which polls once. @throws what that poll throws; it is then not active */
	async activate(activation: WorkflowActivateMode = 'activate'): Promise<IDataObject[]> {
		const opened = this.open('trigger', activation);
		const items = await this.run(opened);
		this.active = opened;
		this.emit(items);
		this.save();
		return items;
	}

	/** Polls as a schedule does; what fails goes to `errors`. */
	async poll(): Promise<IDataObject[]> {
		const { active } = this;
		if (!active) throw new Error('The workflow is not active');
		const items = await this.run(active).catch((failure: unknown) => {
			this.errors.push(failure as Error);
			return [];
		});
		// n8n drops what a poll brings that was under way when the workflow was deactivated.
		if (this.active !== active) return [];
		this.emit(items);
		return items;
	}

	/** Deactivates it: what the database does not have is gone. */
	deactivate(): void {
		this.active = undefined;
	}

	/** Presses "Fetch Test Event" in the editor; works on an inactive workflow, too. */
	async sample(): Promise<IDataObject[]> {
		return await this.run(this.open('manual', 'manual'));
	}

	/** Changes the panel; takes effect at the next activation. */
	change(parameters: INodeParameters): void {
		this.setup = { ...this.setup, parameters: { ...this.setup.parameters, ...parameters } };
	}

	/** Lets the node come from another process, in which nothing of the one before is known. */
	comeFrom(node: INodeType): void {
		this.active = undefined;
		this.setup = { ...this.setup, node };
	}

	/** The node's memory as the active workflow has it. */
	get memory(): IDataObject {
		if (!this.active) throw new Error('The workflow is not active');
		const [node] = Object.values(this.active.workflow.nodes);
		return JSON.parse(
			JSON.stringify(node ? this.active.workflow.getStaticData('node', node) : {}),
		) as IDataObject;
	}

	private open(
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): { workflow: Workflow; context: PollContext } {
		const { node, credentialTypes, parameters, timezone } = this.setup;
		const nodeTypes = new TestNodeTypes();
		const helper = new TestCredentialsHelper(this.store, credentialTypes, nodeTypes);
		const placed = placeNode('Trigger', { node, parameters }, 0, nodeTypes, this.store);
		const workflow = new Workflow({
			id: this.id,
			name: 'Polled',
			nodes: [placed],
			connections: {},
			active: true,
			nodeTypes,
			staticData: JSON.parse(this.stored) as IDataObject,
			settings: { executionOrder: 'v1', ...(timezone && { timezone }) },
		});
		// The constructor of Workflow resolves parameters, so the node is asked from it.
		const [resolved] = Object.values(workflow.nodes);
		const context = new PollContext(
			workflow,
			resolved ?? placed,
			createAdditionalData(helper, mode),
			mode,
			activation,
		);
		const warn = (message: string) => void this.log.push(message);
		Object.defineProperty(context, 'logger', { value: { warn, error: warn, info: warn, debug: warn } });
		return { workflow, context };
	}

	private async run({
		workflow,
		context,
	}: {
		workflow: Workflow;
		context: PollContext;
	}): Promise<IDataObject[]> {
		await workflow.expression.acquireIsolate?.();
		try {
			const result = await this.setup.node.poll?.call(context);
			return result ? (result[0] ?? []).map(({ json }) => json) : [];
		} finally {
			await workflow.expression.releaseIsolate?.();
		}
	}

	private emit(items: IDataObject[]): void {
		if (items.length === 0) return;
		this.executions.push(structuredClone(items));
		this.save();
	}

	private save(): void {
		if (this.active) this.stored = JSON.stringify(this.active.workflow.staticData);
	}
}
