import './environment';
import { getAdditionalKeys } from 'n8n-core';
import { ICredentialsHelper, injectDomainRestrictionFields, isExpression, NodeHelpers } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	ICredentialType,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { fillDefaults, resolveExpressions, resolveWithCredentials, withinDomains } from './credentialValues';
import { StoredCredential } from './credentialStore';
import type { CredentialStore } from './credentialStore';
import type { TestNodeTypes } from './nodeTypes';

/**
 * Behaves as `CredentialsHelper` of n8n 2.41.1 (packages/cli) does, on a
 * `CredentialStore` in place of the database. Left out: OAuth, external secrets,
 * per-user credentials and instance-wide overwrites.
 */
export class TestCredentialsHelper extends ICredentialsHelper {
	private readonly types = new Map<string, ICredentialType>();

	constructor(
		private readonly store: CredentialStore,
		credentialTypes: ICredentialType[],
		private readonly nodeTypes: TestNodeTypes,
	) {
		super();
		for (const type of credentialTypes) {
			// n8n adds its "Allowed HTTP Request Domains" fields when it loads the type; older versions have none.
			type.properties = injectDomainRestrictionFields?.(type) ?? type.properties;
			this.types.set(type.name, type);
		}
	}

	override getParentTypes(name: string): string[] {
		const parents = this.types.get(name)?.extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}

	override isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
		const type = this.types.get(credentialType);
		if (!type?.restrictToSupportedNodes) return true;
		return this.nodeTypes.namesUsing(credentialType).includes(nodeType);
	}

	override getCredentialsProperties(name: string): INodeProperties[] {
		const type = this.typeByName(name);
		const properties: INodeProperties[] = [];
		for (const parent of type.extends ?? []) {
			NodeHelpers.mergeNodeProperties(properties, this.getCredentialsProperties(parent));
		}
		if (properties.length === 0) return type.properties;
		NodeHelpers.mergeNodeProperties(properties, type.properties);
		return properties;
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		incoming: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.typeByName(typeName);
		// The options are changed in place, as in n8n: a caller that reuses them sends old headers again.
		const request = incoming as IHttpRequestOptions;
		if (authenticate === undefined) return request;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (workflow === undefined || node === undefined) throw new Error('Workflow and node are required');

		request.headers ??= {};
		if (authenticate.type !== 'generic') return request;
		const resolve = (text: string) => resolveWithCredentials(text, credentials, workflow, node);
		const parts = request as unknown as Record<string, Record<string, unknown> | undefined>;
		for (const [part, values] of Object.entries(authenticate.properties)) {
			const target = (parts[part] ??= {});
			for (const [key, value] of Object.entries(values as Record<string, string>)) {
				target[resolve(key)] = resolve(value);
			}
		}
		return request;
	}

	override async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.typeByName(typeName);
		const expirable = type.properties.find(
			({ type: kind, typeOptions }) => kind === 'hidden' && typeOptions?.expirable === true,
		)?.name;
		if (expirable === undefined || type.preAuthentication === undefined) return undefined;

		const isCredentialTest = node.parameters.temp === '' && node.type === 'n8n-nodes-base.noOp';
		if (credentials[expirable] !== '' && !credentialsExpired && !isCredentialTest) return undefined;

		const output = await type.preAuthentication.call(withinDomains(helpers, credentials), credentials);
		if (output[expirable] === undefined || node.credentials === undefined) return undefined;

		// A field with an expression keeps it; only plain values and the token are replaced.
		const stored = this.store.get(typeName);
		const toPersist = { ...stored };
		for (const [key, value] of Object.entries(output)) {
			if (key === expirable || !isExpression(stored[key])) toPersist[key] = value as (typeof stored)[string];
		}
		await this.updateCredentials(this.store.details(typeName), typeName, toPersist);
		return Object.assign(credentials, output);
	}

	override async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.typeByName(typeName);
		if (preAuthentication === undefined) return undefined;
		const output = await preAuthentication.call(withinDomains(helpers, credentials), credentials);
		return output as ICredentialDataDecryptedObject | undefined;
	}

	override async getCredentials(details: INodeCredentialsDetails, type: string): Promise<StoredCredential> {
		return new StoredCredential(details, type, JSON.stringify(this.store.get(type)));
	}

	override async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		this.store.reads += 1;
		const stored = this.store.get(type);
		return raw
			? stored
			: await this.applyDefaults(additionalData, stored, type, mode, executeData, resolveValues);
	}

	/**
	 * Fills defaults, drops fields the credential does not show, resolves expressions.
	 * The credential test calls it on data that was never stored.
	 */
	async applyDefaults(
		additionalData: IWorkflowExecuteAdditionalData,
		stored: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		at?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const properties = this.getCredentialsProperties(type);
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		const filled = fillDefaults(properties, stored);
		return await resolveExpressions(filled, { keys, mode, executeData, at, nodeTypes: this.nodeTypes });
	}

	override async updateCredentials(
		_details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.store.writes += 1;
		this.store.set(type, data);
	}

	override async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('OAuth is not part of the test harness');
	}

	typeByName(name: string): ICredentialType {
		const type = this.types.get(name);
		if (type === undefined) throw new Error(`Unrecognized credential type: ${name}`);
		return type;
	}
}
