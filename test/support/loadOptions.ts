import './environment';
import { LoadOptionsContext } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import type {
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeType,
	ResourceMapperFields,
} from 'n8n-workflow';

import { createAdditionalData } from './additionalData';
import { CredentialStore } from './credentialStore';
import { TestCredentialsHelper } from './credentialsHelper';
import { TestNodeTypes } from './nodeTypes';
import { placeNode } from './runWorkflow';
import type { AnyNodeType } from './nodeTypes';
import type { RunSetup } from './runWorkflow';

export interface EditorCall extends Pick<RunSetup, 'credentials' | 'credentialTypes'> {
	/** The current values of the fields in the open panel. */
	currentParameters?: INodeParameters;
	/** Path of the field that is filled, for methods that read a sibling (`&name`). */
	path?: string;
	typeVersion?: number;
}

/** Fills a dropdown the way the editor does (`methods.loadOptions`). */
export async function callLoadOptions(
	node: AnyNodeType,
	method: string,
	call: EditorCall = {},
): Promise<INodePropertyOptions[]> {
	return await inEditor(node, call, async (type, context) => {
		return await existing(type.methods?.loadOptions?.[method], 'loadOptions', method).call(context);
	});
}

/** Fills a "From List" picker the way the editor does (`methods.listSearch`). */
export async function callListSearch(
	node: AnyNodeType,
	method: string,
	call: EditorCall & { filter?: string; paginationToken?: string } = {},
): Promise<INodeListSearchResult> {
	return await inEditor(node, call, async (type, context) => {
		const search = existing(type.methods?.listSearch?.[method], 'listSearch', method);
		const result = await search.call(context, call.filter, call.paginationToken);
		// The token travels through the editor's query string and comes back as text.
		const { paginationToken: token } = result as { paginationToken?: unknown };
		return typeof token === 'number' ? { ...result, paginationToken: String(token) } : result;
	});
}

/** Asks for the columns of a resource mapper the way the editor does. */
export async function callResourceMapping(
	node: AnyNodeType,
	method: string,
	call: EditorCall = {},
): Promise<ResourceMapperFields> {
	return await inEditor(node, call, async (type, context) => {
		return await existing(type.methods?.resourceMapping?.[method], 'resourceMapping', method).call(context);
	});
}

async function inEditor<T>(
	node: AnyNodeType,
	call: EditorCall,
	use: (type: INodeType, context: LoadOptionsContext) => Promise<T>,
): Promise<T> {
	const { credentials, credentialTypes = [], currentParameters = {}, path = '', typeVersion } = call;
	const store = credentials instanceof CredentialStore ? credentials : new CredentialStore(credentials);
	const nodeTypes = new TestNodeTypes();
	const helper = new TestCredentialsHelper(store, credentialTypes, nodeTypes);
	const placed = placeNode(
		'Temp-Node',
		{ node, typeVersion, parameters: currentParameters },
		0,
		nodeTypes,
		store,
	);
	const workflow = new Workflow({ nodes: [placed], connections: {}, active: false, nodeTypes });
	const additionalData = createAdditionalData(helper, 'internal');
	additionalData.currentNodeParameters = currentParameters;
	const context = new LoadOptionsContext(workflow, placed, additionalData, path);
	await workflow.expression.acquireIsolate?.();
	try {
		return await use(nodeTypes.getByNameAndVersion(placed.type, placed.typeVersion), context);
	} finally {
		await workflow.expression.releaseIsolate?.();
	}
}

function existing<T>(method: T | undefined, kind: string, name: string): T {
	if (method === undefined) throw new Error(`The node has no ${kind} method named "${name}"`);
	return method;
}
