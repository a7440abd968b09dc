import { PARTNER_NAMES, PARTNERS, type PartnerName } from '../simulator/partners';
import type { JsonObject } from './n8nTypes';

export interface CredentialSeed {
	type: string;
	name: string;
	data: JsonObject;
}

/** What a user would type into n8n's credential dialogs to work with the simulator at `simulatorUrl`. */
export function credentialSeeds(
	simulatorUrl: string,
	partners: readonly PartnerName[] = PARTNER_NAMES,
): CredentialSeed[] {
	return partners.map((partner) => {
		const { name, prefix, credential } = PARTNERS[partner];
		return {
			type: `${partner}Api`,
			name: `${name} (simulated)`,
			data: { environment: 'custom', baseUrl: `${simulatorUrl}/${prefix}`, ...credential },
		};
	});
}

/** What a user would type into n8n's credential dialog for the mail server at that port of this machine. */
export function mailCredentialSeed(port: number): CredentialSeed {
	return {
		type: 'smtp',
		name: 'Mail that stays here (simulated)',
		data: {
			host: '127.0.0.1',
			port,
			secure: false,
			disableStartTls: true,
			user: '',
			password: '',
			hostName: '',
		},
	};
}
