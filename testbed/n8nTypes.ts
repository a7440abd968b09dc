/** The parts of n8n's REST answers that the demo and the tests read. Everything else is left out on purpose. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: JsonObject;
	credentials?: Record<string, { id?: string | null; name: string }>;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	webhookId?: string;
	disabled?: boolean;
	[other: string]: unknown;
}

export interface Link {
	node: string;
	type: string;
	index: number;
}

/** What a workflow file in `workflows/` holds and `POST /rest/workflows` takes. */
export interface WorkflowFile {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, Record<string, Array<Link[] | null>>>;
	settings?: JsonObject;
	pinData?: JsonObject;
	[other: string]: unknown;
}

export interface StoredWorkflow extends WorkflowFile {
	id: string;
	versionId: string;
	activeVersionId?: string | null;
}

export interface StoredCredential {
	id: string;
	name: string;
	type: string;
}

/** n8n's answer to "does this credential work?". */
export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

export interface Item {
	json: JsonObject;
	pairedItem?: unknown;
	error?: ErrorRecord;
	binary?: JsonObject;
}

/** An error as n8n stores it: a plain object, so look at `name`, never at its class. */
export interface ErrorRecord {
	name?: string;
	message: string;
	description?: string | null;
	httpCode?: string | null;
	context?: JsonObject & { itemIndex?: number };
	node?: { name: string };
}

export interface NodeRun {
	executionStatus: string;
	executionTime: number;
	startTime: number;
	error?: ErrorRecord;
	/** One list of items per output; `null` where nothing came out. */
	data?: { main?: Array<Item[] | null> };
	source: unknown;
	hints?: unknown;
}

export type ExecutionStatus =
	'new' | 'running' | 'waiting' | 'success' | 'error' | 'crashed' | 'canceled' | 'unknown';

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: string;
	/** When n8n stored it, which is before it begins. */
	createdAt: string;
	startedAt: string | null;
	stoppedAt: string | null;
	waitTill?: string | null;
}

export interface Execution extends ExecutionSummary {
	finished: boolean;
	data: {
		resultData: {
			runData: Record<string, NodeRun[]>;
			error?: ErrorRecord;
			lastNodeExecuted?: string;
		};
		/** Nodes that n8n still had to run, with their input items. */
		executionData?: {
			nodeExecutionStack?: Array<{ node: { name: string }; data?: { main?: Array<Item[] | null> } }>;
		};
	};
}

/** A node or credential type as `/types/*.json` describes it to the editor. */
export interface LoadedType {
	name: string;
	displayName: string;
	version?: number | number[];
	[other: string]: unknown;
}
