import './environment';
import { WorkflowExecute } from 'n8n-core';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRun,
	IRunExecutionData,
	ITaskData,
	OnError,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { createAdditionalData } from './additionalData';
import { CredentialStore } from './credentialStore';
import { TestCredentialsHelper } from './credentialsHelper';
import { defaultVersionOf, SOURCE_NODE_TYPE, TestNodeTypes, versionsOf } from './nodeTypes';
import type { AnyNodeType } from './nodeTypes';
import { asRunError } from './runError';
import type { RunError } from './runError';

export const SOURCE_NODE = 'Source';

/** One node on the canvas, with the settings of its Parameters and Settings tabs. */
export interface NodeSetup {
	node: AnyNodeType;
	/** Full type name; made from the description's name when left out. */
	nodeTypeName?: string;
	typeVersion?: number;
	parameters?: INodeParameters;
	onError?: OnError;
	/** n8n clamps the tries to 2–5 and takes 0 ms as its default of 1,000 ms; 1 is the shortest wait. */
	retryOnFail?: { maxTries: number; waitBetweenTries: number };
	executeOnce?: boolean;
	alwaysOutputData?: boolean;
}

/** The input and surroundings of a run. */
export interface RunSetup {
	/** Input: plain objects become items' `json`. */
	items?: IDataObject[];
	/** Input as full items, where binary data or pairing matters; wins over `items`. */
	inputItems?: INodeExecutionData[];
	/** Stored credentials by type name, or a store shared by several runs. */
	credentials?: CredentialStore | Record<string, ICredentialDataDecryptedObject>;
	credentialTypes?: ICredentialType[];
	mode?: WorkflowExecuteMode;
	staticData?: IDataObject;
	/** The workflow’s own time zone; without it the instance’s, n8n’s default of America/New_York. */
	timezone?: string;
	/** Aborting it cancels the execution the way n8n's Stop button does. */
	signal?: AbortSignal;
	/** A sleeping execution as it was stored: it is resumed, as n8n does when the time is up. */
	asleep?: IRunExecutionData;
}

export interface WorkflowSetup extends RunSetup {
	/** By node name, in order. Without `connections` they form one chain after the source. */
	nodes: Record<string, NodeSetup>;
	connections?: IConnections;
}

export interface WorkflowResult {
	run: IRun;
	status: IRun['status'];
	/** The error that ended the run, as stored in the run data: a plain object. */
	error: RunError | undefined;
	/** Items of one output of one node (its last run). */
	outputOf(nodeName: string, outputIndex?: number): INodeExecutionData[];
	taskOf(nodeName: string): ITaskData | undefined;
	credentialReads: number;
	credentialWrites: number;
	storedCredentials: Record<string, ICredentialDataDecryptedObject>;
}

export interface NodeResult extends WorkflowResult {
	/** Items of the node's first output. */
	output: INodeExecutionData[];
	/** Items of its error output (the second one, with `continueErrorOutput`). */
	errorOutput: INodeExecutionData[];
	/** The error n8n noted on the node; also set when the workflow went on after it. */
	nodeError: RunError | undefined;
	executionStatus: ITaskData['executionStatus'];
	hints: ITaskData['hints'];
}

/** Runs one node behind a source of items, through n8n's own engine. */
export async function runNode(setup: NodeSetup & RunSetup): Promise<NodeResult> {
	const name = versionsOf(setup.node)[0]?.description.displayName ?? 'Node';
	const result = await runWorkflow({ ...setup, nodes: { [name]: setup } });
	const task = result.taskOf(name);
	return {
		...result,
		output: result.outputOf(name, 0),
		errorOutput: result.outputOf(name, 1),
		nodeError: asRunError(task?.error),
		executionStatus: task?.executionStatus,
		hints: task?.hints,
	};
}

/**
 * Runs a workflow with n8n-core's `WorkflowExecute`, the real `Workflow`, the real
 * contexts and the real HTTP helpers; only the database and the credential
 * encryption are replaced (see `TestCredentialsHelper`).
 */
export async function runWorkflow(setup: WorkflowSetup): Promise<WorkflowResult> {
	const { credentials, credentialTypes = [], mode = 'trigger' } = setup;
	const store = credentials instanceof CredentialStore ? credentials : new CredentialStore(credentials);
	const [readsBefore, writesBefore] = [store.reads, store.writes];
	const nodeTypes = new TestNodeTypes();
	const helper = new TestCredentialsHelper(store, credentialTypes, nodeTypes);
	const nodes = Object.entries(setup.nodes).map(([name, node], index) =>
		placeNode(name, node, index, nodeTypes, store),
	);
	const workflow = new Workflow({
		id: 'test-workflow',
		name: 'Test',
		nodes: [sourceNode(), ...nodes],
		connections: setup.connections ?? chain([SOURCE_NODE, ...Object.keys(setup.nodes)]),
		active: false,
		nodeTypes,
		staticData: setup.staticData,
		settings: { executionOrder: 'v1', ...(setup.timezone && { timezone: setup.timezone }) },
	});
	const run = await execute(workflow, createAdditionalData(helper, mode), mode, setup);

	const taskOf = (name: string) => run.data.resultData.runData[name]?.at(-1);
	return {
		run,
		status: run.status,
		error: asRunError(run.data.resultData.error),
		taskOf,
		outputOf: (name, outputIndex = 0) => taskOf(name)?.data?.main?.[outputIndex] ?? [],
		credentialReads: store.reads - readsBefore,
		credentialWrites: store.writes - writesBefore,
		storedCredentials: store.all(),
	};
}

async function execute(
	workflow: Workflow,
	additionalData: ReturnType<typeof createAdditionalData>,
	mode: WorkflowExecuteMode,
	{ items = [{}], inputItems, signal, asleep }: RunSetup,
): Promise<IRun> {
	const engine = new WorkflowExecute(additionalData, mode, asleep);
	const input = inputItems ?? items.map((json) => ({ json }));
	const startNode = workflow.getNode(SOURCE_NODE);
	if (startNode === null) throw new Error('The source node is missing');
	const startedAt = new Date();
	let execution: ReturnType<WorkflowExecute['run']>;
	try {
		execution = asleep
			? engine.processRunExecutionData(workflow)
			: startOf(engine, {
					workflow,
					startNode,
					triggerToStartFrom: {
						name: SOURCE_NODE,
						data: {
							startTime: 0,
							executionTime: 0,
							executionIndex: 0,
							source: [],
							data: { main: [input] },
						},
					},
				});
	} catch (error) {
		// The engine refuses a workflow with missing required fields before it starts a run; n8n then stores a failed
		// execution, which is returned here.
		const run = engine.getFullRunData(startedAt);
		run.status = 'error';
		Object.assign(run.data.resultData, { error });
		return run;
	}
	const cancel = () => execution.cancel();
	if (signal?.aborted) cancel();
	signal?.addEventListener('abort', cancel, { once: true });
	try {
		return await execution;
	} finally {
		signal?.removeEventListener('abort', cancel);
	}
}

/** Starts an engine; before n8n-core 2 its methods take positional arguments. */
function startOf(engine: WorkflowExecute, what: Parameters<WorkflowExecute['run']>[0]) {
	if (engine.run.length <= 1) return engine.run(what);
	const run = engine.run.bind(engine) as (...parts: unknown[]) => ReturnType<WorkflowExecute['run']>;
	return run(what.workflow, what.startNode, undefined, undefined, what.triggerToStartFrom);
}

function sourceNode(): INode {
	return {
		id: 'source',
		name: SOURCE_NODE,
		type: SOURCE_NODE_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

/** Puts a node on the canvas and points it at the stored credentials it can use. */
export function placeNode(
	name: string,
	setup: NodeSetup,
	index: number,
	nodeTypes: TestNodeTypes,
	store: CredentialStore,
): INode {
	const { node, typeVersion = defaultVersionOf(node) } = setup;
	const type = setup.nodeTypeName ?? `n8n-nodes-moving-partners.${node.description.name}`;
	nodeTypes.add(type, node);
	const usable = nodeTypes.getByNameAndVersion(type, typeVersion).description.credentials ?? [];
	const stored = usable.filter((credential) => store.has(credential.name));
	return {
		id: `node-${index}`,
		name,
		type,
		typeVersion,
		position: [200 * (index + 1), 0],
		// The engine resolves and defaults parameters in place; a test may use its own again.
		parameters: structuredClone(setup.parameters ?? {}),
		...(stored.length > 0 && {
			credentials: Object.fromEntries(
				stored.map((credential) => [credential.name, store.details(credential.name)]),
			),
		}),
		...(setup.onError && { onError: setup.onError }),
		...(setup.retryOnFail && { retryOnFail: true, ...setup.retryOnFail }),
		...(setup.executeOnce && { executeOnce: true }),
		...(setup.alwaysOutputData && { alwaysOutputData: true }),
	};
}

/** Connects nodes one after the other by their first output. */
export function chain(names: string[]): IConnections {
	const connections: IConnections = {};
	for (const [index, name] of names.entries()) {
		const next = names[index + 1];
		if (next !== undefined)
			connections[name] = { main: [[{ node: next, type: NodeConnectionTypes.Main, index: 0 }]] };
	}
	return connections;
}
