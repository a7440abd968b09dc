import { PARTNER_NAMES, PARTNERS } from '../simulator/partners';
import type { JsonObject } from './n8nTypes';

export interface CredentialSeed {
	type: string;
	name: string;
	data: JsonObject;
}

/** What a user would type into n8n's credential dialogs to work with the simulator at `simulatorUrl`. */
export function credentialSeeds(simulatorUrl: string): CredentialSeed[] {
	return PARTNER_NAMES.map((partner) => {
		const { name, prefix, credential } = PARTNERS[partner];
		return {
			type: `${partner}Api`,
			name: `${name} (simulated)`,
			data: { environment: 'custom', baseUrl: `${simulatorUrl}/${prefix}`, ...credential },
		};
	});
}
