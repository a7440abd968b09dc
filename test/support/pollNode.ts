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

import { createAdditionalData } from './additionalData';
import { CredentialStore } from './credentialStore';
import { TestCredentialsHelper } from './credentialsHelper';
import { TestNodeTypes } from './nodeTypes';
import { placeNode } from './runWorkflow';

export interface PollSetup {
	node: INodeType;
	parameters?: INodeParameters;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	credentialTypes: ICredentialType[];
	timezone?: string;
}

/**
 * How n8n keeps the memory of a trigger (2.41). `process`: in the process that polls. `scheduler`: each poll reads it
 * from the database. `cursors`: stored together with the execution (durable cursors).
 */
export type Keeping = 'process' | 'scheduler' | 'cursors';

/** Milliseconds that the scheduler gives a poll: 45 seconds minus a margin (TriggerExecutionContextFactory). */
const SCHEDULED_BUDGET = 36_000;

/** The context of one poll, with its copy of the stored memory where there is one. */
interface Opened {
	workflow: Workflow;
	context: PollContext;
	staged?: IDataObject;
}

let workflows = 0;

/**
 * A workflow that begins with a polling trigger, with the parts of n8n that decide whether an event is lost: the memory
 * in the activated workflow, the database, which gets it only at an emit and after an activation (n8n 2.41,
 * TriggerExecutionContextFactory and WorkflowTriggerActivator), and the executions.
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

	keeping: Keeping = 'process';

	/** Milliseconds that a poll has; undefined for what n8n gives by itself. */
	budget: number | undefined;

	/** The memory in the poller’s row of the database, once there is one. */
	cursor: string | undefined;

	private readonly id = `polled-${++workflows}`;

	private readonly store: CredentialStore;

	private active: Opened | undefined;

	constructor(private setup: PollSetup) {
		this.store = new CredentialStore(setup.credentials);
	}

	/** The items of all executions, oldest first. */
	get items(): IDataObject[] {
		return this.executions.flat();
	}

	/** Activates the workflow, which polls once. @throws the error of that poll; the workflow is then not active */
	async activate(activation: WorkflowActivateMode = 'activate'): Promise<IDataObject[]> {
		const opened = this.open('trigger', activation);
		const items = await this.run(opened);
		this.active = opened;
		this.emit(items);
		this.save();
		return items;
	}

	/** Polls as a schedule does; a failure goes to `errors`. */
	async poll(): Promise<IDataObject[]> {
		if (!this.active) throw new Error('The workflow is not active');
		if (this.keeping !== 'process') this.active = this.open('trigger', 'update', true);
		const { active } = this;
		const items = await this.run(active).catch((failure: unknown) => {
			this.errors.push(failure as Error);
			return undefined;
		});
		// n8n drops the result of a poll during which the workflow was deactivated.
		if (this.active !== active || !items) return [];
		this.emit(items);
		return items;
	}

	/** Polls from another process, or from a main that has not polled before, without an activation. */
	async pollFrom(node: INodeType): Promise<IDataObject[]> {
		this.setup = { ...this.setup, node };
		return await this.poll();
	}

	/**
	 * Two polls that were due at once: n8n read the memory for the second before it stored that of the first (2.41.1,
	 * PollTriggerTaskHandler).
	 *
	 * @returns the items of each
	 */
	async pollTwiceFromTheSame(): Promise<[IDataObject[], IDataObject[]]> {
		const { stored, cursor } = this;
		const first = await this.poll();
		const [newer, newest] = [this.stored, this.cursor];
		[this.stored, this.cursor] = [stored, cursor];
		const second = await this.poll();
		if (second.length === 0) [this.stored, this.cursor] = [newer, newest];
		return [first, second];
	}

	/** Deactivates it; memory that is not in the database is gone. */
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

	/** Changes fields of its credentials; takes effect at the next poll. */
	changeCredential(fields: ICredentialDataDecryptedObject): void {
		for (const type of Object.keys(this.setup.credentials))
			this.store.set(type, { ...this.store.get(type), ...fields });
	}

	/** Replaces the node by one from another process, which knows nothing of the first. */
	comeFrom(node: INodeType): void {
		this.active = undefined;
		this.setup = { ...this.setup, node };
	}

	/** The node's memory as the active workflow has it. */
	get memory(): IDataObject {
		if (!this.active) throw new Error('The workflow is not active');
		if (this.active.staged) return structuredClone(this.active.staged);
		const [node] = Object.values(this.active.workflow.nodes);
		return JSON.parse(
			JSON.stringify(node ? this.active.workflow.getStaticData('node', node) : {}),
		) as IDataObject;
	}

	private open(mode: WorkflowExecuteMode, activation: WorkflowActivateMode, isScheduled = false): Opened {
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
		// The constructor of Workflow resolves parameters, so the node is read from it.
		const [resolved] = Object.values(workflow.nodes);
		if (this.keeping === 'cursors') this.cursor ??= JSON.stringify(workflow.getStaticData('node', placed));
		const staged =
			this.cursor === undefined || mode === 'manual' ? undefined : (JSON.parse(this.cursor) as IDataObject);
		const budget = this.budget ?? (isScheduled ? SCHEDULED_BUDGET : undefined);
		const context = new PollContext(
			workflow,
			resolved ?? placed,
			createAdditionalData(helper, mode),
			mode,
			activation,
			undefined,
			undefined,
			undefined,
			undefined,
			staged && (() => staged),
			budget === undefined ? undefined : () => budget,
		);
		const warn = (message: string) => void this.log.push(message);
		Object.defineProperty(context, 'logger', { value: { warn, error: warn, info: warn, debug: warn } });
		return { workflow, context, staged };
	}

	private async run({ workflow, context }: Opened): Promise<IDataObject[]> {
		await workflow.expression.acquireIsolate?.();
		try {
			const result = await this.setup.node.poll?.call(context);
			return result ? (result[0] ?? []).map(({ json }) => json) : [];
		} finally {
			await workflow.expression.releaseIsolate?.();
		}
	}

	private emit(items: IDataObject[]): void {
		if (this.active?.staged) this.cursor = JSON.stringify(this.active.staged);
		if (items.length === 0) return;
		this.executions.push(structuredClone(items));
		this.save();
	}

	private save(): void {
		if (this.active) this.stored = JSON.stringify(this.active.workflow.staticData);
	}
}
