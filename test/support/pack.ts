import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';

import { MovemApi } from '../../credentials/MovemApi.credentials';
import { MovingPortalApi } from '../../credentials/MovingPortalApi.credentials';
import { MymoveApi } from '../../credentials/MymoveApi.credentials';
import { SmartMoveApi } from '../../credentials/SmartMoveApi.credentials';
import { SproveApi } from '../../credentials/SproveApi.credentials';
import { Movem } from '../../nodes/Movem/Movem.node';
import { MovemTrigger } from '../../nodes/Movem/MovemTrigger.node';
import { MovingPortal } from '../../nodes/MovingPortal/MovingPortal.node';
import { MovingPortalTrigger } from '../../nodes/MovingPortal/MovingPortalTrigger.node';
import { Mymove } from '../../nodes/Mymove/Mymove.node';
import { MymoveTrigger } from '../../nodes/Mymove/MymoveTrigger.node';
import { SmartMove } from '../../nodes/SmartMove/SmartMove.node';
import { SmartMoveTrigger } from '../../nodes/SmartMove/SmartMoveTrigger.node';
import { Sprove } from '../../nodes/Sprove/Sprove.node';
import { SproveTrigger } from '../../nodes/Sprove/SproveTrigger.node';
import { SIMULATED_CREDENTIALS } from '../../simulator/credentials';
import { runNode, type NodeResult, type NodeSetup, type RunSetup } from './runWorkflow';

/** The partners of the pack by node name, and how each is reached in the simulator. */
export const partners = {
	movem: {
		node: () => new Movem(),
		credential: 'movemApi',
		type: () => new MovemApi(),
		prefix: 'movem',
		values: { ...SIMULATED_CREDENTIALS.movem, header: 'x-api-key' },
	},
	mymove: {
		node: () => new Mymove(),
		credential: 'mymoveApi',
		type: () => new MymoveApi(),
		prefix: 'mymove',
		values: SIMULATED_CREDENTIALS.mymove,
	},
	movingPortal: {
		node: () => new MovingPortal(),
		credential: 'movingPortalApi',
		type: () => new MovingPortalApi(),
		prefix: 'moving-portal',
		values: { ...SIMULATED_CREDENTIALS.movingPortal, authentication: 'basic' },
	},
	smartMove: {
		node: () => new SmartMove(),
		credential: 'smartMoveApi',
		type: () => new SmartMoveApi(),
		prefix: 'smartmove',
		values: {
			...SIMULATED_CREDENTIALS.smartMove,
			postbackUser: 'sim.postback',
			postbackPassword: 'sim-postback-0001',
		},
	},
	sprove: {
		node: () => new Sprove(),
		credential: 'sproveApi',
		type: () => new SproveApi(),
		prefix: 'sprove',
		values: SIMULATED_CREDENTIALS.sprove,
	},
} satisfies Record<
	string,
	{
		node: () => INodeType;
		credential: string;
		type: () => ICredentialType;
		prefix: string;
		values: IDataObject;
	}
>;

/** The triggers of the pack by node name. */
export const triggers = {
	movemTrigger: () => new MovemTrigger(),
	movingPortalTrigger: () => new MovingPortalTrigger(),
	mymoveTrigger: () => new MymoveTrigger(),
	smartMoveTrigger: () => new SmartMoveTrigger(),
	sproveTrigger: () => new SproveTrigger(),
} satisfies Record<string, () => INodeType>;

export type PartnerName = keyof typeof partners;

/** A credential for the simulator; `changes` overrides single properties. */
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
		node: partner.node(),
		nodeTypeName: `n8n-nodes-moving-partners.${name}`,
		parameters,
		items,
		credentials: { [partner.credential]: credentialFor(name, simulatorUrl, credential) },
		credentialTypes: [partner.type()],
		...options,
	});
}
