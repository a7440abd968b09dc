import './environment';
import { DirectoryLoader } from 'n8n-core';
import { commonCORSParameters, commonPollingParameters } from 'n8n-core/dist/nodes-loader/constants';
import { validateNodeDescription } from 'n8n-core/dist/nodes-loader/validate-node-description';
import { NodeConnectionTypes, NodeHelpers } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';

/** A node class instance as a package exports it: plain or versioned. */
export type AnyNodeType = INodeType | IVersionedNodeType;

export const SOURCE_NODE_TYPE = 'moving-partners-tests.source';

/** n8n’s loader changes a description in place; a second time would add the fields twice. */
const prepared = new WeakSet<INodeType>();

/**
 * What n8n’s loader does to a node class before the engine sees it: adds the Poll Times field to polling triggers, the
 * CORS field to webhooks and Request Options to declarative nodes, and rejects an invalid description.
 */
export function prepareNodeType(node: INodeType): void {
	if (prepared.has(node)) return;
	prepared.add(node);
	const { description } = node;
	validateNodeDescription(description);
	if (description.polling) description.properties.unshift(...commonPollingParameters);
	if (node.webhook !== undefined && description.supportsCORS) addCorsFields(description);
	DirectoryLoader.applyDeclarativeNodeOptionParameters(node);
}

function addCorsFields(description: INodeTypeDescription): void {
	const options = description.properties.find(({ name }) => name === 'options');
	if (options === undefined) description.properties.push(...commonCORSParameters);
	else options.options = [...commonCORSParameters, ...(options.options ?? [])];
}

/** Every version of a node, the newest last; a plain node has one. */
export function versionsOf(node: AnyNodeType): INodeType[] {
	return 'nodeVersions' in node ? Object.values(node.nodeVersions) : [node];
}

/** The version a node gets when it is dropped on the canvas. */
export function defaultVersionOf(node: AnyNodeType): number {
	if ('nodeVersions' in node) return node.currentVersion;
	const { defaultVersion, version } = node.description;
	return defaultVersion ?? (Array.isArray(version) ? (version.at(-1) ?? 1) : version);
}

/** Outputs the workflow’s input, so that the items arrive as from a trigger. */
class Source implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Source',
		name: 'source',
		group: ['input'],
		version: 1,
		description: 'Gives the items of the test',
		defaults: { name: 'Source' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** The node types one workflow can use. */
export class TestNodeTypes implements INodeTypes {
	private readonly types = new Map<string, AnyNodeType>([[SOURCE_NODE_TYPE, new Source()]]);

	add(name: string, node: AnyNodeType): void {
		for (const version of versionsOf(node)) prepareNodeType(version);
		this.types.set(name, node);
	}

	/** For stand-ins that n8n creates at run time, without its loader. */
	addUnprepared(name: string, node: AnyNodeType): void {
		this.types.set(name, node);
	}

	getByName(name: string): AnyNodeType {
		const type = this.types.get(name);
		if (type === undefined) throw new Error(`Unrecognized node type: ${name}`);
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes(): IDataObject {
		return Object.fromEntries(
			[...this.types.keys()].map((name) => [name, { className: name, sourcePath: '' }]),
		);
	}

	/** Names of the node types that list a credential type, in any version. */
	namesUsing(credentialType: string): string[] {
		return [...this.types]
			.filter(([, node]) =>
				versionsOf(node).some(({ description }) =>
					description.credentials?.some(({ name }) => name === credentialType),
				),
			)
			.map(([name]) => name);
	}
}
