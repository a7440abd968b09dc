import './environment';
import { CredentialTestContext, ExecuteContext, RoutingNode } from 'n8n-core';
import { createEmptyRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestRequest,
	ICredentialType,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { createAdditionalData } from './additionalData';
import { CredentialStore } from './credentialStore';
import { TestCredentialsHelper } from './credentialsHelper';
import { TestNodeTypes, versionsOf } from './nodeTypes';
import type { AnyNodeType } from './nodeTypes';

// The loader adds prefixes only to the list it sends to the editor, so this stand-in of the tester has the bare name,
// which is not the one that forces a fresh login.
const NO_OP: INodeTypeDescription = {
	displayName: 'No Operation, do nothing',
	name: 'noOp',
	group: ['organization'],
	version: 1,
	description: 'No Operation',
	defaults: { name: 'No Operation' },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: [],
};

export interface CredentialTestResult extends INodeCredentialTestResult {
	/** The credential as stored afterwards, with the token of a login. */
	stored: ICredentialDataDecryptedObject;
}

/**
 * Does what n8n does when somebody saves a credential: sends the `test` request of the credential type, or runs what a
 * node declares as `testedBy` (a request or a function). Rules of kind `responseCode` apply when the request failed,
 * `responseSuccessBody` when it succeeded. Further credential types belong in `others`.
 */
export async function testCredential(
	type: ICredentialType,
	data: ICredentialDataDecryptedObject,
	{ nodes = [], others = [] }: { nodes?: AnyNodeType[]; others?: ICredentialType[] } = {},
): Promise<CredentialTestResult> {
	const store = new CredentialStore({ [type.name]: data });
	const nodeTypes = new TestNodeTypes();
	for (const node of nodes) nodeTypes.add(node.description.name, node);
	const helper = new TestCredentialsHelper(store, [type, ...others], nodeTypes);
	const result = await runTest(type, store, helper, nodeTypes, nodes);
	return { ...result, stored: store.get(type.name) };
}

async function runTest(
	type: ICredentialType,
	store: CredentialStore,
	helper: TestCredentialsHelper,
	nodeTypes: TestNodeTypes,
	nodes: AnyNodeType[],
): Promise<INodeCredentialTestResult> {
	const additionalData = createAdditionalData(helper, 'internal');
	const filled = await helper.applyDefaults(additionalData, store.get(type.name), type.name, 'internal');
	const credential: ICredentialsDecrypted = {
		id: store.details(type.name).id ?? '',
		name: store.details(type.name).name,
		type: type.name,
		data: filled,
	};
	if (type.test !== undefined) return await runRequest(type.test, undefined, credential, helper, nodeTypes);
	for (const node of nodes.flatMap(versionsOf)) {
		const testedBy = node.description.credentials?.find(({ name }) => name === type.name)?.testedBy;
		if (testedBy === undefined) continue;
		if (typeof testedBy !== 'string') return await runRequest(testedBy, node, credential, helper, nodeTypes);
		const method = node.methods?.credentialTest?.[testedBy];
		if (method !== undefined) return await method.call(new CredentialTestContext(additionalData), credential);
	}
	return { status: 'Error', message: 'No testing function found for this credential.' };
}

async function runRequest(
	test: ICredentialTestRequest,
	node: INodeType | undefined,
	credential: ICredentialsDecrypted,
	helper: TestCredentialsHelper,
	nodeTypes: TestNodeTypes,
): Promise<INodeCredentialTestResult> {
	try {
		const response = await send(test, node?.description ?? NO_OP, credential, helper, nodeTypes);
		const json: unknown = response?.[0]?.[0]?.json;
		for (const rule of test.rules ?? []) {
			if (rule.type !== 'responseSuccessBody') continue;
			if (at(json, rule.properties.key) === rule.properties.value) return failed(rule.properties.message);
		}
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return explain(test, error);
	}
}

function explain(test: ICredentialTestRequest, error: unknown): INodeCredentialTestResult {
	const status = at(error, 'cause.response.status');
	if (typeof status === 'number') {
		for (const rule of test.rules ?? []) {
			if (rule.type === 'responseCode' && rule.properties.value === status)
				return failed(rule.properties.message);
		}
		const text = at(error, 'cause.response.statusText');
		if (status < 199 || status > 299)
			return failed(text ? String(text) : `Received HTTP status code: ${status}`);
	} else if (at(error, 'cause.code')) return failed(String(at(error, 'cause.code')));
	return failed(error instanceof Error ? error.message : String(error));
}

/** The tester's temporary workflow: one declarative node whose only field carries the request. */
async function send(
	test: ICredentialTestRequest,
	description: INodeTypeDescription,
	credential: ICredentialsDecrypted,
	helper: TestCredentialsHelper,
	nodeTypes: TestNodeTypes,
): Promise<INodeExecutionData[][] | undefined> {
	const temporary: INodeType = {
		description: {
			...description,
			credentials: [{ name: credential.type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		},
	};
	nodeTypes.addUnprepared(description.name, temporary);
	const { version } = description;
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: description.name,
		parameters: {},
		position: [0, 0],
		typeVersion: Array.isArray(version) ? (version.at(-1) ?? 1) : version,
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = createAdditionalData(helper, 'internal');
	additionalData.currentNodeParameters = node.parameters;
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	await workflow.expression.acquireIsolate?.();
	try {
		return await new RoutingNode(context, temporary, credential).runNode();
	} finally {
		await workflow.expression.releaseIsolate?.();
	}
}

function failed(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}

/** Reads a path such as `a.b.c` from any value. */
function at(value: unknown, path: string): unknown {
	return path.split('.').reduce<unknown>((current, key) => {
		if (typeof current !== 'object' || current === null) return undefined;
		return (current as Record<string, unknown>)[key];
	}, value);
}
