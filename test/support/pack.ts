import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { NodeHelpers } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';

import type { Hosts } from '../../nodes/shared/http';
import type { Partner, Resources } from '../../nodes/shared/operation';
import { PARTNER_NAMES, PARTNERS, type PartnerName } from '../../simulator/partners';
import { nodeFolderOf } from '../../testbed/paths';
import { load, root } from './load';
import { versionsOf, type AnyNodeType } from './nodeTypes';
import { runNode, type NodeResult, type NodeSetup, type RunSetup } from './runWorkflow';

export type { PartnerName };

/** The files of a partner in the pack, and its values at the simulator. */
interface PartnerOfPack {
	/** The folder of its nodes, which is also the name of its node class. */
	folder: string;
	/** The node that a new workflow gets. */
	node: () => INodeType;
	/** The same with its earlier versions, if it has any. */
	anyVersion: () => AnyNodeType;
	/** Undefined for a partner without a trigger. */
	trigger?: () => INodeType;
	/** Type name of the credential. */
	credential: string;
	type: () => ICredentialType;
	/** First part of its paths at the simulator, and the name of its contract. */
	prefix: string;
	/** The fields of its credential for the simulator. */
	values: Readonly<Record<string, string>>;
	/** The partner as the engine knows it. */
	provider: Partner;
	resources: Resources;
	hosts: Hosts;
}

/** The files of a partner, by its name in `simulator/partners/index.ts`. */
function partnerOfPack(name: PartnerName): PartnerOfPack {
	const folder = nodeFolderOf(name);
	const nodes = `nodes/${folder}`;
	const make = <T>(file: string, className: string) => {
		const Class = load<new () => T>(file, className);
		return () => new Class();
	};
	const anyVersion = make<AnyNodeType>(`${nodes}/${folder}.node.ts`, folder);
	const triggerFile = `${nodes}/${folder}Trigger.node.ts`;
	const { prefix, credential } = PARTNERS[name];
	return {
		folder,
		node: () => NodeHelpers.getVersionedNodeType(anyVersion()),
		anyVersion,
		...(existsSync(join(root, triggerFile)) && {
			trigger: make<INodeType>(triggerFile, `${folder}Trigger`),
		}),
		credential: `${name}Api`,
		type: make(`credentials/${folder}Api.credentials.ts`, `${folder}Api`),
		prefix,
		values: credential,
		provider: load(`${nodes}/api.ts`, name),
		resources: load(`${nodes}/resources.ts`, 'resources'),
		hosts: load(`${nodes}/hosts.ts`, 'hosts'),
	};
}

/** The partners of the pack by name. */
export const partners = Object.fromEntries(
	PARTNER_NAMES.map((name) => [name, partnerOfPack(name)]),
) as Record<PartnerName, PartnerOfPack>;

/** Every node of the pack as a new workflow gets it, by its type name: `movem`, `movemTrigger`. */
export const nodes: Record<string, () => INodeType> = Object.fromEntries(
	Object.entries(partners).flatMap(([name, { node, trigger }]) => [
		[name, node] as const,
		...(trigger ? [[`${name}Trigger`, trigger] as const] : []),
	]),
);

/** The earlier versions of the nodes, which workflows may still hold: `smartMove version 1`. */
export const earlierVersions: Record<string, INodeType> = Object.fromEntries(
	Object.values(partners).flatMap(({ anyVersion }) =>
		versionsOf(anyVersion())
			.slice(0, -1)
			.map((node) => [`${node.description.name} version ${String(node.description.version)}`, node]),
	),
);

/**
 * The trigger of a partner.
 *
 * @throws where it has none
 */
export function triggerOf(name: PartnerName): INodeType {
	const { trigger, folder } = partners[name];
	if (!trigger) throw new Error(`nodes/${folder}/${folder}Trigger.node.ts is missing`);
	return trigger();
}

/** A credential for the simulator; `changes` overrides single fields. */
export function credentialFor(
	name: PartnerName,
	simulatorUrl: string,
	changes: IDataObject = {},
): ICredentialDataDecryptedObject {
	const { prefix, values } = partners[name];
	return {
		environment: 'custom',
		baseUrl: `${simulatorUrl}/${prefix}`,
		...values,
		...changes,
	} as ICredentialDataDecryptedObject;
}

interface Run extends Partial<Omit<NodeSetup & RunSetup, 'node' | 'parameters' | 'items'>> {
	/** Overrides of single properties of the credential. */
	credential?: IDataObject;
}

/** Runs one of the pack's nodes against the simulator, through n8n's own engine. */
export async function runPartner(
	name: PartnerName,
	simulatorUrl: string,
	parameters: INodeParameters,
	items: IDataObject[] = [{}],
	{ credential, ...options }: Run = {},
): Promise<NodeResult> {
	const partner = partners[name];
	return await runNode({
		node: partner.anyVersion(),
		nodeTypeName: `n8n-nodes-moving-partners.${name}`,
		parameters,
		items,
		credentials: { [partner.credential]: credentialFor(name, simulatorUrl, credential) },
		credentialTypes: [partner.type()],
		...options,
	});
}
