import './environment';
import { getCredentialOwnRequestAllowedDomains, isExpression, NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeParameters,
	INodeProperties,
	INodeTypes,
	IWorkflowDataProxyAdditionalKeys,
	WorkflowExecuteMode,
} from 'n8n-workflow';

const NO_NODE: INode = {
	id: 'none',
	name: '',
	typeVersion: 1,
	type: 'none',
	position: [0, 0],
	parameters: {},
};

/** Adds the defaults of fields that were never filled and drops fields the credential does not show. */
export function fillDefaults(
	properties: INodeProperties[],
	stored: ICredentialDataDecryptedObject,
): INodeParameters {
	const filled =
		NodeHelpers.getNodeParameters(properties, stored as INodeParameters, true, false, null, null) ?? {};
	for (const name of ['allowedHttpRequestDomains', 'allowedDomains'] as const) {
		if (filled[name] === undefined && stored[name] !== undefined) filled[name] = stored[name] as string;
	}
	return filled;
}

/** Resolves expressions in a credential: for an item of a run, or without a run. */
export async function resolveExpressions(
	filled: INodeParameters,
	scope: {
		keys: IWorkflowDataProxyAdditionalKeys;
		mode: WorkflowExecuteMode;
		executeData: IExecuteData | undefined;
		at: ICredentialsExpressionResolveValues | undefined;
		nodeTypes: INodeTypes;
	},
): Promise<ICredentialDataDecryptedObject> {
	const { keys, mode, executeData, at, nodeTypes } = scope;
	if (at !== undefined) {
		const value = at.workflow.expression.getParameterValue(
			filled,
			at.runExecutionData,
			at.runIndex,
			at.itemIndex,
			at.node.name,
			at.connectionInputData,
			mode,
			keys,
			executeData,
			false,
			filled,
		);
		return value as ICredentialDataDecryptedObject;
	}
	const { expression } = new Workflow({ nodes: [], connections: {}, active: false, nodeTypes });
	await expression.acquireIsolate?.();
	try {
		const value = expression.getComplexParameterValue(
			NO_NODE,
			filled,
			mode,
			keys,
			undefined,
			undefined,
			filled,
		);
		return value as ICredentialDataDecryptedObject;
	} finally {
		await expression.releaseIsolate?.();
	}
}

/** Resolves one text of an `authenticate` block, where `$credentials` is known. */
export function resolveWithCredentials(
	text: string,
	credentials: ICredentialDataDecryptedObject,
	workflow: Workflow,
	node: INode,
): string {
	if (!isExpression(text)) return text;
	const value = workflow.expression.getSimpleParameterValue(
		node,
		text,
		'internal',
		{ $credentials: credentials },
		undefined,
		'',
	);
	return value ? String(value) : '';
}

/** A login may only call the domains its credential allows. */
export function withinDomains(
	helpers: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper {
	return {
		helpers: {
			httpRequest: async (options: IHttpRequestOptions): Promise<unknown> => {
				const allowedDomains = getCredentialOwnRequestAllowedDomains?.(credentials);
				if (allowedDomains === undefined) return await helpers.helpers.httpRequest(options);
				return await helpers.helpers.httpRequest({ ...options, allowedDomains });
			},
		},
	};
}
