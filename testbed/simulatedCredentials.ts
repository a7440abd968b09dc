import { SIMULATED_CREDENTIALS } from '../simulator/credentials';
import type { JsonObject } from './n8nTypes';

export interface CredentialSeed {
	type: string;
	name: string;
	data: JsonObject;
}

/** What a user would type into n8n's credential dialogs to work with the simulator at `simulatorUrl`. */
export function credentialSeeds(simulatorUrl: string): CredentialSeed[] {
	const { movem, mymove, movingPortal, smartMove, sprove } = SIMULATED_CREDENTIALS;
	const at = (prefix: string) => ({ environment: 'custom', baseUrl: `${simulatorUrl}/${prefix}` });
	return [
		{ type: 'movemApi', name: 'Movem (simulated)', data: { ...at('movem'), ...movem, header: 'x-api-key' } },
		{ type: 'mymoveApi', name: 'MYMOVE (simulated)', data: { ...at('mymove'), ...mymove } },
		{
			type: 'movingPortalApi',
			name: 'The Moving Portal (simulated)',
			data: { ...at('moving-portal'), ...movingPortal, authentication: 'basic' },
		},
		{
			type: 'smartMoveApi',
			name: 'RentPrep SmartMove (simulated)',
			data: {
				...at('smartmove'),
				...smartMove,
				postbackUser: 'sim.postback',
				postbackPassword: 'sim-postback-0001',
			},
		},
		{ type: 'sproveApi', name: 'Sprove (simulated)', data: { ...at('sprove'), ...sprove } },
	];
}
